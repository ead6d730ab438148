import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { StageName } from '../stages.ts'

/**
 * What a thing is called on AWS. Names are ours, not generated, so that a log group, an alarm and a runbook speak of the
 * same thing, and that a policy can name it before it exists.
 */
export function nameOf(stage: StageName, thing: string): string {
  return `codexflow-${stage}-${thing}`
}

/** Context of a stack that stands away from home: its region. */
export const AWAY = 'away'

/** Whether this stands away from home, on copies. */
export function isAway(scope: Construct): boolean {
  return scope.node.tryGetContext(AWAY) !== undefined
}

/** The same for what has one name in the whole account: away from home the region stands in it. */
export function accountNameOf(scope: Construct, stage: StageName, thing: string): string {
  const away: unknown = scope.node.tryGetContext(AWAY)
  return typeof away === 'string' ? `${nameOf(stage, thing)}-${away}` : nameOf(stage, thing)
}

/** A bucket's name, which is one of the whole world's: so account and region stand in it. */
export function bucketNameOf(scope: Construct, stage: StageName, thing: string): string {
  return bucketNameIn(Stack.of(scope).region, scope, stage, thing)
}

/** The name of the bucket that holds the same in another region. */
export function bucketNameIn(region: string, scope: Construct, stage: StageName, thing: string): string {
  return `${nameOf(stage, thing)}-${Stack.of(scope).account}-${region}`
}

/** `wake-the-orchestrator` as the id of a construct: `WakeTheOrchestrator`. */
export function idOf(name: string): string {
  return name.replace(/(?:^|[-_/])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
