import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleFunctions, sourceMapsOf } from '../../../infra/bundles/bundle.ts'
import { originalPlaces } from '../../../infra/bundles/original-places.ts'

const run = promisify(execFile)
const outdir = mkdtempSync(join(tmpdir(), 'codexflow-places-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

describe('a stack trace of a bundle', () => {
  it('is read by the places of the sources: the line that is named throws what was thrown', async () => {
    const { propagate } = await bundleFunctions({ outdir, names: ['propagate'] })
    const code = `require(process.argv[1]).handler({ Records: [] }).catch((error) => console.log(error.stack))`
    const { stdout } = await run(process.execPath, ['-e', code, propagate.file], { env: {}, cwd: outdir })
    expect(stdout).toContain('propagate.cjs:')
    const read = await originalPlaces(stdout, sourceMapsOf)
    const [, file = '', line] = /(app\/[\w/-]+\.ts):(\d+):\d+/.exec(read) ?? []
    expect(readFileSync(file, 'utf8').split('\n')[Number(line) - 1]).toMatch(/throw new \w+\(/)
    expect(read).toContain('handlers/propagate.ts:')
    expect(read).not.toContain('propagate.cjs')
  })

  it('keeps its words, and what is no place of a bundle of ours', async () => {
    const never = async () => Promise.reject(new Error('No map was needed'))
    for (const text of [
      'at /var/runtime/index.mjs:12:3',
      'at /var/task/nobody.cjs:1:2',
      'Task timed out after 3 s',
      '',
    ]) {
      expect(await originalPlaces(text, never)).toBe(text)
    }
  })
})
