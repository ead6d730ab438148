import { expect, it } from 'vitest'
import { readConfig } from '../app/config.ts'

const whole = {
  CODEXFLOW_QUEUE_INBOX: 'http://127.0.0.1/inbox',
  CODEXFLOW_QUEUE_FOLLOW_UPS: 'http://127.0.0.1/follow-ups',
  CODEXFLOW_QUEUE_ORCHESTRATION: 'http://127.0.0.1/orchestration',
  CODEXFLOW_QUEUE_DELIVERIES: 'http://127.0.0.1/deliveries',
  CODEXFLOW_QUEUE_ALARMS: 'http://127.0.0.1/alarms',
  CODEXFLOW_QUEUE_IMPORTS: 'http://127.0.0.1/imports',
  CODEXFLOW_QUEUE_ALARMS_ARN: 'arn:aws:sqs:us-east-1:1:alarms',
  CODEXFLOW_QUEUE_VISITS: 'http://127.0.0.1/visits',
  CODEXFLOW_QUEUE_VISITS_ARN: 'arn:aws:sqs:us-east-1:1:visits',
  CODEXFLOW_QUEUE_DELIVERIES_ARN: 'arn:aws:sqs:us-east-1:1:deliveries',
  CODEXFLOW_QUEUE_STATEMENTS: 'http://127.0.0.1/statements',
  CODEXFLOW_QUEUE_STATEMENTS_ARN: 'arn:aws:sqs:us-east-1:1:statements',
  CODEXFLOW_QUEUE_DIGESTS: 'http://127.0.0.1/digests',
  CODEXFLOW_QUEUE_DIGESTS_ARN: 'arn:aws:sqs:us-east-1:1:digests',
  GITHUB_APP_ID: '7',
}

it('reads a whole environment, with Slack’s and GitHub’s own addresses unless others are given', () => {
  expect(readConfig(whole)).toMatchObject({
    table: 'codexflow',
    slack: { apiUrl: 'https://slack.com/api/', responseOrigin: 'https://hooks.slack.com' },
    github: { appId: 7, apiUrl: 'https://api.github.com' },
    bedrock: { region: 'us-east-1', deadlineMs: 12_000 },
    patience: { sendTimeout: 8_000, lease: 30_000, quarantine: 60_000 },
  })
})

it('keeps the time-out of a send under a third of the lease, whatever is asked for', () => {
  const { patience } = readConfig({ ...whole, CODEXFLOW_LEASE_MS: '3000', CODEXFLOW_SEND_TIMEOUT_MS: '9000' })
  expect(patience.sendTimeout).toBeLessThanOrEqual(patience.lease / 3)
})

it('names what is missing or wrong, and never says what it was', () => {
  const { CODEXFLOW_QUEUE_INBOX: _, ...lacking } = whole
  const read = () => readConfig({ ...lacking, GITHUB_API_URL: 'hidden-canary' })
  expect(read).toThrow(/CODEXFLOW_QUEUE_INBOX.*GITHUB_API_URL/s)
  expect(read).not.toThrow(/canary/)
})

it('takes who calls AWS from where Lambda puts it, and nobody where a part of it lacks', () => {
  const role = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' }
  expect(readConfig({ ...whole, ...role, AWS_SESSION_TOKEN: 'token' }).credentials).toEqual({
    accessKeyId: 'AKID',
    secretAccessKey: 'secret',
    sessionToken: 'token',
  })
  expect(readConfig({ ...whole, ...role, AWS_SESSION_TOKEN: '' }).credentials).toEqual({
    accessKeyId: 'AKID',
    secretAccessKey: 'secret',
  })
  expect(readConfig({ ...whole, AWS_ACCESS_KEY_ID: 'AKID' }).credentials).toBeUndefined()
})
