import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import { CfnAlias, CfnReplicaKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { exported, PRIMARY_KEY, UNTOLD } from '../acting.ts'
import type { Stage, StageName } from '../stages.ts'
import { ownersOf } from './key.ts'
import { nameOf } from './names.ts'
import { removalOf } from './removal.ts'

export type StandbyVaultStackProps = StackProps & { readonly name: StageName; readonly stage: Stage }

/**
 * The vault's key, the very same in a second region: without it no token that was sealed at home opens there. Which key that is, a
 * deployment is told once the data stand; before that there is nothing here.
 */
export class StandbyVaultStack extends Stack {
  constructor(scope: Construct, id: string, { name, stage, ...props }: StandbyVaultStackProps) {
    super(scope, id, { ...props, terminationProtection: stage.keepData })
    const primary = new CfnParameter(this, 'Primary', {
      default: UNTOLD,
      description: 'The key of the vault at home (ARN)',
    })
    primary.overrideLogicalId(PRIMARY_KEY)
    const told = new CfnCondition(this, 'Told', {
      expression: Fn.conditionNot(Fn.conditionEquals(primary, UNTOLD)),
    })
    const key = new CfnReplicaKey(this, 'Vault', {
      primaryKeyArn: primary.valueAsString,
      description: `What CodexFlow's tokens are sealed with (${name})`,
      keyPolicy: new PolicyDocument({ statements: [ownersOf()] }),
    })
    key.applyRemovalPolicy(removalOf(stage))
    const alias = new CfnAlias(this, 'Alias', {
      aliasName: `alias/${nameOf(name, 'vault')}`,
      targetKeyId: key.attrKeyId,
    })
    const output = new CfnOutput(this, 'VaultKey', { value: key.attrArn, exportName: exported(name, 'vault-key') })
    key.cfnOptions.condition = told
    alias.cfnOptions.condition = told
    output.condition = told
  }
}
