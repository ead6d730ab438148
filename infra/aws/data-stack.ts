import { ArnFormat, CfnOutput, Duration, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Schedule } from 'aws-cdk-lib/aws-events'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { acknowledge } from './acknowledge.ts'
import { Buckets } from './buckets.ts'
import { dataKey } from './key.ts'
import { nameOf } from './names.ts'
import { removalOf } from './removal.ts'
import { replicate } from './replicate.ts'
import { Secrets } from './secrets.ts'
import { theTable } from './table.ts'

export type DataStackProps = StackProps & { readonly name: StageName; readonly stage: Stage }

/** What must outlive every version of the code: the table, its key, the buckets, the secrets and the backups. A stack of its own, so that nothing that changes daily can take it along. */
export class DataStack extends Stack {
  readonly table: TableV2
  readonly key: Key
  readonly buckets: Buckets
  readonly secrets: Secrets

  constructor(scope: Construct, id: string, { name, stage, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: stage.keepData })
    const removalPolicy = removalOf(stage)
    this.key = dataKey(this, name, removalPolicy)
    this.table = theTable(this, { name, stage, key: this.key, removalPolicy })
    this.buckets = new Buckets(this, 'Buckets', { name, stage, key: this.key, removalPolicy })
    if (stage.standby !== undefined)
      replicate(this, { name, key: this.key, buckets: this.buckets, region: stage.standby })
    this.secrets = new Secrets(this, 'Secrets', { name, stage, key: this.key, removalPolicy })
    if (stage.standby !== undefined) new CfnOutput(this, 'VaultKey', { value: this.secrets.vault.keyArn })
    if (stage.backupDays > 0) this.#backUp(name, stage, removalPolicy)
  }

  /** Says what an application at home reads, whether or not there is one. */
  keepExports(): void {
    const { table, key, buckets, secrets } = this
    const read = [table.tableArn, table.tableName, table.tableStreamArn, key.keyArn, buckets.failures.bucketArn]
    const kept = [...Object.values(secrets.all).map(({ ref }) => ref), secrets.vault.keyArn]
    for (const value of [...read, ...kept]) this.exportValue(value)
  }

  #backUp(name: StageName, { backupDays, standby }: Stage, removalPolicy: RemovalPolicy): void {
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: nameOf(name, 'backups'),
      encryptionKey: this.key,
      removalPolicy,
    })
    const plan = new BackupPlan(this, 'Backups', { backupPlanName: nameOf(name, 'daily'), backupVault: vault })
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '3', minute: '30' }),
        deleteAfter: Duration.days(backupDays),
        ...(standby === undefined ? {} : { copyActions: [this.#copyTo(standby, name, backupDays)] }),
      }),
    )
    const selection = plan.addSelection('Table', { resources: [BackupResource.fromDynamoDbTable(this.table)] })
    acknowledge(
      selection,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      'AWS keeps the policy of its backup service, which changes with what it can back up',
    )
  }

  // DynamoDB's backups are copied only where the account has opted in to AWS Backup's own: a preflight cannot see it.
  #copyTo(region: string, name: StageName, days: number) {
    const backupVaultArn = this.formatArn({
      service: 'backup',
      region,
      resource: 'backup-vault',
      resourceName: nameOf(name, 'backups'),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    const destinationBackupVault = BackupVault.fromBackupVaultArn(this, 'StandbyVault', backupVaultArn)
    return { destinationBackupVault, deleteAfter: Duration.days(days) }
  }
}
