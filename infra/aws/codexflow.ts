import { Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { activeContext, edgelessContext } from '../acting.ts'
import { actsIn, EDGE_REGION, type Stage, type StageName } from '../stages.ts'
import { ApplicationStack } from './application-stack.ts'
import { AuditStack } from './audit-stack.ts'
import { DataStack } from './data-stack.ts'
import { EdgeStack } from './edge-stack.ts'
import { FrontStack } from './front-stack.ts'
import type { CodeOf } from './ground.ts'
import { StandbyStack } from './standby-stack.ts'
import { StandbyVaultStack } from './standby-vault-stack.ts'

/** The stacks of one stage. */
export type CodexFlow = {
  readonly data: DataStack
  readonly front: FrontStack
  readonly standby?: StandbyStack
  readonly vault?: StandbyVaultStack
  readonly edge?: EdgeStack
  readonly audit?: AuditStack
  readonly application: ApplicationStack
}

/** One stage of CodexFlow: what lasts, where it is reached, what changes with each version, and what the stage asks for beside. */
export function codexflow(scope: Construct, name: StageName, stage: Stage, code: CodeOf): CodexFlow {
  const { region, standby: second } = stage
  const account = stage.account === undefined ? {} : { account: stage.account }
  const given = { env: { region, ...account }, name, stage }
  const standby =
    second === undefined
      ? undefined
      : new StandbyStack(scope, `codexflow-${name}-standby`, { ...given, env: { region: second, ...account } })
  const data = new DataStack(scope, `codexflow-${name}-data`, given)
  // Named and not referred to: what is copied has to find where it goes.
  if (standby !== undefined) data.addStackDependency(standby)
  const vault =
    second === undefined
      ? undefined
      : new StandbyVaultStack(scope, `codexflow-${name}-standby-vault`, {
          ...given,
          env: { region: second, ...account },
        })
  vault?.addStackDependency(data)
  const acting = actingStage(scope, name, stage)
  const isHome = acting.region === region
  // The edge and the rest have to know each other's names, even where an ocean lies between them.
  const crossRegionReferences = acting.edge && acting.region !== EDGE_REGION
  const there = { env: { region: acting.region, ...account }, crossRegionReferences, name, stage: acting }
  const front = new FrontStack(scope, `codexflow-${name}-front`, there)
  const edge = acting.edge
    ? new EdgeStack(scope, `codexflow-${name}-edge`, { ...there, env: { region: EDGE_REGION, ...account }, front })
    : undefined
  // Its secret, which CloudFront says, stands with the data.
  edge?.addStackDependency(data)
  const application = new ApplicationStack(scope, `codexflow-${name}`, {
    ...there,
    ...{ data: isHome ? data : undefined, front, edge, code },
  })
  if (!isHome) {
    if (vault !== undefined) application.addStackDependency(vault)
    if (edge !== undefined) application.addStackDependency(edge)
    edge?.keepExports()
    // An application may stand still at home, and CloudFormation takes nothing away that it reads.
    data.keepExports()
  }
  const { trail, guardDuty, config } = stage.audit
  const audit =
    trail || guardDuty || config ? new AuditStack(scope, `codexflow-${name}-audit`, { ...given, data }) : undefined
  const stacks = {
    ...present<{ standby: StandbyStack; vault: StandbyVaultStack; edge: EdgeStack; audit: AuditStack }>({
      ...{ standby, vault, edge, audit },
    }),
    data,
    front,
    application,
  }
  for (const stack of Object.values(stacks)) Tags.of(stack).add('codexflow:stage', name)
  return stacks
}

// As it is where it acts: a failover says so before `infra/stages.ts` does.
function actingStage(scope: Construct, name: StageName, stage: Stage): Stage {
  const told: unknown = scope.node.tryGetContext(activeContext(name))
  const region = typeof told === 'string' ? told : actsIn(stage)
  if (region !== stage.region && region !== stage.standby)
    throw new Error(
      `${name} cannot act in ${region}: its data are in ${stage.region} and ${stage.standby ?? 'nowhere else'}`,
    )
  const edge = stage.edge && scope.node.tryGetContext(edgelessContext(name)) === undefined
  // An application that stands still at home goes on reading the edge's address, which only an export of its own region keeps there.
  if (edge && region !== stage.region && stage.region !== EDGE_REGION && stage.domain === undefined)
    throw new Error(
      `${name} cannot act in ${region} behind an edge: that takes a \`domain\`, or a home in ${EDGE_REGION}`,
    )
  return { ...stage, region, edge }
}

function present<Of extends object>(stacks: { [Name in keyof Of]: Of[Name] | undefined }): Partial<Of> {
  return Object.fromEntries(Object.entries(stacks).filter(([, stack]) => stack !== undefined)) as Partial<Of>
}
