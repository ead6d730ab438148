import { NO_VERSION, previousParameter, SHARE } from '../../canary.ts'
import { stages } from '../../stages.ts'
import { type FunctionName, functions } from '../../topology.ts'
import { edgeAddress, edgeContext } from '../edge-context.ts'
import { applicationStack, DEPLOYING, everyStack } from '../stacks.ts'
import { vaultCopy } from '../vault-copy.ts'
import type { Shipment } from './ship.ts'
import type { ShipSurroundings } from './ship-surroundings.ts'
import type { Versions } from './standing.ts'
import type { End } from './take-back.ts'

/** Deploys this checkout: beside what is live (`before`), called by nobody yet, or in its place. Nothing: go on. */
export async function put(
  { stage, release }: Shipment,
  before: Versions | undefined,
  { account, cdk, print }: ShipSurroundings,
): Promise<End | undefined> {
  const stack = applicationStack(stage)
  const names = Object.keys(functions) as FunctionName[]
  const parameters = [
    [SHARE, before === undefined ? '1' : '0'],
    ...names.map((name) => [previousParameter(name), before?.[name] ?? NO_VERSION]),
  ].flatMap(([key, value]) => ['--parameters', `${stack}:${key}=${value}`])
  print(
    before === undefined
      ? `${release} takes over at once.`
      : `${release} is put beside what is live; nobody calls it yet.`,
  )
  const code = await cdk([
    'deploy',
    ...everyStack(stage),
    ...DEPLOYING,
    '--context',
    `release=${release}`,
    ...(await edgeContext(stage, stages[stage], account)),
    ...(await edgeAddress(stage, stages[stage], account)),
    ...(await vaultCopy(stage, stages[stage], account)),
    ...parameters,
  ])
  if (code !== 0) return { ok: false, words: `CDK ended with ${code}: see above. What was live is live.` }
  return before === undefined ? { ok: true, words: `${release} is live in ${stage}.` } : undefined
}
