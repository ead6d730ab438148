import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { PipelineStack } from '../../infra/aws/pipeline-stack.ts'
import { type PipelineSpec, type PipelineStep, pipelineSteps } from '../../infra/pipeline.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const steps: readonly PipelineStep[] = pipelineSteps
const runs = steps.flatMap((step) => ('runs' in step ? step.runs : []))

type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> }
type Action = { readonly Name: string; readonly Configuration: Record<string, unknown> }

function stack(more: Partial<PipelineSpec> = {}) {
  const spec: PipelineSpec = {
    repository: 'northwind/codexflow',
    branch: 'main',
    connectionArn: 'arn:aws:codeconnections:us-east-1:111122223333:connection/abc',
    account: '111122223333',
    region: 'us-east-1',
    asks: 'production',
    ...more,
  }
  const env = { account: spec.account, region: spec.region }
  const app = new App()
  return { app, made: new PipelineStack(app, 'codexflow-pipeline', { env, spec }) }
}
const { Resources: resources } = Template.fromStack(stack().made).toJSON() as { Resources: Record<string, Resource> }
const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type)
const pipeline = ofType('AWS::CodePipeline::Pipeline')[0]![1].Properties
const stages = pipeline['Stages'] as readonly { readonly Name: string; readonly Actions: readonly Action[] }[]

/** What each action of CodePipeline runs, in the order of its stages. */
function ranByCodePipeline(): string[] {
  return stages
    .flatMap(({ Actions }) => Actions)
    .flatMap(({ Configuration }) => {
      const project = (Configuration['ProjectName'] as { readonly Ref: string } | undefined)?.Ref
      if (project === undefined) return []
      const { BuildSpec } = resources[project]!.Properties['Source'] as { readonly BuildSpec: string }
      const { build } = (JSON.parse(BuildSpec) as { phases: { build: { commands: string[] } } }).phases
      return build.commands
    })
}

type Job = {
  readonly needs?: string
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[]
}
const workflow = parse(readFileSync(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8')) as {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}
const jobs = Object.values(workflow.jobs)

describe('the way of a version', () => {
  it('stands where the stage is that it asks, or not at all', () => {
    expect(() => stack({ region: 'eu-west-1' })).toThrow('it has to stand there too, and not in eu-west-1')
  })

  it('is the same in CodePipeline and in GitHub Actions, script by script', () => {
    // The step by which CodePipeline brings itself up to date is CDK's own.
    expect(ranByCodePipeline().filter((command) => !command.startsWith('cdk -a . deploy'))).toEqual(runs)
    expect(jobs.flatMap((job) => job.steps).flatMap(({ run }) => run ?? [])).toEqual(runs)
  })

  it('runs nothing but scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
    const asked = runs.flatMap((run) => /^npm run ([a-z-]+)/.exec(run)?.[1] ?? [])
    expect(asked.filter((script) => !Object.hasOwn(scripts, script))).toEqual([])
    expect(runs.filter((run) => !run.startsWith('npm run '))).toEqual(['bash .ci/run'])
  })

  it('goes by way of staging and of people to production', () => {
    expect(stages.map(({ Name }) => Name)).toEqual([
      ...['Source', 'Build', 'UpdatePipeline', 'Staging', 'Approval', 'Production', 'Record'],
    ])
    const approval = stages.find(({ Name }) => Name === 'Approval')!.Actions[0]!
    expect(JSON.stringify(approval.Configuration['NotificationArn'])).toContain('codexflow-production-approvals')
    expect(jobs.map(({ needs, environment }) => [needs, environment])).toEqual([
      [undefined, undefined],
      ['build', 'staging'],
      ['staging', 'production'],
    ])
  })
})

it('has no finding of cdk-nag that is not answered', () => {
  const { app } = stack()
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
  expect(process.exitCode).not.toBe(1)
})

describe('what a step may do', () => {
  const policyOf = (step: string) => {
    const found = ofType('AWS::IAM::Policy').filter(([id]) => id.startsWith(`Pipeline${step}`) && id.includes('Role'))
    return JSON.stringify(found.map(([, { Properties }]) => Properties['PolicyDocument']))
  }

  it.each([
    ['Staging', 'codexflow-staging', 'codexflow-production'],
    ['Production', 'codexflow-production', 'codexflow-staging'],
  ])('%s moves its own stage and no other', (step, own, other) => {
    const said = policyOf(step)
    expect(said).toContain(`stack/${own}/*`)
    expect(said).not.toContain(other)
    expect(said).not.toContain('"Action":"*"')
  })

  it('to build needs no stage at all, and only the record a token of GitHub', () => {
    expect(policyOf('Build')).not.toContain('cdk-hnb659fds')
    const withToken = ofType('AWS::CodeBuild::Project').filter(([, { Properties }]) =>
      JSON.stringify(Properties['Environment']).includes('GITHUB_TOKEN'),
    )
    expect(withToken.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['PipelineRecord'])
  })

  it('on GitHub is no more than reading, but for what a job says, and by no key that lasts', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(workflow.jobs['build']!.permissions).toBeUndefined()
    expect(readFileSync(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8')).not.toMatch(
      /AWS_ACCESS_KEY|secrets\./,
    )
    const foreign = jobs.flatMap((job) => job.steps).flatMap(({ uses }) => uses ?? [])
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([])
  })
})
