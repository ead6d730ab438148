import type { StageName } from '../../stages.ts'
import { applicationStack } from '../stacks.ts'
import { nextStep, type Step } from './next.ts'
import { type PlanStep, percent, plans } from './plan.ts'
import { put } from './put.ts'
import type { ShipSurroundings } from './ship-surroundings.ts'
import { back, type End, takenBack } from './take-back.ts'
import { standingNow, states, stillness, turn } from './turning.ts'

/** Which release, where, and whether without a canary. */
export type Shipment = { readonly stage: StageName; readonly release: string; readonly atOnce: boolean }

/**
 * Has a release take over a stage step by step, each watched by CloudFormation itself: should this script die, an alarm still
 * takes the step back, and the same command goes on from where it was. Answers the exit code.
 */
export async function ship(shipment: Shipment, surroundings: ShipSurroundings): Promise<number> {
  const { stage, release, atOnce } = shipment
  const plan = atOnce ? [] : plans[stage]
  for (;;) {
    const standing = await standingNow(stage, surroundings)
    const alarms = plan.length === 0 ? [] : (await states(stage, surroundings)).filter(({ state }) => state === 'ALARM')
    const step = nextStep({ standing, release, stage, plan, alarms: alarms.map(({ name }) => name) })
    const ended = await take(step, shipment, surroundings)
    if (ended === undefined) continue
    if (ended.ok) surroundings.print(ended.words)
    else surroundings.complain(ended.words)
    return ended.ok ? 0 : 1
  }
}

async function take(step: Step, shipment: Shipment, surroundings: ShipSurroundings): Promise<End | undefined> {
  const { stage, release } = shipment
  switch (step.do) {
    case 'stop':
      return step
    case 'wait':
      surroundings.print(`CloudFormation is at work (${step.status}): waiting for it.`)
      return arrived(undefined, shipment, surroundings)
    case 'put':
      return put(shipment, step.before, surroundings)
    case 'shift':
      return shift(step.step, shipment, surroundings)
    case 'settle':
      await turn(stage, '1', { forget: true }, surroundings)
      await stillness(stage, surroundings)
      return { ok: true, words: `${release} is live in ${stage}.` }
    case 'take-back':
      return back(step.why, stage, surroundings)
  }
}

function shift(step: PlanStep, shipment: Shipment, surroundings: ShipSurroundings): Promise<End | undefined> {
  const { stage, release } = shipment
  const watch = step.minutes === 0 ? 'unwatched' : `watched for ${step.minutes} minutes`
  surroundings.print(`${percent(step.share)} of the calls go to ${release}, ${watch}.`)
  const begun = turn(stage, step.share, { minutes: step.minutes }, surroundings)
  return begun.then(() => arrived(step, shipment, surroundings))
}

// Whether a step, ours or one that was under way when we came, has done what it should.
async function arrived(
  step: PlanStep | undefined,
  { stage, release }: Shipment,
  surroundings: ShipSurroundings,
): Promise<End | undefined> {
  const now = await stillness(stage, surroundings, true)
  if (now.kind !== 'still') {
    const status = now.kind === 'none' ? 'gone' : now.status
    return { ok: false, words: `The stack is ${status} (docs/aws.md, "When it is stuck").` }
  }
  if (now.release !== release)
    return step && { ok: false, words: `${now.release} came between. Nothing more was done for ${release}.` }
  if (!now.rolledBack && (step === undefined || now.share === step.share)) return undefined
  if (now.share === '1') return undefined
  const reasons = await surroundings.shifting.reasons(applicationStack(stage))
  const why = [`CloudFormation took ${step ? percent(step.share) : 'a step'} back`, ...reasons].join('; ')
  return now.share === '0' ? { ok: false, words: takenBack(release, why) } : back(why, stage, surroundings)
}
