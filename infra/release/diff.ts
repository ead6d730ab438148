import { type Stage, stages } from '../stages.ts'
import { edgeContext } from './edge-context.ts'
import { findingWords, isReady } from './finding.ts'
import type { Order } from './order.ts'
import { accountFindings } from './preflight.ts'
import { everyStack } from './stacks.ts'
import type { Surroundings } from './surroundings.ts'

/** Shows what a deployment would change. Needs the account alone: whatever else is missing, one may look. */
export async function diff({ stage: name }: Order, { account, cdk, complain }: Surroundings): Promise<number> {
  const stage: Stage = stages[name]
  const findings = await accountFindings(name, stage, account)
  if (isReady(findings)) return cdk(['diff', ...everyStack(name), ...(await edgeContext(name, stage, account))])
  complain(`Nothing to compare with:\n${findingWords(findings)}`)
  return 1
}
