import { ACTS, activeContext, edgelessContext, STREAM } from '../../acting.ts'
import { SHARE } from '../../canary.ts'
import { EDGE_REGION } from '../../stages.ts'
import type { Stack } from '../account.ts'
import { edgeAddress, edgeContext } from '../edge-context.ts'
import type { Shifting } from '../ship/shifting.ts'
import { applicationStack, DEPLOYING } from '../stacks.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Regions, TableThere } from './regions.ts'
import { type Route, rolesOf, stageAfter, tableOf } from './route.ts'
import { DRAINED_AFTER, MOST_LAG, type StepId } from './steps.ts'

/** What a failover is given: the world, as functions. */
export type FailoverSurroundings = Surroundings & {
  readonly regions: Regions
  readonly shifting: (region: string) => Pick<Shifting, 'turn'>
  /** What the smoke tests find at the stage where it is to act; nothing: all hold. */
  readonly smoke: (route: Route) => Promise<string | undefined>
  /** What this checkout is called. */
  readonly release: string
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Waits between two looks. */
  readonly pause: () => Promise<void>
}

/** How a step stands: done; to be done, or waited for; or nothing that this command can do about it. */
export type StepState =
  | { readonly kind: 'done'; readonly found: string }
  | { readonly kind: 'open'; readonly why: string; readonly act: () => Promise<void> }
  | { readonly kind: 'waits'; readonly why: string }
  | { readonly kind: 'stuck'; readonly why: string }

type Look = (route: Route, surroundings: FailoverSurroundings) => Promise<StepState>

/** Looks how a step stands, every time anew: nothing is remembered elsewhere. */
export const looks: Readonly<Record<StepId, Look>> = {
  async still(route, { account, shifting }) {
    const { name, from } = route
    const stack = await account.stack(from, applicationStack(name))
    if (isGone(stack)) return { kind: 'done', found: `nothing of the application stands in ${from}` }
    if (isMoving(stack)) return { kind: 'waits', why: `CloudFormation is at work in ${from} (${stack.status})` }
    if (!(ACTS in stack.parameters))
      return {
        kind: 'stuck',
        why: `the version in ${from} cannot be stopped: ship this one there first, or take it out (npm run destroy)`,
      }
    if (stack.parameters[ACTS] === 'no') return { kind: 'done', found: `${from} does not act` }
    if (isBroken(stack)) return { kind: 'stuck', why: `the stack in ${from} is ${stack.status}` }
    const turn = { parameters: { [ACTS]: 'no' }, all: Object.keys(stack.parameters), alarms: [], minutes: 0 }
    return { kind: 'open', why: `${from} acts`, act: () => shifting(from).turn(applicationStack(name), turn) }
  },

  async bolt(route, { account, regions, now }) {
    const { from } = route
    const table = await tableIn(from, route, regions)
    if (table === undefined) return { kind: 'done', found: `there is no table in ${from}` }
    const since = await regions.boltedSince(from, table)
    if (since !== undefined) return { kind: 'done', found: `since ${new Date(since).toISOString()}` }
    const act = async () => {
      const { account: id } = await account.caller()
      await regions.bolt(from, table, { account: id, roles: rolesOf(route), at: now() })
    }
    return { kind: 'open', why: `the functions may write in ${from}`, act }
  },

  async drain(route, { regions, now }) {
    const { from, to } = route
    const table = await tableIn(from, route, regions)
    const since = table === undefined ? undefined : await regions.boltedSince(from, table)
    if (table === undefined) return { kind: 'done', found: `there is no table in ${from}` }
    const left = since === undefined ? DRAINED_AFTER : since + DRAINED_AFTER - now()
    if (left > 0) return { kind: 'waits', why: `${Math.ceil(left / 1_000)} seconds are left` }
    const lag = await regions.lag(from, to, tableOf(route))
    if (lag !== undefined && lag > MOST_LAG)
      return { kind: 'waits', why: `${to} is ${Math.round(lag / 1_000)} seconds behind` }
    return { kind: 'done', found: lag === undefined ? 'nothing was on its way' : `${lag} ms behind at the last` }
  },

  async lift(route, { regions }) {
    const { to } = route
    const table = await tableIn(to, route, regions)
    if (table === undefined) return { kind: 'stuck', why: `there is no table in ${to}` }
    if ((await regions.boltedSince(to, table)) === undefined)
      return { kind: 'done', found: `nothing bolts it in ${to}` }
    return { kind: 'open', why: `it is bolted in ${to}`, act: () => regions.unbolt(to, table) }
  },

  async wake(route, surroundings) {
    const { name, to } = route
    const { account } = surroundings
    const stack = await account.stack(to, applicationStack(name))
    if (!isGone(stack) && isMoving(stack))
      return { kind: 'waits', why: `CloudFormation is at work in ${to} (${stack.status})` }
    if (!isGone(stack) && !isBroken(stack) && stack.parameters[ACTS] === 'yes')
      return { kind: 'done', found: `${to} acts, as ${stack.outputs['Release'] ?? 'an unknown release'}` }
    return {
      kind: 'open',
      why: isGone(stack) ? `nothing stands in ${to}` : `${to} does not act`,
      act: () => deploy(route, surroundings),
    }
  },

  async smoke(route, { smoke }) {
    const fault = await smoke(route)
    return fault === undefined ? { kind: 'done', found: 'all hold' } : { kind: 'stuck', why: fault }
  },
}

