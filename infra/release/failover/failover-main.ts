import { setTimeout as delay } from 'node:timers/promises'
import { terminal } from '../../local/terminal/terminal.ts'
import { secretId } from '../../secrets.ts'
import { NoAccess } from '../account.ts'
import { addressOf } from '../address.ts'
import { askAtTerminal } from '../ask.ts'
import { awsAccount } from '../aws-account.ts'
import { awsSecretStore } from '../aws-secret-store.ts'
import { runCdk } from '../cdk.ts'
import { releaseIdOf, runGit } from '../release-id.ts'
import { textField } from '../secret-fields.ts'
import { awsShifting } from '../ship/aws-shifting.ts'
import { openProbes } from '../smoke/open-probes.ts'
import { signedProbes } from '../smoke/signed-probes.ts'
import { fetchFrom, smoke, smokeWords } from '../smoke/smoke.ts'
import { awsRegions } from './aws-regions.ts'
import { failover } from './failover.ts'
import { edgeIsThere, type FailoverSurroundings } from './plan.ts'
import { FAILOVER_USAGE, type FailoverOrder, failoverOrderOf, type Route, stageAfter } from './route.ts'

// `npm run failover`: a stage acts in its other region.

const screen = terminal()
process.exitCode = await main()

async function main(): Promise<number> {
  const order = failoverOrderOf(process.argv.slice(2))
  if (order === 'help') {
    screen.print(FAILOVER_USAGE)
    return 0
  }
  if ('wrong' in order) {
    screen.complain(`${order.wrong}.\n\n${FAILOVER_USAGE}`)
    return 2
  }
  try {
    return await failover(order, surroundingsOf(order))
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    screen.complain(`${error.message}. Run the same command again: it goes on from where it was.`)
    return 1
  }
}

function surroundingsOf({ route }: FailoverOrder): FailoverSurroundings {
  const account = awsAccount(route.to)
  return {
    ...{ ...screen, account, cdk: runCdk, ask: askAtTerminal },
    regions: awsRegions(Date.now),
    shifting: awsShifting,
    smoke: (where) => smoked(where, account),
    release: releaseIdOf(process.env, runGit) ?? 'unreleased',
    now: Date.now,
    pause: () => delay(15_000),
  }
}

async function smoked(route: Route, account: ReturnType<typeof awsAccount>): Promise<string | undefined> {
  const edge = route.stage.edge && (await edgeIsThere(route, { account }))
  const url = await addressOf(route.name, stageAfter(route, edge), account)
  if (url === undefined) return `no stack says at which address ${route.name} answers`
  const store = awsSecretStore()
  const secret = async (of: 'slack-signing' | 'github-webhook') =>
    textField((await store.read(route.to, secretId(route.name, of))) ?? '', 'secret')
  const [slack, github] = await Promise.all([secret('slack-signing'), secret('github-webhook')])
  const probes = [...openProbes, ...signedProbes({ slack, github }, Math.floor(Date.now() / 1_000))]
  const tried = await smoke(probes, fetchFrom(url), () => performance.now())
  return tried.some(({ fault }) => fault !== undefined) ? smokeWords(url, tried) : undefined
}
