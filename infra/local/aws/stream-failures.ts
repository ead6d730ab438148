import { join } from 'node:path'
import { writeJson } from '../json-file.ts'
import type { GivenUp } from './stream-batch.ts'

/**
 * Keeps a record that a function could not take, whole and ready to be handed to it again, in
 * `<dir>/stream-failures/<function>-<sequence number>.json`. Answers the path.
 */
export async function keepFailure(dir: string, functionName: string, givenUp: GivenUp, at: Date): Promise<string> {
  const { record, attempts, error, condition } = givenUp
  const path = join(dir, 'stream-failures', `${functionName}-${record.dynamodb.SequenceNumber}.json`)
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  await writeJson(path, {
    function: functionName,
    condition,
    attempts,
    reason,
    at: at.toISOString(),
    event: { Records: [record] },
  })
  return path
}
