import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../app/config.ts'
import { worldSecrets } from '../../infra/local/aws/local-secrets.ts'
import type { LocalQueues } from '../../infra/local/aws/queues.ts'
import { functionEnvironment, worldEnvironment } from '../../infra/local/functions/function-environment.ts'
import { describeLocal, forgetLocal, runningLocal, thisProcess, writeLocal } from '../../infra/local/local-file.ts'

const queue = (name: string) => ({
  url: `http://127.0.0.1:4566/1/${name}`,
  arn: `arn:aws:sqs:us-east-1:1:${name}`,
  deadUrl: `http://127.0.0.1:4566/1/${name}-dead`,
  deadArn: `arn:aws:sqs:us-east-1:1:${name}-dead`,
})
const queues: LocalQueues = {
  inbox: queue('inbox'),
  'follow-ups': queue('follow-ups'),
  orchestration: queue('orchestration'),
  deliveries: queue('deliveries'),
  redraws: queue('redraws'),
  statements: queue('statements'),
  digests: queue('digests'),
  alarms: queue('alarms'),
  visits: queue('visits'),
  imports: queue('imports'),
  incidents: queue('incidents'),
  releases: queue('releases'),
}
const world = {
  urls: {
    dynamodb: 'http://127.0.0.1:8000',
    sqs: 'http://127.0.0.1:4566',
    sns: 'http://127.0.0.1:4566',
    slack: 'http://127.0.0.1:4003/api/',
    github: 'http://127.0.0.1:4001',
    bridge: 'http://127.0.0.1:4002',
  },
  secrets: {
    slack: {
      ...{
        teamId: 'T1',
        appId: 'A1',
        botUserId: 'UB',
        botId: 'B1',
        clientId: 'c',
        clientSecret: 'client-secret-of-the-tests',
      },
      ...{ signingSecret: 'sign', verificationToken: 'v', botToken: 'xoxb-1' },
    },
    github: { appId: 4711, appSlug: 'codexflow', installationId: 7, privateKey: 'KEY', webhookSecret: 'hook' },
  },
}
const aws = 'http://127.0.0.1:5000'
const endpoints = { events: aws, scheduler: aws, sqs: aws, secrets: aws, kms: aws }
const amy = {
  ...{ name: 'amy', fullName: 'Amy Adeyemi', title: 'Product manager', email: 'amy@northwind.example' },
  ...{ slackId: 'U1', slackToken: 'xoxp-1', login: 'amy-adeyemi', githubToken: 'ghp_1', github: 'admin' as const },
}
const local = describeLocal({
  application: {
    ...{ url: 'http://127.0.0.1:3000', watchUrl: 'http://127.0.0.1:5001', table: 'codexflow', queues },
    ...{ topicArn: 'arn:aws:sns:us-east-1:1:handoffs', runtime: { endpoints } },
  },
  world,
  people: [amy],
  repositories: ['northwind/user-api'],
  process: thisProcess(),
  startedAt: '2026-06-01T08:00:00.000Z',
})

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'codexflow-local-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('local.json', () => {
  it('tells a client everything it needs', () => {
    expect(local).toEqual({
      version: 1,
      startedAt: '2026-06-01T08:00:00.000Z',
      process: thisProcess(),
      doors: {
        url: 'http://127.0.0.1:3000',
        slack: 'http://127.0.0.1:3000/slack/events',
        github: 'http://127.0.0.1:3000/github/webhooks',
        health: 'http://127.0.0.1:3000/health',
      },
      parts: {
        ...world.urls,
        slackInspector: 'http://127.0.0.1:4003/',
        events: endpoints.events,
        scheduler: endpoints.scheduler,
        secrets: endpoints.secrets,
        kms: endpoints.kms,
        watch: 'http://127.0.0.1:5001',
      },
      secrets: {
        slackSigningSecret: 'sign',
        slackBotToken: 'xoxb-1',
        githubWebhookSecret: 'hook',
        githubPrivateKey: 'KEY',
      },
      slack: { teamId: 'T1', appId: 'A1', botUserId: 'UB', command: '/codexflow' },
      github: { appId: 4711, appSlug: 'codexflow', installationId: 7 },
      people: [amy],
      repositories: [{ fullName: 'northwind/user-api', url: 'http://127.0.0.1:4001/northwind/user-api' }],
      table: 'codexflow',
      queues: {
        inbox: { url: queues.inbox.url, deadLetters: queues.inbox.deadUrl },
        'follow-ups': { url: queues['follow-ups'].url, deadLetters: queues['follow-ups'].deadUrl },
        orchestration: { url: queues.orchestration.url, deadLetters: queues.orchestration.deadUrl },
        deliveries: { url: queues.deliveries.url, deadLetters: queues.deliveries.deadUrl },
        redraws: { url: queues.redraws.url, deadLetters: queues.redraws.deadUrl },
        statements: { url: queues.statements.url, deadLetters: queues.statements.deadUrl },
        digests: { url: queues.digests.url, deadLetters: queues.digests.deadUrl },
        alarms: { url: queues.alarms.url, deadLetters: queues.alarms.deadUrl },
        visits: { url: queues.visits.url, deadLetters: queues.visits.deadUrl },
        imports: { url: queues.imports.url, deadLetters: queues.imports.deadUrl },
        incidents: { url: 'http://127.0.0.1:4566/1/incidents', deadLetters: 'http://127.0.0.1:4566/1/incidents-dead' },
        releases: { url: 'http://127.0.0.1:4566/1/releases', deadLetters: 'http://127.0.0.1:4566/1/releases-dead' },
      },
      emailTopic: 'arn:aws:sns:us-east-1:1:handoffs',
      region: 'us-east-1',
    })
  })

  it('is read back while its process lives, by its owner only', () => {
    writeLocal(dir, local)
    expect(runningLocal(dir)).toEqual(local)
    if (process.platform !== 'win32') expect(statSync(join(dir, 'local.json')).mode & 0o777).toBe(0o600)
  })

  it('means nothing once its process is gone, even when its number lives on', () => {
    writeLocal(dir, { ...local, process: { pid: process.pid, start: 'another time' } })
    expect(runningLocal(dir)).toBeUndefined()
  })

  it('is withdrawn by its own process alone', () => {
    writeLocal(dir, local)
    forgetLocal(dir, process.pid + 1)
    expect(runningLocal(dir)).toEqual(local)
    forgetLocal(dir, process.pid)
    expect(runningLocal(dir)).toBeUndefined()
  })
})

