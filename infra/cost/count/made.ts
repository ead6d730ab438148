import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { codexflow } from '../../aws/codexflow.ts'
import type { Stage, StageName } from '../../stages.ts'

/** How many there are of each type of resource. */
export type Made = Readonly<Record<string, number>>

/** Everything that a stage makes on AWS, by its templates, with nothing inside the functions. Takes some seconds. */
export function madeFor(name: StageName, stage: Stage): Made {
  const app = new App({ analyticsReporting: false })
  codexflow(app, name, stage, () => Code.fromInline('exports.handler = async () => {}'))
  const made: Record<string, number> = {}
  for (const { template } of app.synth().stacks) {
    const { Resources } = template as { readonly Resources: Readonly<Record<string, { readonly Type: string }>> }
    for (const { Type } of Object.values(Resources)) made[Type] = (made[Type] ?? 0) + 1
  }
  return made
}
