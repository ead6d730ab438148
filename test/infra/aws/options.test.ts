import { describe, expect, it } from 'vitest'
import type { Stage } from '../../../infra/stages.ts'
import { refersTo } from '../../support/aws/in-template.ts'
import { flat, statementsIn } from '../../support/aws/statements.ts'
import { synthesised } from '../../support/aws/synthesis.ts'

const of = (type: RegExp, change: Partial<Stage> = {}) =>
  synthesised('staging', change).resources.filter((resource) => type.test(resource.type))
const typesOf = (type: RegExp, change: Partial<Stage> = {}) =>
  [...new Set(of(type, change).map((one) => one.type))].sort()

const standby: Partial<Stage> = { standby: 'eu-central-1' }

describe('a second region', () => {
  it('is none where nobody asks for it', () => {
    expect(Object.keys(synthesised('staging').templates)).not.toContain('codexflow-staging-standby')
    expect(of(/GlobalTable/)[0]!.is.Replicas.map(({ Region }: { Region: string }) => Region)).toEqual(['us-east-1'])
    expect(of(/S3::Bucket$/).filter(({ is }) => is.ReplicationConfiguration !== undefined)).toEqual([])
    expect(of(/BackupPlan/)[0]!.is.BackupPlan.BackupPlanRule[0].CopyActions).toBeUndefined()
  })

  it('has the table, under a key of its own there, as safe as here', () => {
    const replicas = of(/GlobalTable/, standby)[0]!.is.Replicas
    const there = replicas.find(({ Region }: { Region: string }) => Region === 'eu-central-1')
    expect(there).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
    const alias = of(/KMS::Alias/, standby).find(({ stack }) => stack === 'codexflow-staging-standby')
    const key = 'arn:aws:kms:eu-central-1:AWS::AccountId:alias/codexflow-staging-data'
    expect([flat(there.SSESpecification.KMSMasterKeyId), alias?.is.AliasName]).toEqual([
      key,
      'alias/codexflow-staging-data',
    ])
  })

  it('is brought each document and export, sealed again, and each deletion', () => {
    const copied = of(/S3::Bucket$/, standby).filter(({ is }) => is.ReplicationConfiguration !== undefined)
    const rules = copied.map(({ is }) => is.ReplicationConfiguration.Rules[0])
    expect(rules.map((rule) => flat(rule.Destination.Bucket))).toEqual([
      'arn:aws:s3:::codexflow-staging-documents-AWS::AccountId-eu-central-1',
      'arn:aws:s3:::codexflow-staging-exports-AWS::AccountId-eu-central-1',
    ])
    for (const rule of rules) {
      expect(rule).toMatchObject({ Status: 'Enabled', DeleteMarkerReplication: { Status: 'Enabled' } })
    }
    const there = of(/S3::Bucket$/, standby).filter(({ stack }) => stack === 'codexflow-staging-standby')
    const names = there.map(({ is }) => flat(is.BucketName))
    for (const rule of rules) expect(names).toContain(flat(rule.Destination.Bucket).replace('arn:aws:s3:::', ''))
    // S3 copies only what has versions, on both sides.
    for (const bucket of [...copied, ...there.filter(({ is }) => names.indexOf(flat(is.BucketName)) > 0)]) {
      expect(bucket.is.VersioningConfiguration, bucket.id).toEqual({ Status: 'Enabled' })
    }
  })

  it('keeps a copy of each backup, in the vault that is there', () => {
    const [copy] = of(/BackupPlan/, standby)[0]!.is.BackupPlan.BackupPlanRule[0].CopyActions
    expect(flat(copy.DestinationBackupVaultArn)).toBe(
      'arn:aws:backup:eu-central-1:AWS::AccountId:backup-vault:codexflow-staging-backups',
    )
    const [vault] = of(/BackupVault/, standby).filter(({ stack }) => stack === 'codexflow-staging-standby')
    expect(vault?.is.BackupVaultName).toBe('codexflow-staging-backups')
  })

  it('stands before what is copied into it', () => {
    const { app } = synthesised('staging', standby)
    const data = app.node.findChild('codexflow-staging-data') as unknown as { dependencies: { stackName: string }[] }
    expect(data.dependencies.map(({ stackName }) => stackName)).toContain('codexflow-staging-standby')
  })
})

