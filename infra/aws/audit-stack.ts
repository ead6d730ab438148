import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { type CfnTrail, Trail } from 'aws-cdk-lib/aws-cloudtrail'
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { acknowledge } from './acknowledge.ts'
import { ConfigRules } from './config-rules.ts'
import type { DataStack } from './data-stack.ts'
import { bucketNameOf, nameOf } from './names.ts'
import { removalOf } from './removal.ts'

export type AuditStackProps = StackProps & {
  readonly name: StageName
  readonly stage: Stage
  readonly data: DataStack
}

/** Who did what in this account, and what stands open in it; each part only where the stage asks for it. */
export class AuditStack extends Stack {
  readonly #name: StageName
  readonly #stage: Stage

  constructor(scope: Construct, id: string, { name, stage, data, ...props }: AuditStackProps) {
    super(scope, id, props)
    this.#name = name
    this.#stage = stage
    const evidence = stage.audit.trail || stage.audit.config ? this.#evidence() : undefined
    if (stage.audit.trail && evidence !== undefined) this.#follow(data, evidence)
    if (stage.audit.guardDuty) {
      // An account has one detector in each region: where an organisation keeps it, this stays off.
      new CfnDetector(this, 'Detector', {
        enable: true,
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
        features: [
          { name: 'S3_DATA_EVENTS', status: 'ENABLED' },
          { name: 'LAMBDA_NETWORK_LOGS', status: 'ENABLED' },
        ],
      })
    }
    if (stage.audit.config && evidence !== undefined) new ConfigRules(this, 'Config', { name, bucket: evidence })
  }

  #evidence(): IBucket {
    const bucket = new Bucket(this, 'Evidence', {
      bucketName: bucketNameOf(this, this.#name, 'evidence'),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: removalOf(this.#stage),
      lifecycleRules: [
        { expiration: Duration.days(this.#stage.logDays), noncurrentVersionExpiration: Duration.days(30) },
      ],
    })
    acknowledge(bucket, 'AwsSolutions-S1', 'it is itself a log: who reads it stands in the trail')
    return bucket as IBucket
  }

  // Whoever reads or writes the table or a bucket, and every management call, to which asking for a secret belongs.
  #follow({ table, buckets }: DataStack, bucket: IBucket): void {
    const trail = new Trail(this, 'Trail', {
      trailName: nameOf(this.#name, 'trail'),
      bucket,
      enableFileValidation: true,
      isMultiRegionTrail: true,
    })
    const made = trail.node.defaultChild as CfnTrail
    made.addPropertyDeletionOverride('EventSelectors')
    const kept = [buckets.documents, buckets.exports, buckets.failures]
    made.advancedEventSelectors = [
      {
        name: 'Management',
        fieldSelectors: [
          { field: 'eventCategory', equalTo: ['Management'] },
          // Every reading of the table asks for its key: those calls would be most of the trail, and tell nothing more.
          { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
        ],
      },
      {
        name: 'Table',
        fieldSelectors: [
          { field: 'eventCategory', equalTo: ['Data'] },
          { field: 'resources.type', equalTo: ['AWS::DynamoDB::Table'] },
          { field: 'resources.ARN', equalTo: [table.tableArn] },
        ],
      },
      {
        name: 'Objects',
        fieldSelectors: [
          { field: 'eventCategory', equalTo: ['Data'] },
          { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWith: kept.map(({ bucketArn }) => `${bucketArn}/`) },
        ],
      },
    ]
  }
}
