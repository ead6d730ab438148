import type { Stack } from 'aws-cdk-lib'
import { Project } from 'aws-cdk-lib/aws-codebuild'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { pipelineSteps } from '../pipeline.ts'
import { acknowledge, asFound, logicalIdOf } from './acknowledge.ts'
import { shippingStatements } from './shipping-policy.ts'

/** What cdk-nag says of the pipeline, answered one by one: most of it is what CDK Pipelines writes for itself. */
export function answerFindings(stack: Stack): void {
  const wildcard = (what: string, reason: string) => acknowledge(stack, `AwsSolutions-IAM5[${what}]`, reason)
  const all = stack.node.findAll()
  const region = `${stack.region}:${stack.account}`

  for (const action of [
    's3:GetObject*',
    's3:GetBucket*',
    's3:List*',
    's3:DeleteObject*',
    's3:Abort*',
    'kms:ReEncrypt*',
    'kms:GenerateDataKey*',
  ])
    wildcard(`Action::${action}`, "CDK's own grant, on the pipeline's own bucket and key alone")
  for (const bucket of all.filter((each) => each instanceof Bucket)) {
    wildcard(`Resource::<${logicalIdOf(bucket)}.Arn>/*`, 'CodePipeline names the objects that steps hand on')
    acknowledge(bucket, 'AwsSolutions-S1', 'it holds what steps hand to each other; CloudTrail tells who deployed what')
  }
  for (const project of all.filter((each) => each instanceof Project)) {
    const id = `<${logicalIdOf(project)}>`
    wildcard(
      `Resource::arn:<AWS::Partition>:logs:${region}:log-group:/aws/codebuild/${id}:*`,
      'the streams of its own log group, which CodeBuild names',
    )
    wildcard(
      `Resource::arn:<AWS::Partition>:codebuild:${region}:report-group/${id}-*`,
      'its own reports, which CodeBuild names',
    )
  }
  const shipped = pipelineSteps.flatMap((step) => ('stage' in step ? shippingStatements(stack, step.stage) : []))
  const resources = new Set(
    shipped.flatMap((statement) => statement.resources).filter((resource) => resource.includes('*')),
  )
  for (const resource of resources)
    wildcard(
      `Resource::${asFound(resource)}`,
      'stacks, secrets and alarms of one stage, by the name that all of them begin with',
    )
  wildcard(
    'Resource::*',
    'which models there are, and which stacks (CDK, bringing the pipeline up to date), knows no resources',
  )
  wildcard(`Resource::arn:*:iam::${stack.account}:role/*`, "CDK's own, on condition of the tag of a bootstrap role")
  wildcard(`Resource::arn:<AWS::Partition>:kms:${region}:key/*`, 'on condition of the alias of the one key')
}
