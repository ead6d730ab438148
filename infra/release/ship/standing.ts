import { NO_VERSION, previousParameter, RELEASE, SHARE, SHARES, type Share, VERSIONS } from '../../canary.ts'
import { type FunctionName, functions } from '../../topology.ts'
import type { Stack } from '../account.ts'

/** Version numbers of functions. */
export type Versions = Readonly<Partial<Record<FunctionName, string>>>

/** How far a release has come, as the stack itself tells: nothing is remembered elsewhere, so whoever looks can go on. */
export type Standing =
  | { readonly kind: 'none' }
  /** CloudFormation is at work: forward, or back to what was before. */
  | { readonly kind: 'moving'; readonly status: string }
  /** It cannot go on by itself. */
  | { readonly kind: 'stuck'; readonly status: string }
  | {
      readonly kind: 'still'
      readonly release: string
      readonly share: Share
      /** What is called today: the new versions, or those before them. */
      readonly live: Versions
      /** Nothing stands beside the new versions any more. */
      readonly settled: boolean
      /** The last update was taken back by CloudFormation. */
      readonly rolledBack: boolean
    }

const STILL = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']
const names = Object.keys(functions) as FunctionName[]

/** Reads it from the stack of the application. */
export function standingOf(stack: Stack | undefined): Standing {
  if (stack === undefined || ['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'].includes(stack.status)) return { kind: 'none' }
  const { status, parameters, outputs } = stack
  if (status.endsWith('_IN_PROGRESS')) return { kind: 'moving', status }
  if (!STILL.includes(status)) return { kind: 'stuck', status }
  const share = SHARES.find((each) => Number(each) === Number(parameters[SHARE] ?? '1')) ?? '1'
  const before = (name: FunctionName) => parameters[previousParameter(name)] ?? NO_VERSION
  const made = versionsIn(outputs[VERSIONS] ?? '')
  const live = Object.fromEntries(
    names.flatMap((name) => {
      const version = share === '1' || before(name) === NO_VERSION ? made[name] : before(name)
      return version === undefined ? [] : [[name, version]]
    }),
  )
  return {
    kind: 'still',
    release: outputs[RELEASE] ?? 'unknown',
    share,
    live,
    settled: names.every((name) => before(name) === NO_VERSION),
    rolledBack: status === 'UPDATE_ROLLBACK_COMPLETE',
  }
}

function versionsIn(text: string): Versions {
  return Object.fromEntries([...text.matchAll(/([a-z-]+)=(\d+)/g)].map(([, name, version]) => [name!, version!]))
}
