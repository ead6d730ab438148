import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { USED_IN, unusedIn } from '../../infra/local/grants/record.ts'

/**
 * Has all stacks of a run put down what their functions used of AWS. After a run of every test it fails when something is
 * granted that nobody used; what is used and not granted has failed its test long before. A part of the tests proves nothing.
 */
export default function setup(project: TestProject): () => Promise<void> {
  // Whoever wants to look at what was put down names a folder, and keeps it.
  const kept = process.env[USED_IN]
  const dir = kept ?? mkdtempSync(join(tmpdir(), 'codexflow-used-'))
  process.env[USED_IN] = dir
  return async () => {
    const unused = (await isWhole(project)) ? unusedIn(dir) : []
    if (kept === undefined) rmSync(dir, { recursive: true })
    if (unused.length === 0) return
    const words = 'Granted in infra/grants.ts, and used by no test: take it away, or add the story that needs it.'
    throw new Error([words, ...unused].join('\n  '))
  }
}

// What failed may have been kept from using something; that it failed is said already.
async function isWhole(project: TestProject): Promise<boolean> {
  const { state, config } = project.vitest
  if (config.testNamePattern !== undefined || config.shard !== undefined) return false
  const passed = new Set(state.getTestModules().flatMap((file) => (file.state() === 'passed' ? [file.moduleId] : [])))
  const { testFiles } = await project.globTestFiles()
  return testFiles.every((file) => passed.has(file))
}
