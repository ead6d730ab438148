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
    // No test is there to be quick: on a machine that is busy with much else all of it takes many times as long.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
})
