import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** `import prompt from './x.md' with { type: 'text' }`: Node and esbuild know it, Vite does not yet. */
const textImports = {
  name: 'text-imports',
  enforce: 'pre' as const,
  load(id: string) {
    if (id.endsWith('.md')) return `export default ${JSON.stringify(readFileSync(id, 'utf8'))}`
    return undefined
  },
}

export default defineConfig({
  plugins: [textImports],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/used-grants.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
