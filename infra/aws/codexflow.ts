import { Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { ApplicationStack } from './application-stack.ts'
import { DataStack } from './data-stack.ts'
import type { CodeOf } from './ground.ts'

/** The stacks of one stage. */
export type CodexFlow = { readonly data: DataStack; readonly application: ApplicationStack }

/** One stage of CodexFlow: what lasts, and what changes with each version. */
export function codexflow(scope: Construct, name: StageName, stage: Stage, code: CodeOf): CodexFlow {
  const { region, account } = stage
  const env = { region, ...(account === undefined ? {} : { account }) }
  const data = new DataStack(scope, `codexflow-${name}-data`, { env, name, stage })
  const application = new ApplicationStack(scope, `codexflow-${name}`, { env, name, stage, data, code })
  for (const stack of [data, application]) {
    Tags.of(stack).add('codexflow:stage', name)
  }
  return { data, application }
}
