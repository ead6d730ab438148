import { type StageName, stages } from '../../stages.ts'

/** What is to be shipped where; `release` nothing: this checkout. */
export type ShipOrder = {
  readonly stage: StageName
  readonly release: string | undefined
  readonly atOnce: boolean
  readonly back: boolean
}

export const SHIP_USAGE = [
  `npm run ship -- --stage ${Object.keys(stages).join('|')} [--release ID] [--at-once | --back]`,
  '  has this version take over step by step (infra/release/ship/plan.ts), each watched by alarms that take it back;',
  '  run again, it goes on from where it was',
  '  --release   what to call this version; otherwise its commit',
  '  --at-once   no steps and nobody watching, for a version that is the cure',
  '  --back      everything back to what was live before',
].join('\n')

/** Reads the arguments of `npm run ship -- …`. */
export function shipOrderOf(args: readonly string[]): ShipOrder | 'help' | { readonly wrong: string } {
  const given: Record<string, string> = {}
  const flags = new Set<string>()
  for (let at = 0; at < args.length; at++) {
    const [name = '', inline] = args[at]!.split(/=(.*)/s)
    if (name === '--help' || name === '-h') return 'help'
    if (name === '--at-once' || name === '--back') flags.add(name)
    else if (name === '--stage' || name === '--release') given[name] = inline ?? args[++at] ?? ''
    else return { wrong: `ship does not know ${name}` }
  }
  const { '--stage': stage, '--release': release } = given
  if (stage === undefined || !Object.hasOwn(stages, stage))
    return { wrong: `ship needs --stage: one of ${Object.keys(stages).join(', ')}` }
  if (release !== undefined && !isReleaseId(release)) return { wrong: RELEASE_RULE }
  if (flags.size === 2) return { wrong: '--at-once goes forward and --back goes back' }
  return { stage: stage as StageName, release, atOnce: flags.has('--at-once'), back: flags.has('--back') }
}

const RELEASE_RULE = 'A release is called by letters, digits, dots and dashes, at most 40'

/** It stands in environments, outputs and tags. */
export function isReleaseId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/.test(text)
}
