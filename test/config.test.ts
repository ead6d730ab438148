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

it('says what is of no use without others, and what is no number or out of bounds', () => {
  const faulty = { SLACK_CLIENT_ID: '1.2', BEDROCK_DEADLINE_MS: 'soon', CODEXFLOW_PURGE_AFTER_MS: '900001' }
  expect(() => readConfig({ ...whole, ...faulty, GITHUB_APP_ID: '7.5', CODEXFLOW_OPERATIONS: 'ops' })).toThrow(
    'The configuration is incomplete. ' +
      'CODEXFLOW_URL: is needed where SLACK_CLIENT_ID is given; ' +
      'CODEXFLOW_VAULT_KEY: is needed where SLACK_CLIENT_ID is given; ' +
      'CODEXFLOW_PURGE_AFTER_MS: is too small or too large; ' +
      'CODEXFLOW_OPERATIONS: is a Slack team and a channel of it: T0123/C0123; ' +
      'GITHUB_APP_ID: is no such number; ' +
      'BEDROCK_DEADLINE_MS: is no such number',
  )
})

it('reads the same where what may be missing is there and empty', () => {
  const empty = { BEDROCK_MODEL_ID: '', SLACK_CLIENT_ID: '', CODEXFLOW_OPERATIONS: '', CODEXFLOW_SECRET_KEYS: '' }
  expect(readConfig({ ...whole, ...empty })).toEqual(readConfig(whole))
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
