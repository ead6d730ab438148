import type { PlanStep } from './plan.ts'
import type { Standing, Versions } from './standing.ts'

/** What is to be done next for a release; `stop` ends it. */
export type Step =
  | { readonly do: 'wait'; readonly status: string }
  /** Deploys this checkout: with nobody calling the new versions yet, or (no `before`) with everybody at once. */
  | { readonly do: 'put'; readonly before?: Versions }
  | { readonly do: 'shift'; readonly step: PlanStep }
  /** The new versions have everything, and were watched: the ones before are forgotten. */
  | { readonly do: 'settle' }
  /** Everything goes back to the versions before. */
  | { readonly do: 'take-back'; readonly why: string }
  | { readonly do: 'stop'; readonly ok: boolean; readonly words: string }

export type Circumstances = {
  readonly standing: Standing
  readonly release: string
  /** The name of the stage, for words. */
  readonly stage: string
  readonly plan: readonly PlanStep[]
  /** Names of the alarms that are in ALARM now. */
  readonly alarms: readonly string[]
}

/** Decides it from what stands there, and from nothing else: a script that died half-way is simply run again. */
export function nextStep({ standing, release, stage, plan, alarms }: Circumstances): Step {
  switch (standing.kind) {
    case 'none':
      return { do: 'put' }
    case 'moving':
      return { do: 'wait', status: standing.status }
    case 'stuck':
      return stop(
        `The stack is ${standing.status}: CloudFormation cannot go on by itself (docs/aws.md, "When it is stuck").`,
      )
    case 'still':
      return standing.release === release
        ? ours(standing, release, plan, alarms)
        : others(standing, release, stage, plan, alarms)
  }
}

type Still = Extract<Standing, { kind: 'still' }>

function ours(standing: Still, release: string, plan: readonly PlanStep[], alarms: readonly string[]): Step {
  const { share, settled, rolledBack } = standing
  if (share === '1') return settled ? stop(`${release} is live already: nothing to do.`, true) : { do: 'settle' }
  if (settled) return { do: 'put' }
  if (share !== '0' && rolledBack) return { do: 'take-back', why: 'CloudFormation had taken its last step back' }
  if (alarms.length > 0)
    return share === '0' ? alarmed(alarms) : { do: 'take-back', why: `in ALARM: ${alarms.join(', ')}` }
  const step = plan.find((each) => Number(each.share) > Number(share))
  return { do: 'shift', step: step ?? { share: '1', minutes: 0 } }
}

function others(
  { share, live, release: there }: Still,
  release: string,
  stage: string,
  plan: readonly PlanStep[],
  alarms: readonly string[],
): Step {
  if (share !== '0' && share !== '1')
    return stop(
      `${there} stands at ${Number(share) * 100} %: it is on its way, or was left there. Ship it on (npm run ship -- --stage ${stage} --release ${there}) or take it back (npm run ship -- --stage ${stage} --back), then ship ${release}.`,
    )
  if (plan.length === 0 || Object.keys(live).length === 0) return { do: 'put' }
  return alarms.length > 0 ? alarmed(alarms) : { do: 'put', before: live }
}

function alarmed(alarms: readonly string[]): Step {
  return stop(
    `In ALARM before anything was shifted: ${alarms.join(', ')}. A canary would tell nothing. Wait until it is over, or, if this release is the cure, ship it --at-once.`,
  )
}

function stop(words: string, ok = false): Step {
  return { do: 'stop', ok, words }
}
