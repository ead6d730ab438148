import { describe, expect, it } from 'vitest'
import { idOf } from '../../../infra/aws/names.ts'
import { type Grant, grants } from '../../../infra/grants.ts'
import { secretNames, secretNamesIn } from '../../../infra/secrets.ts'
import { type Stage, type StageName, stages } from '../../../infra/stages.ts'
import type { FunctionName } from '../../../infra/topology.ts'
import { type Statement, statementsIn } from '../../support/aws/statements.ts'
import { type Resource, type Synthesis, synthesised } from '../../support/aws/synthesis.ts'

// That a grant is used, and that nothing else is, the whole run of the tests proves (test/support/used-grants.ts).
describe.each(Object.keys(stages) as StageName[])('in %s a role', (stage) => {
  const synthesis = () => synthesised(stage)

  it.each(Object.keys(grants) as FunctionName[])('lets %s do what it was granted, and nothing else', (name) => {
    const granted = grants[name].filter((grant: Grant) => isOnHand(grant, stage))
    expect(codeMay(synthesis(), stage, name)).toEqual(
      granted.flatMap((grant: Grant) => grant.may.map((action) => `${action} on ${nounOf(grant)}`)).toSorted(),
    )
  })

  it('has the key of the vault seal and open tokens alone', () => {
    const [key] = statementsIn(synthesis()).filter(({ sid }) => sid === 'MayVaultKey')
    expect(key?.condition.StringEquals).toEqual({ 'kms:EncryptionContext:application': 'codexflow vault' })
  })

  it('passes the role of the scheduler to the scheduler alone', () => {
    const passing = statementsIn(synthesis()).filter(({ actions }) => actions.includes('iam:PassRole'))
    expect(passing.length).toBeGreaterThan(0)
    const to = new Set(passing.map(({ condition }) => condition.StringEquals?.['iam:PassedToService']))
    expect(to).toEqual(new Set(['scheduler.amazonaws.com']))
  })

  it('lets a function go round whose queue is its own, and no other', () => {
    const going = synthesis()
      .resources.filter(({ type, is }) => type === 'AWS::Lambda::Function' && is.RecursiveLoop === 'Allow')
      .map(({ is }) => is.FunctionName.replace(`codexflow-${stage}-`, ''))
    expect(going.toSorted()).toEqual(['alarm', 'deliver', 'digest', 'follow-up', 'import', 'publish', 'visit'])
  })
})

/** What the code of a function may do on which of our nouns, read out of the template by what the resources there are. */
function codeMay(synthesis: Synthesis, stage: StageName, name: FunctionName): string[] {
  return statementsIn(synthesis)
    .filter((statement) => isOfCode(statement, `codexflow-${stage}-${name}`))
    .flatMap(({ actions, resources }) => {
      const nouns = new Set(resources.map((resource) => nounIn(synthesis, stage, resource)))
      return actions.flatMap((action) => [...nouns].map((noun) => `${action} on ${noun}`))
    })
    .toSorted()
}

// The platform's own statements have names that say what Lambda does with them.
function isOfCode({ in: { type, is }, sid }: Statement, role: string): boolean {
  return type === 'AWS::IAM::Role' && is.RoleName === role && sid.startsWith('May')
}

function nounIn({ resources }: Synthesis, stage: StageName, resource: string): string {
  const [id = ''] = resource.split('.')
  const found = resources.find((one) => one.id === id)
  if (found !== undefined) return nounOfResource(found, stage)
  if (/^codexflow-[a-z]+-data:ExportsOutputFnGetAttTable\w+$/.test(resource)) return 'table'
  const [, index] = /^codexflow-[a-z]+-data:ExportsOutputFnGetAttTable\w+\/index\/([a-z-]+)$/.exec(resource) ?? []
  if (index !== undefined) return `index ${index}`
  if (/^codexflow-[a-z]+-data:ExportsOutputFnGetAttSecretsVault\w+$/.test(resource)) return 'vault-key'
  const secret = secretNames.find((name) => resource.includes(`-data:ExportsOutputRefSecrets${idOf(name)}`))
  if (secret !== undefined) return `secret ${secret}`
  if (resource.startsWith('arn:aws:sns:')) return 'mail-topics'
  if (resource.startsWith('arn:aws:scheduler:')) return 'schedules'
  if (/^arn:aws:bedrock:.*:(foundation-model|inference-profile)\//.test(resource)) return 'model'
  if (/^arn:aws:bedrock:.*:guardrail\//.test(resource)) return 'guardrail'
  if (resource.startsWith('arn:aws:codepipeline:')) return 'pipeline'
  return `something unknown: ${resource}`
}

function nounOfResource({ type, is }: Resource, stage: StageName): string {
  switch (type) {
    case 'AWS::SQS::Queue':
      return `queue ${is.QueueName.replace(`codexflow-${stage}-`, '')}`
    case 'AWS::Events::EventBus':
      return 'bus'
    case 'AWS::IAM::Role':
      return 'scheduler-role'
    default:
      return `something unknown: ${type}`
  }
}

function nounOf(grant: Grant): string {
  return 'name' in grant ? `${grant.on} ${grant.name}` : grant.on
}

// A stage without a model, or an edge, has nothing that a grant for it could name.
function isOnHand(grant: Grant, stage: StageName): boolean {
  const { on } = grant
  const { model }: Stage = stages[stage]
  if (on === 'secret') return secretNamesIn(stages[stage]).includes(grant.name)
  if (on === 'model') return model !== undefined
  return on !== 'guardrail' || model?.guardrail !== undefined
}

describe('the model that a stage names', () => {
  const mayCall = (id: string, regions?: readonly string[]) => {
    const model = { id, ...(regions === undefined ? {} : { regions }) }
    const all = statementsIn(synthesised('staging', { model, edge: false }))
    const [one, ...others] = all.filter(
      ({ sid, in: role }) => sid === 'MayModel' && role.is.RoleName === 'codexflow-staging-orchestrate',
    )
    expect(others).toEqual([])
    return one?.resources
  }

  it('may be called where it is, by its profile in each region of the profile, or wherever Bedrock likes', () => {
    expect(mayCall('anthropic.claude-x-v1:0')).toEqual([
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-x-v1:0',
    ])
    expect(mayCall('us.anthropic.claude-x-v1:0', ['us-east-1', 'us-west-2'])).toEqual([
      'arn:aws:bedrock:us-east-1:AWS::AccountId:inference-profile/us.anthropic.claude-x-v1:0',
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-x-v1:0',
      'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-x-v1:0',
    ])
    expect(mayCall('global.anthropic.claude-x-v1:0')).toEqual([
      'arn:aws:bedrock:us-east-1:AWS::AccountId:inference-profile/global.anthropic.claude-x-v1:0',
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-x-v1:0',
      'arn:aws:bedrock:::foundation-model/anthropic.claude-x-v1:0',
    ])
  })
})
