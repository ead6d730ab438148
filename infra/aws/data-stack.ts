import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Schedule } from 'aws-cdk-lib/aws-events'
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { acknowledge } from './acknowledge.ts'
import { Buckets } from './buckets.ts'
import { nameOf } from './names.ts'
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
    const removalPolicy = stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
    this.key = new Key(this, 'Key', {
      alias: nameOf(name, 'data'),
      description: `What CodexFlow stores (${name})`,
      enableKeyRotation: true,
      removalPolicy,
    })
    this.key.addToResourcePolicy(through(this, 'dynamodb', 'secretsmanager'))
    this.table = theTable(this, { name, stage, key: this.key, removalPolicy })
    this.buckets = new Buckets(this, 'Buckets', { name, stage, key: this.key, removalPolicy })
    this.secrets = new Secrets(this, 'Secrets', { name, key: this.key, removalPolicy })
    this.#backUp(name, stage, removalPolicy)
  }

  #backUp(name: StageName, { backupDays }: Stage, removalPolicy: RemovalPolicy): void {
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
      }),
    )
    const selection = plan.addSelection('Table', { resources: [BackupResource.fromDynamoDbTable(this.table)] })
    acknowledge(
      selection,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      'AWS keeps the policy of its backup service, which changes with what it can back up',
    )
  }
}

// Whoever may use a table or a secret may have it opened by its service, and by nobody else: as the keys that AWS manages do.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
function through({ account, region }: Stack, ...services: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'ThroughItsService',
    principals: [new AnyPrincipal()],
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:CreateGrant',
      'kms:DescribeKey',
    ],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': account,
        'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
      },
    },
  })
}
