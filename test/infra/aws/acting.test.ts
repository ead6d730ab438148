import { describe, expect, it } from 'vitest'
import { ACTS, STREAM } from '../../../infra/acting.ts'
import { functions, queues, schedules, streams } from '../../../infra/topology.ts'
import type { Part } from '../../support/aws/part.ts'
import { flat, statementsIn } from '../../support/aws/statements.ts'
import { type Resource, synthesised } from '../../support/aws/synthesis.ts'

const APPLICATION = 'codexflow-production'
const HOME = () => synthesised('production')
/** Away from home, in the region that holds the copies. */
const AWAY = () => synthesised('production', { active: 'us-west-2' })
const own = (resources: readonly Resource[], type: string) =>
  resources.filter((one) => one.stack === APPLICATION && one.type === type)

describe('a region that does not act', () => {
  it('invokes no function, takes nothing from queues and streams, and wakes nobody by the clock', () => {
    const { resources, templates } = HOME()
    const { Parameters, Conditions } = templates[APPLICATION] as unknown as Record<string, Record<string, unknown>>
    expect(Parameters?.[ACTS]).toMatchObject({ Default: 'yes', AllowedValues: ['yes', 'no'] })
    const [rests] = Object.entries(Conditions!).find(([name]) => name.startsWith('ActingRests'))!
    expect(Conditions?.[rests]).toEqual({ 'Fn::Equals': [{ Ref: ACTS }, 'no'] })
    const ifResting = (still: unknown, acting: unknown) => ({ 'Fn::If': [rests, still, acting] })

    const made = own(resources, 'AWS::Lambda::Function').filter(({ is }) => is.FunctionName !== undefined)
    expect(made.map(({ is }) => is.ReservedConcurrentExecutions)).toEqual(
      Object.keys(functions).map(() => ifResting(0, { Ref: 'AWS::NoValue' })),
    )
    const mappings = own(resources, 'AWS::Lambda::EventSourceMapping')
    expect(mappings.map(({ is }) => is.Enabled)).toEqual(
      [...Object.keys(queues), ...Object.keys(streams)].map(() => ifResting(false, true)),
    )
    expect(own(resources, 'AWS::Scheduler::Schedule').map(({ is }) => is.State)).toEqual(
      Object.keys(schedules).map(() => ifResting('DISABLED', 'ENABLED')),
    )
  })
})

describe('the second region', () => {
  it('has a copy of each secret under its own key, and the vault’s very key', () => {
    const { resources } = HOME()
    const secrets = resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret')
    for (const { is } of secrets) {
      expect([
        is.Name,
        is.ReplicaRegions.map(({ Region, KmsKeyId }: Resource['is']) => [Region, flat(KmsKeyId)]),
      ]).toEqual([is.Name, [['us-west-2', 'arn:aws:kms:us-west-2:AWS::AccountId:alias/codexflow-production-data']]])
    }
    const [vault] = resources.filter(({ type }) => type === 'AWS::KMS::ReplicaKey')
    expect([vault?.stack, vault?.is.PrimaryKeyArn]).toEqual([
      'codexflow-production-standby-vault',
      { Ref: 'PrimaryKey' },
    ])
    const primary = resources.filter(({ type, is }) => type === 'AWS::KMS::Key' && is.MultiRegion === true)
    expect(primary.map(({ stack, is }) => [stack, is.Description])).toEqual([
      ['codexflow-production-data', vault?.is.Description],
    ])
  })
})

describe('the application away from home', () => {
  it('stands in the second region, passes every check, and leaves data, secrets and the audit where they are', () => {
    const { app, found } = AWAY()
    expect(found).toEqual([])
    const regions = app.node.children.map((child) => [child.node.id, (child as { region?: string }).region])
    expect(Object.fromEntries(regions)).toMatchObject({
      'codexflow-production': 'us-west-2',
      'codexflow-production-front': 'us-west-2',
      'codexflow-production-edge': 'us-east-1',
      'codexflow-production-data': 'us-east-1',
      'codexflow-production-audit': 'us-east-1',
      'codexflow-production-standby': 'us-west-2',
      'codexflow-production-standby-vault': 'us-west-2',
    })
  })

  it('works on the copies, and asks nothing of home, which may be lost', () => {
    const { resources, templates } = AWAY()
    const asked = statementsIn(AWAY())
      .filter(({ in: { stack } }) => stack === APPLICATION)
      .flatMap(({ resources: on }) => on)
    expect(asked).toContain('arn:aws:dynamodb:us-west-2:AWS::AccountId:table/codexflow-production-table')
    expect(asked).toContain('arn:aws:secretsmanager:us-west-2:AWS::AccountId:secret:codexflow/production/keys-??????')
    expect(JSON.stringify(templates[APPLICATION])).toContain(
      '{"Fn::ImportValue":"codexflow-production-standby-vault-key"}',
    )
    expect(JSON.stringify(templates[APPLICATION])).not.toMatch(/codexflow-production-data|dynamodb:us-east-1/)
    const streamed = own(resources, 'AWS::Lambda::EventSourceMapping').filter(({ is }) => is.StartingPosition)
    expect(streamed.map(({ is }) => is.EventSourceArn)).toEqual(Object.keys(streams).map(() => ({ Ref: STREAM })))
    const exports = Object.values(templates).flatMap((template) =>
      Object.values((template as Part).Outputs ?? {}).flatMap((output) => (output as Part).Export?.Name ?? []),
    )
    expect(exports).toEqual(
      expect.arrayContaining(['codexflow-production-standby-data-key', 'codexflow-production-standby-vault-key']),
    )
  })

  it.each(['data', 'edge'])('leaves what an application at home reads of the %s: it may stand still there', (stack) => {
    const said = ({ templates }: { templates: Readonly<Record<string, unknown>> }) =>
      Object.values((templates[`codexflow-production-${stack}`] as Part).Outputs).flatMap(
        (output) => (output as Part).Export?.Name ?? [],
      )
    const atHome = said(HOME())
    expect(atHome).not.toEqual([])
    expect(atHome.filter((name) => !said(AWAY()).includes(name))).toEqual([])
  })

  it('names no edge, which names it: neither holds the other where it is', () => {
    const { Parameters, Resources } = AWAY().templates[APPLICATION] as unknown as Record<string, Record<string, Part>>
    expect(Parameters).toHaveProperty('EdgeUrl')
    expect(Object.values(Resources!).filter(({ Type }) => Type === 'Custom::CrossRegionExportReader')).toEqual([])
    const change = { active: 'us-west-2', region: 'eu-west-1' }
    expect(() => synthesised('production', change)).toThrow(
      'production cannot act in us-west-2 behind an edge: that takes a `domain`, or a home in us-east-1',
    )
  })

  it('takes no name that the account has once, and rotates nothing: copies cannot be changed', () => {
    const names = ({ resources }: { resources: readonly Resource[] }) =>
      ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::CloudWatch::Dashboard'].flatMap((type) =>
        own(resources, type).flatMap(({ is }) => is.RoleName ?? is.ManagedPolicyName ?? is.DashboardName ?? []),
      )
    const away = names(AWAY())
    expect(away.filter((name) => names(HOME()).includes(name))).toEqual([])
    expect(away).toContain('codexflow-production-slack-door-us-west-2')
    expect(own(AWAY().resources, 'AWS::SecretsManager::RotationSchedule')).toEqual([])
  })

  it('stands nowhere but where its data are', () => {
    expect(() => synthesised('production', { active: 'eu-west-1' })).toThrow(
      'production cannot act in eu-west-1: its data are in us-east-1 and us-west-2',
    )
  })
})
