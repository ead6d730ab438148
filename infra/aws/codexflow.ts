import { Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { EDGE_REGION, type Stage, type StageName } from '../stages.ts'
import { ApplicationStack } from './application-stack.ts'
import { AuditStack } from './audit-stack.ts'
import { DataStack } from './data-stack.ts'
import { EdgeStack } from './edge-stack.ts'
import { FrontStack } from './front-stack.ts'
import type { CodeOf } from './ground.ts'
import { StandbyStack } from './standby-stack.ts'

/** The stacks of one stage. */
export type CodexFlow = {
  readonly data: DataStack
  readonly front: FrontStack
  readonly standby?: StandbyStack
  readonly edge?: EdgeStack
  readonly audit?: AuditStack
  readonly application: ApplicationStack
}

/** One stage of CodexFlow: what lasts, where it is reached, what changes with each version, and what the stage asks for beside. */
export function codexflow(scope: Construct, name: StageName, stage: Stage, code: CodeOf): CodexFlow {
  const { region } = stage
  const account = stage.account === undefined ? {} : { account: stage.account }
  // The edge and the rest have to know each other's names, even where an ocean lies between them.
  const crossRegionReferences = stage.edge && region !== EDGE_REGION
  const given = { env: { region, ...account }, crossRegionReferences, name, stage }
  const standby =
    stage.standby === undefined
      ? undefined
      : new StandbyStack(scope, `codexflow-${name}-standby`, { ...given, env: { region: stage.standby, ...account } })
  const data = new DataStack(scope, `codexflow-${name}-data`, given)
  // Named and not referred to: what is copied has to find where it goes.
  if (standby !== undefined) data.addStackDependency(standby)
  const front = new FrontStack(scope, `codexflow-${name}-front`, given)
  const edge = stage.edge
    ? new EdgeStack(scope, `codexflow-${name}-edge`, { ...given, env: { region: EDGE_REGION, ...account }, front })
    : undefined
  // Its secret, which CloudFront says, stands with the data.
  edge?.addStackDependency(data)
  const application = new ApplicationStack(scope, `codexflow-${name}`, { ...given, data, front, edge, code })
  const { trail, guardDuty, config } = stage.audit
  const audit =
    trail || guardDuty || config ? new AuditStack(scope, `codexflow-${name}-audit`, { ...given, data }) : undefined
  const stacks = {
    ...present<{ standby: StandbyStack; edge: EdgeStack; audit: AuditStack }>({ standby, edge, audit }),
    data,
    front,
    application,
  }
  for (const stack of Object.values(stacks)) Tags.of(stack).add('codexflow:stage', name)
  return stacks
}

function present<Of extends object>(stacks: { [Name in keyof Of]: Of[Name] | undefined }): Partial<Of> {
  return Object.fromEntries(Object.entries(stacks).filter(([, stack]) => stack !== undefined)) as Partial<Of>
}
