import { setTimeout as delay } from 'node:timers/promises'
import { terminal } from '../../local/terminal/terminal.ts'
import { actsIn, type Stage, stages } from '../../stages.ts'
import { NoAccess } from '../account.ts'
import { addressOf } from '../address.ts'
import { awsAccount } from '../aws-account.ts'
import { runCdk } from '../cdk.ts'
import { findingWords, isReady } from '../finding.ts'
import { preflight } from '../preflight.ts'
import { releaseIdOf, runGit } from '../release-id.ts'
import { fetchFrom } from '../smoke/smoke.ts'
import { awsShifting } from './aws-shifting.ts'
import { ship } from './ship.ts'
import { SHIP_USAGE, type ShipOrder, shipOrderOf } from './ship-order.ts'
import type { ShipSurroundings } from './ship-surroundings.ts'
import { takeBack } from './take-back.ts'

// `npm run ship`: a version takes over a stage in steps, and is taken back where it should not.

const { print, complain } = terminal()
process.exitCode = await main()

async function main(): Promise<number> {
  const order = shipOrderOf(process.argv.slice(2))
  if (order === 'help') {
    print(SHIP_USAGE)
    return 0
  }
  if ('wrong' in order) {
    complain(`${order.wrong}.\n\n${SHIP_USAGE}`)
    return 2
  }
  try {
    return await shipped(order)
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    complain(`${error.message}. Run the same command again: it goes on from where it was.`)
    return 1
  }
}

async function shipped({ stage: name, release: given, atOnce, back }: ShipOrder): Promise<number> {
  const stage: Stage = stages[name]
  const account = awsAccount(stage.region)
  const findings = await preflight(name, stage, account)
  if (!isReady(findings)) {
    complain(`Nothing was shipped:\n${findingWords(findings)}`)
    return 1
  }
  const surroundings: ShipSurroundings = {
    ...{ account, cdk: runCdk, print, complain },
    shifting: awsShifting(actsIn(stage)),
    healthy: async () => isHealthy(await addressOf(name, stage, account)),
    pause: () => delay(15_000),
  }
  if (back) return takeBack(name, surroundings)
  const release = given ?? releaseIdOf(process.env, runGit)
  if (release !== undefined) return ship({ stage: name, release, atOnce }, surroundings)
  complain('This is no Git checkout. Say what this version is called: --release ID')
  return 2
}

// Where nobody knows the address, nobody can say that it is ill: the alarms have to.
async function isHealthy(url: string | undefined): Promise<boolean> {
  if (url === undefined) return true
  const answer = await fetchFrom(url)({ method: 'GET', path: '/health' }).catch(() => undefined)
  return answer?.status === 200
}
