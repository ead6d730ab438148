import { join } from 'node:path'
import * as z from 'zod'
import { readJson, writeJson } from '../json-file.ts'

const cursor = z.object({ streamArn: z.string(), sequenceNumber: z.string() })
/** Everything up to this record is done. Worth nothing for a stream with another ARN. */
export type Cursor = Readonly<z.output<typeof cursor>>

/** Where each stream consumer stands. */
export type Checkpoints = {
  load(name: string): Promise<Cursor | undefined>
  save(name: string, cursor: Cursor): Promise<void>
}

/** Cursors in `<dir>/cursors.json`. */
export async function fileCheckpoints(dir: string): Promise<Checkpoints> {
  const path = join(dir, 'cursors.json')
  let cursors = z.record(z.string(), cursor).parse((await readJson(path)) ?? {})
  let writing: Promise<void> = Promise.resolve()
  return {
    load: async (name) => cursors[name],
    save: (name, at) => {
      cursors = { ...cursors, [name]: at }
      // One after the other, each with the newest of all: two consumers share the file.
      writing = writing.catch(() => {}).then(() => writeJson(path, cursors))
      return writing
    },
  }
}
