import { startDynoxide as start } from '../../infra/local/world/dynoxide.ts'

/** A running DynamoDB (with Streams) of one's own. */
export type Dynoxide = {
  /** For the `endpoint` of any DynamoDB or DynamoDB Streams client; region and credentials may be anything. */
  readonly endpoint: string
  /** Ends it; the data are gone with it, unless it was given a file. */
  stop(): Promise<void>
}

/** Ours to choose: where the data live (a file; memory when absent), and the port (a free one when absent). */
export type DynoxideOptions = { readonly dbPath?: string; readonly port?: number }

/** Starts dynoxide on 127.0.0.1, as the laptop does: it dies with this process, even when that is killed. */
export async function startDynoxide({ dbPath, port = 0 }: DynoxideOptions = {}): Promise<Dynoxide> {
  const { url, guarded } = await start(port, dbPath)
  return { endpoint: url, stop: () => guarded.stop() }
}
