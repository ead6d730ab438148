import { directory } from '../../../app/dynamo/directory.ts'
import type { Log } from '../../../app/log.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { type Application, startApplication } from '../application.ts'
import { worldSecrets } from '../aws/local-secrets.ts'
import type { FunctionCode } from '../functions/function-code.ts'
import { worldEnvironment } from '../functions/function-environment.ts'
import { describeLocal, forgetLocal, type Local, thisProcess, writeLocal } from '../local-file.ts'
import type { WorldUrls } from '../world/run-file.ts'
import type { Secrets } from '../world/secrets.ts'
import { northwind } from '../world/seed.ts'
import { type Found, localStore, lookBack, projectsOf } from './found.ts'
import { type Inhabited, inhabit } from './inhabit.ts'
import { relinkChannels } from './relink-channels.ts'
import { residents } from './residents.ts'

/** Who reads the workspace's e-mail on the laptop. */
const SUBSCRIBER = 'updates@northwind.example'

/** The channel in which the laptop's operators hear of alarms. */
const OPERATIONS = 'team-infrastructure'

export type HouseOptions = {
  readonly dir: string
  readonly world: { readonly urls: WorldUrls; readonly secrets: Secrets }
  readonly port: number
  readonly log: Log
  readonly code?: FunctionCode
  readonly env?: Readonly<Record<string, string>>
  readonly retrySeconds?: (receives: number) => number
}

/** The application with its people in it, announced in `local.json`. */
export type House = {
  readonly application: Application
  readonly inhabited: Inhabited
  /** What an earlier run left; nothing when this is the first. */
  readonly found: Found | undefined
  readonly local: Local
  /** Stops the application and withdraws the announcement. The world goes on. */
  close(graceMs?: number): Promise<void>
}

/** Starts the application, makes the tenant's people known before any function runs, and announces it in `dir`. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { dir, world } = options
  const { people, channels, outside } = await residents(world.urls)
  const told = channels.find(({ name }) => name === OPERATIONS)
  const operations: Record<string, string> =
    told === undefined ? {} : { CODEXFLOW_OPERATIONS: `${world.secrets.slack.teamId}/${told.id}` }
  let inhabited: Inhabited = { first: false, relinked: [], channels: [] }
  let found: Found | undefined
  const application = await startApplication({
    ...options,
    parts: world.urls,
    outside: { ...worldEnvironment(world), ...operations },
    secrets: worldSecrets(world.secrets),
    beforeWork: async ({ table, topicArn }) => {
      const store = localStore(table, world.urls.dynamodb)
      const workspace = workspaceOf(world.secrets.slack.teamId)
      inhabited = await inhabit(directory(store), {
        workspace,
        name: northwind.team.name,
        emailTopic: topicArn,
        people,
      })
      const moved = await relinkChannels(dir, channels, projectsOf(store, workspace))
      inhabited = { ...inhabited, channels: moved }
      if (!inhabited.first) found = await lookBack(store, workspace)
    },
  })
  try {
    await outside.subscribe({ topicArn: application.topicArn, email: SUBSCRIBER })
    await outside.setApp(application.url)
  } catch (error) {
    await application.stop(0)
    throw error
  }
  const local = describeLocal({
    application,
    world,
    people,
    repositories: northwind.repositories.map(({ name }) => `${northwind.owner}/${name}`),
    process: thisProcess(),
    startedAt: new Date().toISOString(),
  })
  writeLocal(dir, local)
  return {
    application,
    inhabited,
    found,
    local,
    close: async (graceMs) => {
      forgetLocal(dir, process.pid)
      await application.stop(graceMs)
    },
  }
}
