import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import { bundleFunctions } from '../bundles/bundle.ts'
import { unbundled } from '../bundles/unbundled.ts'
import { pipeline as given, type PipelineSpec } from '../pipeline.ts'
import { type StageName, stages } from '../stages.ts'
import { type FunctionName, functions } from '../topology.ts'
import { codexflow } from './codexflow.ts'
import { PipelineStack } from './pipeline-stack.ts'

// What the command line of CDK runs (cdk.json): bundles every function, and writes every stage.
const BUNDLES = join('out', 'functions')
const names = Object.keys(functions) as FunctionName[]
const bundled = await Promise.allSettled(names.map((name) => bundleFunctions({ outdir: BUNDLES, names: [name] })))
const failed = bundled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
if (failed.length > 0) {
  // Every one of them, since what breaks one function often breaks others.
  for (const reason of failed) console.error(unbundled(reason) ?? reason)
  process.exit(1)
}

const pipeline: PipelineSpec | undefined = given
const app = new App()
for (const [name, stage] of Object.entries(stages)) {
  codexflow(app, name as StageName, stage, (of) => Code.fromAsset(join(BUNDLES, of)))
}
if (pipeline !== undefined) {
  const { account, region } = pipeline
  new PipelineStack(app, 'codexflow-pipeline', { env: { account, region }, spec: pipeline })
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
