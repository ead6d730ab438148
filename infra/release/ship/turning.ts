import { canaryAlarmName, canaryAlarms, NO_VERSION, SHARE, type Share } from '../../canary.ts'
import { actsIn, type StageName, stages } from '../../stages.ts'
import type { Stack } from '../account.ts'
import { applicationStack } from '../stacks.ts'
import type { AlarmState } from './shifting.ts'
import type { ShipSurroundings } from './ship-surroundings.ts'
import { type Standing, standingOf } from './standing.ts'

/** Looks in a row at which health may fail. */
const PATIENCE = 3
/** Looks that an update may take: a quarter of a minute each, three hours together. */
const LOOKS = 720

/** Gives the new versions a share of the calls, watched for so many minutes; `forget`: of the versions before, too. */
export async function turn(
  stage: StageName,
  share: Share,
  { minutes = 0, forget = false }: { readonly minutes?: number; readonly forget?: boolean },
  surroundings: ShipSurroundings,
): Promise<void> {
  const all = Object.keys((await theStack(stage, surroundings))?.parameters ?? {})
  const previous = all.filter((name) => name.startsWith('Previous'))
  const alarms = minutes === 0 ? [] : (await states(stage, surroundings)).map(({ arn }) => arn)
  const parameters = {
    [SHARE]: share,
    ...(forget ? Object.fromEntries(previous.map((name) => [name, NO_VERSION])) : {}),
  }
  await surroundings.shifting.turn(applicationStack(stage), { parameters, all, alarms, minutes })
}

/** How the stage stands now. */
export async function standingNow(stage: StageName, surroundings: ShipSurroundings): Promise<Standing> {
  return standingOf(await theStack(stage, surroundings))
}

/**
 * How it stands when CloudFormation has come to rest. While a step is watched, health is asked too: a stage that is not well
 * does not wait for an alarm.
 */
export async function stillness(stage: StageName, surroundings: ShipSurroundings, watched = false): Promise<Standing> {
  const { shifting, healthy, pause, print } = surroundings
  let failed = 0
  for (let look = 0; look < LOOKS; look++) {
    const standing = await standingNow(stage, surroundings)
    if (standing.kind !== 'moving') return standing
    if (watched) failed = (await healthy()) ? 0 : failed + 1
    if (failed === PATIENCE) {
      print(`GET /health failed ${PATIENCE} times in a row: the step is cancelled.`)
      await shifting.cancel(applicationStack(stage))
    }
    await pause()
  }
  return { kind: 'stuck', status: 'still at work after three hours' }
}

/** The alarms that take a release back, as far as there are any. */
export function states(stage: StageName, { shifting }: ShipSurroundings): Promise<readonly AlarmState[]> {
  return shifting.alarms(canaryAlarms.map((alarm) => canaryAlarmName(stage, alarm)))
}

function theStack(stage: StageName, { account }: ShipSurroundings): Promise<Stack | undefined> {
  return account.stack(actsIn(stages[stage]), applicationStack(stage))
}
