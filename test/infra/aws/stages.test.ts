import { describe, expect, it } from 'vitest'
import { synthesised } from '../../support/aws/synthesis.ts'
import { countsOf, whatMatters } from '../../support/aws/what-matters.ts'

describe('a stage on AWS', () => {
  it('is so many things of each kind, and more of them in production', () => {
    const dev = countsOf(synthesised('dev'))
    expect(dev).toMatchInlineSnapshot(`
      [
        "1 ApiGatewayV2::Api",
        "1 ApiGatewayV2::Stage",
        "1 DynamoDB::GlobalTable",
        "1 Events::Archive",
        "1 Events::EventBus",
        "1 IAM::ManagedPolicy",
        "3 KMS::Alias",
        "3 KMS::Key",
        "4 S3::Bucket",
        "4 S3::BucketPolicy",
        "2 SNS::Subscription",
        "2 SNS::Topic",
        "2 SNS::TopicPolicy",
        "2 SecretsManager::RotationSchedule",
        "6 SecretsManager::Secret",
      ]
    `)
    expect(countsOf(synthesised('production')).filter((count) => !dev.includes(count))).toMatchInlineSnapshot(`
      [
        "1 Backup::BackupPlan",
        "1 Backup::BackupSelection",
        "2 Backup::BackupVault",
        "1 CloudFront::Distribution",
        "1 CloudFront::ResponseHeadersPolicy",
        "1 CloudTrail::Trail",
        "7 Config::ConfigRule",
        "1 Config::ConfigurationRecorder",
        "1 Config::DeliveryChannel",
        "1 GuardDuty::Detector",
        "5 KMS::Alias",
        "4 KMS::Key",
        "1 KMS::ReplicaKey",
        "1 Logs::Delivery",
        "1 Logs::DeliveryDestination",
        "1 Logs::DeliverySource",
        "1 Logs::ResourcePolicy",
        "9 S3::Bucket",
        "9 S3::BucketPolicy",
        "7 SecretsManager::Secret",
        "1 WAFv2::LoggingConfiguration",
        "1 WAFv2::WebACL",
      ]
    `)
  })

  it('is cheap and gone without a trace in dev', () => {
    expect(whatMatters(synthesised('dev'))).toMatchInlineSnapshot(`
      {
        "archive": [
          "30 days",
        ],
        "backups": [],
        "buckets": [
          "BucketsLogs: AES256, 7 days",
          "BucketsDocuments: aws:kms, versions, kept",
          "BucketsExports: aws:kms, versions, 30 days",
          "BucketsFailures: aws:kms, versions, 365 days",
        ],
        "functions": [
          "nodejs24.x arm64 traced Active",
        ],
        "keys": [
          "What CodexFlow stores (dev): rotates true",
          "What CodexFlow's tokens are sealed with (dev): rotates true",
          "What CodexFlow is told by AWS (dev): rotates true",
        ],
        "logs": [
          "7 days",
        ],
        "table": {
          "ages": {
            "AttributeName": "expires",
            "Enabled": true,
          },
          "billing": "PAY_PER_REQUEST",
          "replicas": [
            "us-east-1, points in time true, protected false, own key true",
          ],
          "stream": "NEW_AND_OLD_IMAGES",
        },
        "throttles": [
          {
            "DetailedMetricsEnabled": true,
            "ThrottlingBurstLimit": 50,
            "ThrottlingRateLimit": 100,
          },
        ],
      }
    `)
  })

  it('keeps what it has in production', () => {
    expect(whatMatters(synthesised('production'))).toMatchInlineSnapshot(`
      {
        "archive": [
          "30 days",
        ],
        "backups": [
          "cron(30 3 * * ? *), 35 days",
        ],
        "buckets": [
          "BucketsLogs: AES256, 365 days",
          "BucketsDocuments: aws:kms, versions, kept",
          "BucketsExports: aws:kms, versions, 30 days",
          "BucketsFailures: aws:kms, versions, 365 days",
          "BucketsLogs: AES256, 365 days",
          "BucketsDocuments: aws:kms, versions, kept",
          "BucketsExports: aws:kms, versions, 30 days",
          "BucketsFailures: aws:kms, versions, 365 days",
          "Evidence: AES256, versions, 365 days",
        ],
        "functions": [
          "nodejs24.x arm64 traced Active",
        ],
        "keys": [
          "What CodexFlow stores (production): rotates true",
          "What CodexFlow stores (production): rotates true",
          "What CodexFlow's tokens are sealed with (production): rotates true",
          "What CodexFlow is told by AWS (production): rotates true",
        ],
        "logs": [
          "365 days",
        ],
        "table": {
          "ages": {
            "AttributeName": "expires",
            "Enabled": true,
          },
          "billing": "PAY_PER_REQUEST",
          "replicas": [
            "us-west-2, points in time true, protected true, own key true",
            "us-east-1, points in time true, protected true, own key true",
          ],
          "stream": "NEW_AND_OLD_IMAGES",
        },
        "throttles": [
          {
            "DetailedMetricsEnabled": true,
            "ThrottlingBurstLimit": 5000,
            "ThrottlingRateLimit": 10000,
          },
        ],
      }
    `)
  })

  it('is in staging what it is in production, but for copies and the length of memory', () => {
    const production = { ...whatMatters(synthesised('production')) }
    const { logs, backups, buckets, ...staging } = whatMatters(synthesised('staging'))
    expect({
      logs,
      backups,
      buckets: buckets.filter((one) => !production.buckets.includes(one)),
    }).toMatchInlineSnapshot(`
      {
        "backups": [
          "cron(30 3 * * ? *), 7 days",
        ],
        "buckets": [
          "BucketsLogs: AES256, 30 days",
        ],
        "logs": [
          "30 days",
        ],
      }
    `)
    expect(production).toMatchObject({
      functions: staging.functions,
      throttles: staging.throttles,
      archive: staging.archive,
    })
  })
})
