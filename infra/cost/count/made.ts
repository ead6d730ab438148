import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { codexflow } from '../../aws/codexflow.ts'
import type { Stage, StageName } from '../../stages.ts'

/** How many there are of each type of resource; rules of the firewall under a name of ours, because each is paid for. */
export type Made = Readonly<Record<string, number>>
type Resource = { readonly Type: string; readonly Properties?: { readonly Rules?: readonly unknown[] } }

/** What rules of the firewall are counted under. */
export const RULES = 'rules of AWS::WAFv2::WebACL'

/** Everything that a stage makes on AWS, by its templates, with nothing inside the functions. Takes some seconds. */
export function madeFor(name: StageName, stage: Stage): Made {
  const app = new App({ analyticsReporting: false })
  codexflow(app, name, stage, () => Code.fromInline('exports.handler = async () => {}'))
  const made: Record<string, number> = {}
  for (const { template } of app.synth().stacks) {
    const { Resources } = template as { readonly Resources: Readonly<Record<string, Resource>> }
    for (const { Type, Properties } of Object.values(Resources)) {
      made[Type] = (made[Type] ?? 0) + 1
      if (Type === 'AWS::WAFv2::WebACL') made[RULES] = (made[RULES] ?? 0) + (Properties?.Rules?.length ?? 0)
    }
  }
  return made
}
