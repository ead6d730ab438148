import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inParts } from '../../../infra/bundles/split.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'codexflow-parts-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Bundles `entry.js` among these files, and loads it. */
async function bundled(files: Readonly<Record<string, string>>, minify: boolean) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  const options = { bundle: true, platform: 'node', target: 'node24', minify, logLevel: 'silent' } as const
  const made = await inParts({ ...options, absWorkingDir: dir, entryPoints: ['entry.js'], outdir: join(dir, 'out') })
  for (const { path, code } of made.files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, code)
  }
  const require = createRequire(join(dir, 'out', 'entry.cjs'))
  return { ...made, loaded: require('./entry.cjs') as { handler: (what: string) => Promise<unknown> } }
}

const STORY = {
  'entry.js': `
    import { count } from './shared.js'
    count()
    export const handler = async (what) => {
      if (what === 'early') return globalThis.wasRead ?? 'unread'
      if (what === 'late') return (await import('./late.js')).late()
      if (what === 'package') {
        const { named, default: whole } = await import('./package.cjs')
        return [named(), whole.named()]
      }
    }`,
  'late.js': `
    import { count, times } from './shared.js'
    globalThis.wasRead = 'read'
    export const late = async () => {
      count()
      return [times, (await import('./later.js')).later()]
    }`,
  'later.js': `import { times } from './shared.js'\nexport const later = () => times`,
  'shared.js': `export let times = 0\nexport const count = () => { times += 1 }`,
  'package.cjs': `exports.named = () => 'by its name'`,
  'package.json': `{ "type": "module" }`,
}

it.each([true, false])(
  'makes one file of what is loaded at once, and a file of what waits (minified: %s)',
  async (minify) => {
    delete (globalThis as { wasRead?: string }).wasRead
    const { files, inputs, loaded } = await bundled(STORY, minify)
    expect(files.filter(({ isLazy }) => !isLazy).map(({ path }) => basename(path))).toEqual(['entry.cjs'])
    expect(inputs.toSorted()).toEqual(['entry.js', 'late.js', 'later.js', 'package.cjs', 'shared.js'])
    expect(await loaded.handler('early')).toBe('unread')
    // What both know is one thing, and each sees what the other did to it.
    expect(await loaded.handler('late')).toEqual([2, 2])
    expect(await loaded.handler('early')).toBe('read')
    expect(await loaded.handler('late')).toEqual([3, 3])
  },
)

it.each([true, false])('finds the names of a CommonJS package behind an import (minified: %s)', async (minify) => {
  const { loaded } = await bundled(STORY, minify)
  expect(await loaded.handler('package')).toEqual(['by its name', 'by its name'])
})

it('leaves out what stands behind an import that nobody can reach', async () => {
  const { files, inputs } = await bundled(
    {
      'entry.js': `const never = () => import('./dead.js')\nexport const handler = async () => 'alive'`,
      'dead.js': `export const dead = 1`,
    },
    true,
  )
  expect([files.length, inputs]).toEqual([1, ['entry.js']])
})
