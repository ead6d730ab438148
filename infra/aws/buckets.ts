import { Duration, type RemovalPolicy } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { bucketNameOf } from './names.ts'

export type BucketsProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly key: IKey
  readonly removalPolicy: RemovalPolicy
}

/**
 * Files: what streams gave up, who looked at any of it, and places for what people hand in and take out. Nothing of ours writes to
 * those two yet: hand-offs name documents by their links, and what an owner asks for is answered in Slack. They stand because a bucket
 * with versions and replication begun on its first day needs no moving; empty they cost nothing.
 */
export class Buckets extends Construct {
  /** For documents that hand-offs refer to; empty so far. */
  readonly documents: IBucket
  /** For what an administrator asks for, each gone after a month; empty so far. */
  readonly exports: IBucket
  /** Stream records that a function could not take, whole; `docs/operations.md` says how they are played again. */
  readonly failures: IBucket
  /** Who read and wrote the others. The logs of API, edge and firewall are groups of CloudWatch Logs. */
  readonly logs: IBucket

  constructor(scope: Construct, id: string, { name, stage, key, removalPolicy }: BucketsProps) {
    super(scope, id)
    const safe: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy,
      autoDeleteObjects: false,
    }
    // S3 writes access logs only where its own key encrypts.
    this.logs = new Bucket(this, 'Logs', {
      ...safe,
      bucketName: bucketNameOf(this, name, 'logs'),
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(stage.logDays) }],
    }) as IBucket
    const kept = (bucket: string, rest: BucketProps): IBucket =>
      new Bucket(this, bucket, {
        ...safe,
        bucketName: bucketNameOf(this, name, bucket.toLowerCase()),
        encryption: BucketEncryption.KMS,
        encryptionKey: key,
        bucketKeyEnabled: true,
        versioned: true,
        serverAccessLogsBucket: this.logs,
        serverAccessLogsPrefix: `${bucket.toLowerCase()}/`,
        ...rest,
      }) as IBucket
    const half = { abortIncompleteMultipartUploadAfter: Duration.days(7) }
    this.documents = kept('Documents', {
      lifecycleRules: [
        {
          ...half,
          noncurrentVersionExpiration: Duration.days(90),
          transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
        },
      ],
    })
    this.exports = kept('Exports', {
      lifecycleRules: [{ ...half, expiration: Duration.days(30), noncurrentVersionExpiration: Duration.days(7) }],
    })
    this.failures = kept('Failures', {
      lifecycleRules: [{ ...half, expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(7) }],
    })
    // CDK's own way to say so is a function that says it.
    const failures = this.failures.node.defaultChild as CfnBucket
    failures.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
  }
}
