import { Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { EDGE_REGION, type Stage, type StageName } from '../stages.ts'
import { ApplicationStack } from './application-stack.ts'
import { DataStack } from './data-stack.ts'
import { EdgeStack } from './edge-stack.ts'
import { FrontStack } from './front-stack.ts'
import type { CodeOf } from './ground.ts'

/** The stacks of one stage. */
export type CodexFlow = {
  readonly data: DataStack
  readonly front: FrontStack
  readonly edge?: EdgeStack
  readonly application: ApplicationStack
}

/** One stage of CodexFlow: what lasts, where it is reached, and what changes with each version. */
export function codexflow(scope: Construct, name: StageName, stage: Stage, code: CodeOf): CodexFlow {
  const { region } = stage
  const account = stage.account === undefined ? {} : { account: stage.account }
  // The edge and the rest have to know each other's names, even where an ocean lies between them.
  const crossRegionReferences = stage.edge && region !== EDGE_REGION
  const given = { env: { region, ...account }, crossRegionReferences, name, stage }
  const data = new DataStack(scope, `codexflow-${name}-data`, given)
  const front = new FrontStack(scope, `codexflow-${name}-front`, given)
  const edge = stage.edge
    ? new EdgeStack(scope, `codexflow-${name}-edge`, { ...given, env: { region: EDGE_REGION, ...account }, front })
    : undefined
  const application = new ApplicationStack(scope, `codexflow-${name}`, { ...given, data, front, edge, code })
  const stacks = { data, front, ...(edge === undefined ? {} : { edge }), application }
  for (const stack of Object.values(stacks)) Tags.of(stack).add('codexflow:stage', name)
  return stacks
}
