import { nameOf } from '../../aws/names.ts'
import { type Stage, type StageName, stages } from '../../stages.ts'

/** Of which stage, out of which region and into which. */
export type Route = {
  readonly name: StageName
  readonly stage: Stage
  readonly from: string
  readonly to: string
  /** The region where data, secrets and the edge's secret are at home. */
  readonly home: string
  /** Go on where `from` does not answer. */
  readonly lost: boolean
}

/** What somebody asks of `npm run failover`. */
export type FailoverOrder = { readonly route: Route; readonly go: boolean; readonly yes: boolean }

const able = (Object.keys(stages) as StageName[]).filter((name) => (stages[name] as Stage).standby !== undefined)

export const FAILOVER_USAGE = [
  `npm run failover -- --stage ${able.join('|')} (--to REGION | --back) [--go [--yes]] [--lost]`,
  '  moves a stage to its other region: fenced first, then woken. Without --go it looks, changes nothing, and says what it would do;',
  '  run again, it goes on from where it was',
  '  --to     the region that is to act: the standby of the stage, or its home',
  '  --back   home, whatever acts',
  '  --go     does it, once somebody has typed the name of the stage; --yes: nobody has to',
  '  --lost   goes on although the old region does not answer: what it had not replicated is lost, or comes back beneath what is written since',
].join('\n')

/** Reads the arguments of `npm run failover -- …`. */
export function failoverOrderOf(args: readonly string[]): FailoverOrder | 'help' | { readonly wrong: string } {
  const given: Record<string, string> = {}
  const flags = new Set<string>()
  for (let at = 0; at < args.length; at++) {
    const [name = '', inline] = args[at]!.split(/=(.*)/s)
    if (name === '--help' || name === '-h') return 'help'
    if (['--back', '--go', '--yes', '--lost'].includes(name) && inline === undefined) flags.add(name)
    else if (name === '--stage' || name === '--to') given[name] = inline ?? args[++at] ?? ''
    else return { wrong: `failover does not know ${name}` }
  }
  const { '--stage': name, '--to': asked } = given
  if (name === undefined || !able.includes(name as StageName))
    return { wrong: `failover needs --stage, and one with a standby: ${able.join(', ')}` }
  const stage: Stage = stages[name as StageName]
  const { region: home, standby = home } = stage
  const to = flags.has('--back') ? home : asked
  if (to === undefined || (asked !== undefined && flags.has('--back')))
    return { wrong: 'failover needs --to REGION or --back, and not both' }
  if (to !== home && to !== standby)
    return { wrong: `${name} has its data in ${home} and ${standby}, and nowhere else` }
  if (flags.has('--yes') && !flags.has('--go')) return { wrong: '--yes answers the question of --go' }
  const from = to === home ? standby : home
  return {
    route: { name: name as StageName, stage, from, to, home, lost: flags.has('--lost') },
    go: flags.has('--go'),
    yes: flags.has('--yes'),
  }
}

/** The stage as it is where it is to act. Without the region that CloudFront is deployed from, there is no edge to deploy. */
export function stageAfter({ stage, to }: Route, edge: boolean): Stage {
  return { ...stage, active: to, edge: stage.edge && edge }
}

export function tableOf({ name }: Route): string {
  return nameOf(name, 'table')
}

/** What the roles of all functions begin with. */
export function rolesOf({ name }: Route): string {
  return nameOf(name, '')
}
