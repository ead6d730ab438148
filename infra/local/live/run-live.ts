import { manifestText } from '../people/registrations.ts'
import { appPort, startTrouble } from '../start-words.ts'
import { divertOutputs } from '../terminal/terminal.ts'
import { type LiveOptions, live } from './live.ts'
import { liveManifest } from './manifest.ts'
import { Unready } from './unready.ts'

type RunOptions = Pick<LiveOptions, 'env' | 'owner' | 'bundles' | 'print' | 'stop'> & {
  readonly complain: (text: string) => void
  /** Prints the manifest of the Slack app, and does nothing else. */
  readonly manifest: boolean
  /** Tells each kind of error that the log in this folder gets. */
  readonly tellOnce: (dir: string) => (message: string) => void
}

/** Live mode from start to end; answers the exit code, and says in words why when it is not 0. */
export async function runLive({ complain, tellOnce, manifest, ...options }: RunOptions): Promise<number> {
  const { env, print } = options
  if (manifest) {
    print(liveManifest(manifestText()))
    return 0
  }
  const dir = env['CODEXFLOW_DIR'] ?? '.codexflow-live'
  let port = 0
  try {
    port = appPort(env)
    await live({ ...options, dir, port, divert: (file) => void divertOutputs(file, tellOnce(dir)) })
    print(`Stopped. What CodexFlow knows is kept in ${dir}; npm start -- --live goes on from there.`)
    return 0
  } catch (error) {
    const foreseen = error instanceof Unready ? error.message : startTrouble(error, port)
    complain(
      foreseen ??
        `CodexFlow did not start: ${error instanceof Error ? error.message : String(error)}\nMore in ${dir}/app.log.`,
    )
    return 1
  }
}
