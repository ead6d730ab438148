/**
 * The network of one's own that a stage may ask for: how many zones it spans, and to which services of AWS it has a door of
 * its own. Data, because `infra/aws` builds it and `infra/cost` prices it.
 */
export const ZONES = 2

/** Services that functions or Lambda call in their name, and that have no free gateway (DynamoDB and S3 have). */
export const ENDPOINTS = [
  'sqs',
  'events',
  'scheduler',
  'sns',
  'bedrock-runtime',
  'secretsmanager',
  'kms',
  'logs',
  'xray',
] as const
