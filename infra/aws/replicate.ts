import { Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { acknowledge, asFound } from './acknowledge.ts'
import type { Buckets } from './buckets.ts'
import { keyAlias, keyArnIn } from './key.ts'
import { bucketNameIn, bucketNameOf, nameOf } from './names.ts'

export type Replication = {
  readonly name: StageName
  readonly key: IKey
  readonly buckets: Buckets
  /** Where the copies lie. */
  readonly region: string
}

/** What people have put in or asked for. What streams gave up is played again where it happened, or not at all. */
const COPIED = ['documents', 'exports'] as const

/** Has S3 bring each object, and each deletion, to the bucket of the same name in another region. */
export function replicate(scope: Construct, { name, key, buckets, region }: Replication): void {
  const copying = new Construct(scope, 'Replication')
  const { partition, account, region: here } = Stack.of(scope)
  // By name: a bucket that waits for its role cannot be waited for by it.
  const from = COPIED.map((thing) => `arn:${partition}:s3:::${bucketNameOf(scope, name, thing)}`)
  const to = COPIED.map((thing) => `arn:${partition}:s3:::${bucketNameIn(region, scope, name, thing)}`)
  const anyKey = `arn:${partition}:kms:${region}:${account}:key/*`
  const role = new Role(copying, 'Role', {
    roleName: nameOf(name, 'replication'),
    description: `Brings what the buckets hold to ${region}`,
    assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    inlinePolicies: {
      copy: new PolicyDocument({
        statements: [
          allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], from),
          allow(
            ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
            from.map(objects),
          ),
          allow(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], to.map(objects)),
          allow(['kms:Decrypt'], [key.keyArn], { StringEquals: { 'kms:ViaService': `s3.${here}.amazonaws.com` } }),
          allow(['kms:Encrypt', 'kms:GenerateDataKey'], [anyKey], {
            StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${keyAlias(name)}` },
          }),
        ],
      }),
    },
  })
  for (const open of [...from.map(objects), ...to.map(objects)])
    acknowledge(role, `AwsSolutions-IAM5[Resource::${asFound(open)}]`, 'S3 copies every object of these buckets')
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::${asFound(anyKey)}]`,
    'the id of a key of another region is not known here; a condition asks for its alias',
  )
  COPIED.forEach((thing, index) => {
    copyOf(buckets[thing]).replicationConfiguration = {
      role: role.roleArn,
      rules: [
        {
          id: region,
          priority: 1,
          status: 'Enabled',
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Enabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: to[index]!,
            encryptionConfiguration: { replicaKmsKeyId: keyArnIn(Stack.of(scope), name, region) },
          },
        },
      ],
    }
  })
}

function allow(actions: string[], resources: string[], conditions: Record<string, Record<string, string>> = {}) {
  return new PolicyStatement({ actions, resources, conditions })
}

function objects(bucketArn: string): string {
  return `${bucketArn}/*`
}

function copyOf(bucket: IBucket): CfnBucket {
  return bucket.node.defaultChild as CfnBucket
}