/** CDK ended in another way than well: its own words stand above. */
export class NotDeployed extends Error {}

// Only what moves: the stacks of the data may stand in a region that is lost.
async function deploy(route: Route, surroundings: FailoverSurroundings): Promise<void> {
  const { name, to, home, stage } = route
  const { cdk, regions, account, release } = surroundings
  const application = applicationStack(name)
  const edge = stage.edge && (await edgeIsThere(route, surroundings))
  const table = await tableIn(to, route, regions)
  const parameters = { [ACTS]: 'yes', [SHARE]: '1', ...(to === home ? {} : { [STREAM]: table?.stream ?? '' }) }
  const code = await cdk([
    'deploy',
    ...[application, `${application}-front`, ...(edge ? [`${application}-edge`] : [])],
    ...['--exclusively', ...DEPLOYING],
    ...['--context', `${activeContext(name)}=${to}`, '--context', `release=${release}`],
    ...(edge ? await edgeContext(name, { ...stage, region: to }, account) : []),
    ...(await edgeAddress(name, stageAfter(route, edge), account)),
    ...(stage.edge && !edge ? ['--context', `${edgelessContext(name)}=true`] : []),
    ...Object.entries(parameters).flatMap(([key, value]) => ['--parameters', `${application}:${key}=${value}`]),
  ])
  if (code !== 0) throw new NotDeployed(`CDK ended with ${code}: see above`)
}

/** Whether CloudFront can be deployed: its region is not the one that is lost. */
export async function edgeIsThere({ from, lost }: Route, { account }: Pick<Surroundings, 'account'>): Promise<boolean> {
  if (!lost || from !== EDGE_REGION) return true
  return account.stack(EDGE_REGION, 'CDKToolkit').then(
    () => true,
    () => false,
  )
}

function tableIn(region: string, route: Route, regions: Regions): Promise<TableThere | undefined> {
  return regions.table(region, tableOf(route))
}

function isGone(stack: Stack | undefined): stack is undefined {
  return stack === undefined || ['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'].includes(stack.status)
}

function isMoving({ status }: Stack): boolean {
  return status.endsWith('_IN_PROGRESS')
}

function isBroken({ status }: Stack): boolean {
  return /FAILED|ROLLBACK_COMPLETE/.test(status) && status !== 'UPDATE_ROLLBACK_COMPLETE'
}
