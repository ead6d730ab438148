import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { PartUrls } from '../functions/function-environment.ts'
import { startDynoxide } from '../world/dynoxide.ts'
import { startQueues } from '../world/queues.ts'

/** What stands in for AWS, on free ports, with its files in `dir`; it ends with this process. */
export type Parts = { readonly urls: PartUrls; stop(): Promise<void> }

export async function startParts(dir: string): Promise<Parts> {
  const output = openSync(join(dir, 'dynamodb.log'), 'w')
  const dynoxide = await startDynoxide(0, join(dir, 'dynamodb.sqlite'), output).finally(() => closeSync(output))
  try {
    const folder = join(dir, 'queues')
    mkdirSync(folder, { recursive: true })
    const queues = await startQueues(0, folder)
    const url = `http://127.0.0.1:${queues.port}`
    return {
      urls: { dynamodb: dynoxide.url, sqs: url, sns: url },
      stop: async () => {
        await queues.stop()
        await dynoxide.guarded.stop()
      },
    }
  } catch (error) {
    await dynoxide.guarded.stop()
    throw error
  }
}
