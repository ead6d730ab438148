import type { StageName } from './stages.ts'
import type { FunctionName } from './topology.ts'

/**
 * How a new version takes over: what the template lets be turned, and what the script that turns it reads. Data only. See
 * `docs/decisions/` on the canary.
 */

/** Parameter: the share of calls that the new versions get, one of `SHARES`. */
export const SHARE = 'Share'
export const SHARES = ['0', '0.1', '0.5', '1'] as const
export type Share = (typeof SHARES)[number]

/** Parameter: the version of one function that is live beside the new one, or `NO_VERSION`. */
export function previousParameter(name: FunctionName): string {
  return `Previous${name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`
}

/** Lambda counts from 1. */
export const NO_VERSION = '0'

/** Output: which release the new versions are. */
export const RELEASE = 'Release'
/** Output: their numbers, as `slack-door=12,health=3`. */
export const VERSIONS = 'Versions'

/** What takes a release back while it is watched: each an alarm called `codexflow-<stage>-<name>`. */
export const canaryAlarms = ['release-errors', 'release-slow', 'release-health'] as const

export function canaryAlarmName(stage: StageName, alarm: (typeof canaryAlarms)[number]): string {
  return `codexflow-${stage}-${alarm}`
}
