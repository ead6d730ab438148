import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import { bundleFunctions } from '../bundle.ts'
import { type StageName, stages } from '../stages.ts'
import { type FunctionName, functions } from '../topology.ts'
import { codexflow } from './codexflow.ts'

// What the command line of CDK runs (cdk.json): bundles every function, and writes every stage.
const BUNDLES = join('out', 'functions')
const names = Object.keys(functions) as FunctionName[]
await Promise.all(names.map((name) => bundleFunctions({ outdir: join(BUNDLES, name), names: [name] })))

const app = new App()
for (const [name, stage] of Object.entries(stages)) {
  codexflow(app, name as StageName, stage, (of) => Code.fromAsset(join(BUNDLES, of)))
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
