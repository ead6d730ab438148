import type { Resource, Synthesis } from './synthesis.ts'

/** What there is as often as the topology asks: a test of its own compares them one by one. */
const FOLLOWS_FROM_TOPOLOGY =
  /^AWS::(Lambda::|SQS::|ApiGatewayV2::(Route|Integration)|Logs::LogGroup|IAM::(Role|Policy)|Events::Rule|Scheduler::|CloudWatch::)/

/** How many resources of each other type a stage has: `4 S3::Bucket`. */
export function countsOf({ resources }: Synthesis): string[] {
  const counts = new Map<string, number>()
  for (const { type } of resources) {
    if (!FOLLOWS_FROM_TOPOLOGY.test(type)) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].sort().map(([type, count]) => `${count} ${type.replace('AWS::', '')}`)
}

/** What of a stage somebody would ask about who does not read templates. */
export function whatMatters(synthesis: Synthesis) {
  const of = (type: string) => synthesis.resources.filter((resource) => resource.type === type)
  const [table] = of('AWS::DynamoDB::GlobalTable')
  const replicas = table?.is.Replicas ?? []
  return {
    table: {
      billing: table?.is.BillingMode,
      stream: table?.is.StreamSpecification.StreamViewType,
      ages: table?.is.TimeToLiveSpecification,
      replicas: replicas.map((replica: ReplicaRead) =>
        [
          replica.Region,
          `points in time ${replica.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false}`,
          `protected ${replica.DeletionProtectionEnabled ?? false}`,
          `own key ${replica.SSESpecification?.KMSMasterKeyId !== undefined}`,
        ].join(', '),
      ),
    },
    keys: of('AWS::KMS::Key').map(({ is }) => `${is.Description}: rotates ${is.EnableKeyRotation}`),
    buckets: of('AWS::S3::Bucket').map(bucket),
    backups: of('AWS::Backup::BackupPlan').flatMap(({ is }) =>
      is.BackupPlan.BackupPlanRule.map(
        (rule: { ScheduleExpression: string; Lifecycle: { DeleteAfterDays: number } }) =>
          `${rule.ScheduleExpression}, ${rule.Lifecycle.DeleteAfterDays} days`,
      ),
    ),
    archive: of('AWS::Events::Archive').map(({ is }) => `${is.RetentionDays} days`),
    functions: distinct(
      of('AWS::Lambda::Function').map(
        ({ is }) => `${is.Runtime} ${is.Architectures.join()} traced ${is.TracingConfig?.Mode}`,
      ),
    ),
    logs: distinct(of('AWS::Logs::LogGroup').map(({ is }) => `${is.RetentionInDays} days`)),
    throttles: of('AWS::ApiGatewayV2::Stage').map(({ is }) => is.DefaultRouteSettings),
  }
}

type ReplicaRead = {
  readonly Region: string
  readonly DeletionProtectionEnabled?: boolean
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled: boolean }
  readonly SSESpecification?: { readonly KMSMasterKeyId: unknown }
}

function bucket({ id, is }: Resource): string {
  const days = is.LifecycleConfiguration.Rules.map((rule: { ExpirationInDays?: number }) => rule.ExpirationInDays)
  const [end] = days.filter((each: number | undefined) => each !== undefined)
  const [{ ServerSideEncryptionByDefault: by }] = is.BucketEncryption.ServerSideEncryptionConfiguration
  const versions = is.VersioningConfiguration?.Status === 'Enabled' ? ', versions' : ''
  return `${id.slice(0, -8)}: ${by.SSEAlgorithm}${versions}, ${end === undefined ? 'kept' : `${end} days`}`
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
