/**
 * As the bill groups prices: where AWS has them today, and where they were read and of when that is. There was no web at
 * hand when they were written down, so look before you rely on them.
 */
export const services = {
  Lambda: { source: 'https://aws.amazon.com/lambda/pricing/', read: 'aws.amazon.com/lambda/pricing, copy of 2026-06' },
  DynamoDB: {
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    read: 'airbyte.com, 2025-07: halved in November 2024',
  },
  Backup: { source: 'https://aws.amazon.com/backup/pricing/', read: 'known; no dated source found' },
  SQS: { source: 'https://aws.amazon.com/sqs/pricing/', read: 'cloudburn.io, 2026-03' },
  EventBridge: { source: 'https://aws.amazon.com/eventbridge/pricing/', read: 'cloudburn.io, 2026-03' },
  SNS: { source: 'https://aws.amazon.com/sns/pricing/', read: 'factualminds.com, 2026-06' },
  'API Gateway': { source: 'https://aws.amazon.com/api-gateway/pricing/', read: 'awsforengineers.com, 2025-05' },
  CloudFront: {
    source: 'https://aws.amazon.com/cloudfront/pricing/',
    read: 'known; free tier in cur.vantage.sh, no date',
  },
  WAF: { source: 'https://aws.amazon.com/waf/pricing/', read: 'c3x.dev and awsnegotiations.com, 2026' },
  KMS: { source: 'https://aws.amazon.com/kms/pricing/', read: 'cloudburn.io, 2026-03' },
  'Secrets Manager': {
    source: 'https://aws.amazon.com/secrets-manager/pricing/',
    read: 'hivebook.wiki, no date',
  },
  CloudWatch: { source: 'https://aws.amazon.com/cloudwatch/pricing/', read: 'factualminds.com, 2026-06' },
  'X-Ray': {
    source: 'https://aws.amazon.com/xray/pricing/',
    read: 'aws.amazon.com/xray/pricing, copy of unknown date',
  },
  'Data transfer': { source: 'https://aws.amazon.com/ec2/pricing/on-demand/', read: 'cloudpipelines.pages.dev, 2026' },
  VPC: { source: 'https://aws.amazon.com/vpc/pricing/', read: 'zacfukuda.com, 2026-06' },
  GuardDuty: { source: 'https://aws.amazon.com/guardduty/pricing/', read: 'factualminds.com, 2026-06' },
  S3: { source: 'https://aws.amazon.com/s3/pricing/', read: 'known; no dated source found' },
  CloudTrail: {
    source: 'https://aws.amazon.com/cloudtrail/pricing/',
    read: 'aws.amazon.com/cloudtrail/pricing, copy of unknown date',
  },
  Config: { source: 'https://aws.amazon.com/config/pricing/', read: 'cloudgauge.app, no date' },
  Bedrock: {
    source: 'https://aws.amazon.com/bedrock/pricing/',
    read: 'clauder-navi.com, 2026: 3.00, and a tenth more in one region or geography',
  },
} as const satisfies Readonly<Record<string, { readonly source: string; readonly read: string }>>
export type ServiceName = keyof typeof services
