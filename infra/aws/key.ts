import { type RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AccountRootPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { nameOf } from './names.ts'

/** What the key of a stage's data is called in each region that has one. */
export function keyAlias(name: StageName): string {
  return nameOf(name, 'data')
}

/** The key under which a region keeps what CodexFlow stores there. */
export function dataKey(scope: Construct, name: StageName, removalPolicy: RemovalPolicy): Key {
  const key = new Key(scope, 'Key', {
    alias: keyAlias(name),
    description: `What CodexFlow stores (${name})`,
    enableKeyRotation: true,
    removalPolicy,
  })
  key.addToResourcePolicy(through(Stack.of(scope), 'dynamodb', 'secretsmanager'))
  return key
}

/** By its alias, which can be named from another region. */
export function keyArnIn({ partition, account }: Stack, name: StageName, region: string): string {
  return `arn:${partition}:kms:${region}:${account}:alias/${keyAlias(name)}`
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

/** The account decides by its roles who uses a key: what CDK says of each key that it makes. */
export function ownersOf(): PolicyStatement {
  return new PolicyStatement({ actions: ['kms:*'], principals: [new AccountRootPrincipal()], resources: ['*'] })
}