describe('the environment of the functions', () => {
  const appUrl = 'http://127.0.0.1:3000'
  const surroundings = { parts: world.urls, table: 'codexflow', bus: 'codexflow', queues, endpoints, appUrl }

  it('is all that they ask for', () => {
    const config = readConfig({ ...functionEnvironment(surroundings), ...worldEnvironment(world) })
    expect(config).toMatchObject({
      table: 'codexflow',
      bus: 'codexflow',
      queues: { inbox: queues.inbox.url, deliveries: queues.deliveries.url },
      queueArns: { deliveries: queues.deliveries.arn },
      region: 'us-east-1',
      endpoints: { dynamodb: world.urls.dynamodb, sns: world.urls.sns, ...endpoints },
      secrets: { 'slack-signing': 'codexflow/laptop/slack-signing', keys: 'codexflow/laptop/keys' },
      vaultKey: 'alias/codexflow',
      slack: { apiUrl: world.urls.slack, responseOrigin: world.urls.bridge },
      github: {
        appId: 4711,
        appSlug: 'codexflow',
        apiUrl: world.urls.github,
      },
    })
    expect(config.bedrock.modelId).toBeUndefined()
    expect(config.slack.app).toEqual({
      clientId: world.secrets.slack.clientId,
      redirectUrl: 'http://127.0.0.1:3000/slack/oauth',
      authorizeUrl: new URL('/oauth/v2/authorize', world.urls.slack).href,
    })
  })

  it('leaves Bedrock to the user, whose region does not move the laptop', () => {
    const user = { AWS_REGION: 'eu-central-1', BEDROCK_MODEL_ID: 'm' }
    const config = readConfig({ ...user, ...functionEnvironment(surroundings, user), ...worldEnvironment(world) })
    expect([config.region, config.bedrock.region, config.bedrock.modelId]).toEqual(['us-east-1', 'eu-central-1', 'm'])
  })

  it('holds nothing that is secret: the laptop, too, keeps that in its Secrets Manager', () => {
    const values = Object.values({ ...functionEnvironment(surroundings), ...worldEnvironment(world) })
    const said = Object.values(worldSecrets(world.secrets)).flatMap((fields) => Object.values(fields).flat())
    expect(said.length).toBeGreaterThan(6)
    expect(values.filter((value) => said.includes(value))).toEqual([])
  })

  it('marks comments with a key of its own, which stays as long as the world’s secrets', () => {
    const key = (webhookSecret: string) =>
      worldSecrets({ ...world.secrets, github: { ...world.secrets.github, webhookSecret } }).keys?.['next']
    expect(key('hook')).toBe(key('hook'))
    expect(new Set([key('hook'), key('other'), 'hook']).size).toBe(3)
  })
})
