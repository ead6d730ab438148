import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockfileFaults } from '../../infra/release/scan.ts'

const HASH = 'sha512-abc'
const faults = (entry: object) => lockfileFaults(JSON.stringify({ packages: { '': {}, 'node_modules/x': entry } }))

describe('the scan of the lockfile', () => {
  it('finds nothing wrong with ours', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8')
    expect(lockfileFaults(text)).toEqual([])
  })

  it.each([
    [{ integrity: HASH }],
    [{ resolved: 'https://registry.example/x/-/x-1.0.0.tgz', integrity: HASH }],
    [{ inBundle: true }],
    [{ optional: true }],
  ])('takes %j', (entry) => {
    expect(faults(entry)).toEqual([])
  })

  it.each([
    [
      { resolved: 'git+ssh://git@github.com/x/x.git#abc', integrity: HASH },
      'comes from git+ssh://github.com, not from a registry',
    ],
    [
      { resolved: 'http://registry.example/x/-/x-1.0.0.tgz', integrity: HASH },
      'comes from http://registry.example, not from a registry',
    ],
    [
      { resolved: 'https://user:secret@example.com/x.tgz', integrity: HASH },
      'comes from https://example.com, not from a registry',
    ],
    [{ resolved: 'file:../x', integrity: HASH }, 'comes from file://, not from a registry'],
    [{ link: true }, 'a link to a folder'],
    [{}, 'has no hash of its contents'],
  ])('refuses %j', (entry, why) => {
    expect(faults(entry)).toEqual([`node_modules/x: ${why}`])
  })
})
