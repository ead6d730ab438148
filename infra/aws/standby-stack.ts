import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { BackupVault } from 'aws-cdk-lib/aws-backup'
import type { Construct } from 'constructs'
import { exported } from '../acting.ts'
import type { Stage, StageName } from '../stages.ts'
import { Buckets } from './buckets.ts'
import { dataKey } from './key.ts'
import { nameOf } from './names.ts'
import { removalOf } from './removal.ts'

export type StandbyStackProps = StackProps & { readonly name: StageName; readonly stage: Stage }

/**
 * What a second region needs to hold a copy of the data: a key, buckets and a vault, named as in the first. It stands before
 * the data does; the table's replica belongs to the table.
 */
export class StandbyStack extends Stack {
  constructor(scope: Construct, id: string, { name, stage, ...props }: StandbyStackProps) {
    super(scope, id, { ...props, terminationProtection: stage.keepData })
    const removalPolicy = removalOf(stage)
    const key = dataKey(this, name, removalPolicy)
    new CfnOutput(this, 'DataKey', { value: key.keyArn, exportName: exported(name, 'data-key') })
    new Buckets(this, 'Buckets', { name, stage, key, removalPolicy })
    if (stage.backupDays > 0)
      new BackupVault(this, 'Vault', { backupVaultName: nameOf(name, 'backups'), encryptionKey: key, removalPolicy })
  }
}
