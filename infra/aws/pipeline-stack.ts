import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { BuildEnvironmentVariableType, BuildSpec, ComputeType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild'
import { PipelineType } from 'aws-cdk-lib/aws-codepipeline'
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import {
  CodeBuildStep,
  CodePipeline,
  CodePipelineSource,
  type IFileSetProducer,
  ManualApprovalStep,
  type Step,
} from 'aws-cdk-lib/pipelines'
import type { Construct } from 'constructs'
import { type PipelineSpec, type PipelineStep, pipelineSteps } from '../pipeline.ts'
import { type StageName, stages } from '../stages.ts'
import { idOf, nameOf } from './names.ts'
import { answerFindings } from './pipeline-findings.ts'
import { shippingStatements } from './shipping-policy.ts'

/** The command line of CDK in our lockfile, for the step that brings the pipeline itself up to date. */
const CLI = '2.1148.1'

/** The secret that holds a token of GitHub for the record of a release, in its field `token`. Made by hand, like the connection. */
export const GITHUB_TOKEN_SECRET = 'codexflow/pipeline/github'

/**
 * The pipeline as CodePipeline runs it: source, then everything before the first stage of CodexFlow in one build, which also
 * brings the pipeline itself up to date, then one stage of the pipeline for each further step.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { spec, ...props }: StackProps & { readonly spec: PipelineSpec }) {
    super(scope, id, props)
    const asked = stages[spec.asks].region
    if (asked !== spec.region)
      throw new Error(
        `The pipeline asks ${spec.asks}, which is in ${asked}: it has to stand there too, and not in ${spec.region}.`,
      )
    const steps: readonly PipelineStep[] = pipelineSteps
    const first = steps.findIndex((step) => 'approves' in step || step.stage !== undefined)
    // CDK's interfaces and classes differ in what may be undefined.
    const source = CodePipelineSource.connection(spec.repository, spec.branch, {
      connectionArn: spec.connectionArn,
    }) as IFileSetProducer
    const pipeline = new CodePipeline(this, 'Pipeline', {
      pipelineName: 'codexflow',
      pipelineType: PipelineType.V2,
      cliVersion: CLI,
      crossAccountKeys: true,
      enableKeyRotation: true,
      codeBuildDefaults: {
        buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0 },
        // Any Node from 20 on begins; the pinned one comes with the packages.
        partialBuildSpec: BuildSpec.fromObject({ phases: { install: { 'runtime-versions': { nodejs: 22 } } } }),
        // Three steps of a canary, watched for ten minutes each.
        timeout: Duration.hours(3),
      },
      synth: new CodeBuildStep('Build', {
        input: source,
        installCommands: [],
        commands: steps.slice(0, first).flatMap((step) => ('runs' in step ? step.runs : [])),
        primaryOutputDirectory: 'out/cdk',
        // Everything that `npm test` does: a laptop's processors and memory, not those of a script.
        buildEnvironment: { computeType: ComputeType.MEDIUM },
      }) as IFileSetProducer,
    })
    for (const step of steps.slice(first)) {
      const wave = pipeline.addWave(idOf(step.name))
      wave.addPost('approves' in step ? this.#approval(step.approves, spec.asks) : this.#build(step, source))
    }
    pipeline.buildPipeline()
    this.#letSeal(spec.asks)
    answerFindings(this)
  }

  #build(step: Extract<PipelineStep, { runs: readonly string[] }>, input: IFileSetProducer): Step {
    return new CodeBuildStep(idOf(step.name), {
      input,
      commands: [...step.runs],
      ...(step.stage === undefined ? {} : { rolePolicyStatements: shippingStatements(this, step.stage) }),
      ...(step.writesToGitHub === true
        ? {
            buildEnvironment: {
              environmentVariables: {
                GITHUB_TOKEN: {
                  type: BuildEnvironmentVariableType.SECRETS_MANAGER,
                  value: `${GITHUB_TOKEN_SECRET}:token`,
                },
              },
            },
          }
        : {}),
    })
  }

  #approval(approves: StageName, asks: StageName): Step {
    const topicArn = this.formatArn({ service: 'sns', resource: nameOf(asks, 'approvals') })
    return new ManualApprovalStep('Approval', {
      comment: `#{codepipeline.PipelineExecutionId} to ${approves}`,
      notificationTopic: Topic.fromTopicArn(this, 'Approvals', topicArn),
    })
  }

  // What is put on the topic is sealed with a key of the application's, known here by its alias alone.
  #letSeal(asks: StageName): void {
    const role = this.node.findAll().find((each) => each.node.path.endsWith('/Approval/CodePipelineActionRole'))
    if (!(role instanceof Role)) throw new Error('CDK gives the approval no role of its own any more.')
    role.addToPolicy(
      new PolicyStatement({
        sid: 'Seal',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: [this.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
        conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${nameOf(asks, 'topics')}` } },
      }),
    )
  }
}
