/** The least that a handler starts with, of a system whose table is away. */
export const ENVIRONMENT = {
  // Nothing listens there: the table is away.
  CODEXFLOW_DYNAMODB_ENDPOINT: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'e',
  AWS_SECRET_ACCESS_KEY: 'f',
  CODEXFLOW_QUEUE_INBOX: 'inbox',
  CODEXFLOW_QUEUE_FOLLOW_UPS: 'follow-ups',
  CODEXFLOW_QUEUE_ORCHESTRATION: 'orchestration',
  CODEXFLOW_QUEUE_DELIVERIES: 'deliveries',
  CODEXFLOW_QUEUE_ALARMS: 'alarms',
  CODEXFLOW_QUEUE_IMPORTS: 'imports',
  CODEXFLOW_QUEUE_ALARMS_ARN: 'arn:aws:sqs:us-east-1:123456789012:alarms',
  CODEXFLOW_QUEUE_VISITS: 'visits',
  CODEXFLOW_QUEUE_VISITS_ARN: 'arn:aws:sqs:us-east-1:123456789012:visits',
  CODEXFLOW_QUEUE_DELIVERIES_ARN: 'arn:aws:sqs:us-east-1:123456789012:deliveries',
  CODEXFLOW_QUEUE_STATEMENTS: 'statements',
  CODEXFLOW_QUEUE_STATEMENTS_ARN: 'arn:aws:sqs:us-east-1:123456789012:statements',
  CODEXFLOW_QUEUE_DIGESTS: 'digests',
  CODEXFLOW_QUEUE_DIGESTS_ARN: 'arn:aws:sqs:us-east-1:123456789012:digests',
  GITHUB_APP_ID: '1',
}