describe('what is looked after', () => {
  const WATCHERS = /CloudTrail|GuardDuty|AWS::Config/
  const audit = (on: Partial<Stage['audit']>): Partial<Stage> => ({
    audit: { trail: false, guardDuty: false, config: false, ...on },
  })

  it('is nothing where nobody asks for it', () => {
    expect(typesOf(WATCHERS)).toEqual([])
    expect(Object.keys(synthesised('staging').templates)).not.toContain('codexflow-staging-audit')
  })

  it('is each part by itself', () => {
    expect(typesOf(WATCHERS, audit({ trail: true }))).toEqual(['AWS::CloudTrail::Trail'])
    expect(typesOf(WATCHERS, audit({ guardDuty: true }))).toEqual(['AWS::GuardDuty::Detector'])
    expect(typesOf(WATCHERS, audit({ config: true }))).toEqual([
      'AWS::Config::ConfigRule',
      'AWS::Config::ConfigurationRecorder',
      'AWS::Config::DeliveryChannel',
    ])
  })

  it('has in its trail who touched the table or an object, and can prove that nothing was taken out', () => {
    const [{ is } = { is: undefined }] = of(/CloudTrail/, audit({ trail: true }))
    expect(is).toMatchObject({ EnableLogFileValidation: true, IsLogging: true, IsMultiRegionTrail: true })
    expect(is.EventSelectors).toBeUndefined()
    const [, table, objects] = is.AdvancedEventSelectors.map(({ FieldSelectors }: { FieldSelectors: object[] }) =>
      FieldSelectors.at(-1),
    )
    expect(flat(table.Equals[0])).toMatch(/^codexflow-staging-data:.*Table.*Arn/)
    expect(objects.StartsWith.map(flat)).toEqual([
      expect.stringMatching(/BucketsDocuments.*\/$/),
      expect.stringMatching(/BucketsExports.*\/$/),
      expect.stringMatching(/BucketsFailures.*\/$/),
    ])
  })

  it('is held to a handful of rules, once something records', () => {
    const rules = of(/ConfigRule$/, audit({ config: true }))
    const [recorder] = of(/ConfigurationRecorder/, audit({ config: true }))
    expect(rules.length).toBe(7)
    expect(rules.filter(({ raw }) => !raw.DependsOn.includes(recorder!.id))).toEqual([])
    const [bucket] = of(/S3::Bucket$/, audit({ config: true })).filter(({ stack }) => stack.endsWith('-audit'))
    expect(refersTo(of(/DeliveryChannel/, audit({ config: true }))[0]!.is.S3BucketName, bucket!.id)).toBe(true)
  })
})

describe('a network of one’s own', () => {
  const NETWORK = /EC2::/
  const network: Partial<Stage> = { network: true }

  it('is none where nobody asks for it', () => {
    expect(typesOf(NETWORK)).toEqual([])
    expect(of(/Lambda::Function$/).filter(({ is }) => is.VpcConfig !== undefined)).toEqual([])
    const granted = statementsIn(synthesised('staging')).flatMap(({ actions }) => actions)
    expect(granted.filter((action) => action.startsWith('ec2:'))).toEqual([])
  })

  it('holds every function, in private subnets, where nobody reaches it and it reaches HTTPS alone', () => {
    const [inside] = of(/EC2::SecurityGroup$/, network).filter(({ is }) => is.GroupDescription.startsWith('Functions'))
    expect(inside?.is.SecurityGroupIngress).toBeUndefined()
    expect(inside?.is.SecurityGroupEgress).toEqual([
      { CidrIp: '0.0.0.0/0', Description: 'Slack, GitHub and AWS', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 },
    ])
    const open = of(/EC2::Subnet$/, network).filter(({ is }) => is.MapPublicIpOnLaunch === true)
    expect(open).toEqual([])
    const closed = of(/EC2::Subnet$/, network).filter(({ id }) => id.includes('functions'))
    expect(closed).toHaveLength(2)
    for (const { is, id } of of(/Lambda::Function$/, network)) {
      expect(is.VpcConfig?.SecurityGroupIds.map(flat), id).toEqual([`${inside!.id}.GroupId`])
      expect(is.VpcConfig.SubnetIds.map(flat), id).toEqual(closed.map((subnet) => subnet.id))
    }
  })

  it('has a door to each service that functions call, which opens to them alone', () => {
    const doors = of(/EC2::VPCEndpoint$/, network)
    const names = doors.map(({ is }) => flat(is.ServiceName).split('.').at(-1)).toSorted()
    const services = ['bedrock-runtime', 'dynamodb', 'events', 'kms', 'logs', 's3', 'scheduler', 'secretsmanager']
    expect(names).toEqual([...services, 'sns', 'sqs', 'xray'])
    const ways = of(/EC2::SecurityGroupIngress$/, network)
    expect(ways.map(({ is }) => [flat(is.SourceSecurityGroupId), is.FromPort, is.ToPort])).toEqual([
      [expect.stringMatching(/^NetworkFunctions\w+\.GroupId$/), 443, 443],
    ])
  })

  it('lets Lambda put functions there, and denies the same to what they run', () => {
    const roles = statementsIn(synthesised('staging', network)).filter(({ actions }) =>
      actions.includes('ec2:CreateNetworkInterface'),
    )
    const functions = of(/Lambda::Function$/, network).length
    const given = roles.filter(({ sid }) => sid === 'StandInTheNetwork')
    const denied = roles.filter(({ effect }) => effect === 'Deny')
    expect([given.length, denied.length]).toEqual([functions, functions])
    for (const { in: role, condition } of denied) {
      const [arn] = Object.values(condition.ArnEquals).map(flat)
      expect(arn).toBe(`arn:aws:lambda:us-east-1:AWS::AccountId:function:${role.is.RoleName}`)
    }
  })

  it('writes down every connection, for as long as other logs are kept', () => {
    expect(of(/EC2::FlowLog/, network).map(({ is }) => [is.TrafficType, is.LogDestinationType])).toEqual([
      ['ALL', 'cloud-watch-logs'],
    ])
    const [log] = of(/Logs::LogGroup/, network).filter(({ is }) => is.LogGroupName === '/codexflow/staging/network')
    expect(log?.is.RetentionInDays).toBe(30)
  })

  it('breaks no rule that is not answered', () => {
    expect(synthesised('staging', network).found).toEqual([])
  })
})
