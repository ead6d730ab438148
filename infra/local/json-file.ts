import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fault } from '../../app/errors.ts'

/** What the file holds, or `undefined` when there is none. Throws, naming the file, when it cannot be read as JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault(`${path} is not JSON: repair it, or delete it to begin anew`, { path }, { cause })
  }
}

let written = 0

/** Writes the whole file or nothing of it: to a neighbour first, flushed, then renamed over the old one.
 *  `mode`: who may read it, such as 0o600. */
export async function writeJson(path: string, value: unknown, mode?: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}.${written++}`
  const file = await open(draft, 'w', mode)
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}
