import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bridgeRoutes, probe } from './bridge.ts'
import { githubDeliveries } from './deliveries.ts'
import { joinChannels, peopleOf } from './directory.ts'
import { startDynoxide } from './dynoxide.ts'
import { lookingToken, lookingTokens, startGitHub, startSlack } from './emulators.ts'
import { closeFronts } from './front.ts'
import { type Behind, startFronts } from './fronts.ts'
import { deploymentApi } from './github-deployments.ts'
import { githubRepair, lookingByTurns } from './github-front.ts'
import { hookApi } from './github-hook-api.ts'
import { hookConfigApi, keptHook } from './github-hook-config.ts'
import { adminHeaders, githubIntake } from './github-intake.ts'
import { oauthRepair } from './github-oauth.ts'
import { githubPage } from './github-pages.ts'
import { reactions } from './github-reactions.ts'
import { relationApi } from './github-relations.ts'
import { listen } from './http.ts'
import { mailboxes } from './mail.ts'
import { keptNumbers } from './numbers.ts'
import { plant } from './planting.ts'
import { startQueues } from './queues.ts'
import { answerBy } from './routes.ts'
import type { WorldUrls } from './run-file.ts'
import { keptSecrets, type Secrets } from './secrets.ts'
import type { WorldSettings } from './settings.ts'
import { slackClient } from './slack-client.ts'
import { ephemeralMessages } from './slack-ephemerals.ts'
import { rememberedViews } from './slack-views.ts'

/** A world that runs in this process, but for dynoxide. */
export type Parts = {
  readonly urls: WorldUrls
  readonly secrets: Secrets
  readonly dynoxide: { readonly pid: number; readonly ended: Promise<string> }
  stop(): Promise<void>
}

/** Starts every part and plants the seed. When one fails, those already started are stopped again. */
export async function startParts(settings: WorldSettings): Promise<Parts> {
  const ends: (() => unknown)[] = []
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await startEach(settings, ends)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startEach(settings: WorldSettings, ends: (() => unknown)[]): Promise<Omit<Parts, 'stop'>> {
  const { seed, ports } = settings
  const dir = settings.inMemory ? undefined : settings.dir
  const keepIn = (name: string) => (dir === undefined ? undefined : join(dir, name))
  const secrets = keptSecrets(dir)

  const dynoxide = await startDynoxide(ports.dynamodb, keepIn('dynamodb.sqlite'))
  ends.push(dynoxide.guarded.stop)
  if (dir !== undefined) mkdirSync(join(dir, 'queues'), { recursive: true })
  const queues = await startQueues(ports.sqs, keepIn('queues'))
  ends.push(() => queues.stop())

  const behind: Behind = {}
  const looking = lookingTokens(secrets.slack.botToken)
  let looks = 0
  const nextToken = () => lookingToken(looking, looks++)
  const bot = slackClient(() => behind.slack?.url, nextToken)
  const person = (token: string) =>
    slackClient(
      () => behind.slack?.url,
      () => token,
    )
  const askGitHub = (path: string, authorization?: string) => {
    const headers = { ...adminHeaders(seed), ...(authorization === undefined ? {} : { authorization }) }
    return fetch(`${behind.github?.url}${path}`, { headers })
  }
  const addresses = { app: settings.appUrl, bridge: '' }
  const views = rememberedViews()
  const ephemerals = ephemeralMessages(() => addresses.bridge, bot)
  const hook = keptHook(keepIn('github-hook.json'), secrets.github.webhookSecret)
  const deliveries = githubDeliveries(() => addresses.app, hook.secret, secrets.github)
  ends.push(deliveries.close)
  const numbers = keptNumbers(keepIn('github-numbers.json'))
  const intake = githubIntake(deliveries, numbers, seed, secrets, askGitHub)
  const deployments = deploymentApi(deliveries, secrets.github.installationId, askGitHub)
  const repositories = seed.repositories.map(({ name }) => `${seed.owner}/${name}`)
  const relations = relationApi(deliveries, secrets.github.installationId, repositories, askGitHub)
  const hooks = hookApi(deliveries, secrets.github.installationId, askGitHub)
  const hookConfig = hookConfigApi(hook, askGitHub)
  const oauth = oauthRepair()
  const signs = reactions(seed, secrets.github.appSlug, askGitHub)
  const repair = githubRepair(askGitHub, intake)
  const fronts = await startFronts(
    ports,
    behind,
    { views, ephemerals },
    {
      instead: async (call) =>
        (await hookConfig(call)) ??
        (await hooks(call)) ??
        (await deployments(call)) ??
        (await signs.answer(call)) ??
        (await relations.instead(call)) ??
        oauth.instead(call) ??
        (await githubPage(call, askGitHub)),
      before: lookingByTurns(seed),
      repair: async (call, reply) => {
        oauth.noted(call, reply)
        return signs.counted(call, await repair(call, relations.repair(call, reply)))
      },
    },
  )
  ends.push(closeFronts, fronts.slack.close, fronts.github.close)
  const people = () => peopleOf(seed, bot)
  const routes = bridgeRoutes({
    slack: { secrets: secrets.slack, seed, bot, person, people, appUrl: () => addresses.app, views, ephemerals },
    deliveries,
    takeIn: intake.takeIn,
    mailboxes: mailboxes(queues, keepIn('mailboxes.json')),
    faults: fronts.faults,
    calls: fronts.calls,
    appUrl: {
      get: () => addresses.app,
      set: (url) => {
        addresses.app = url
      },
    },
    health: async () => ({
      dynamodb: await probe(dynoxide.url),
      sqs: await probe(`http://127.0.0.1:${queues.port}/health`),
      slack: await probe(behind.slack?.url),
      github: await probe(behind.github?.url),
    }),
  })
  const bridge = await listen(ports.bridge, 'bridge', answerBy(routes))
  ends.push(bridge.close)
  addresses.bridge = bridge.url

  behind.slack = await startSlack(fronts.slack.url, settings.appUrl, seed, secrets)
  ends.push(behind.slack.close)
  const addressed = { webhookUrl: `${bridge.url}/github/emulated`, appUrl: settings.appUrl }
  const github = await startGitHub(fronts.github.url, addressed, seed, secrets)
  behind.github = github
  ends.push(github.close)
  await joinChannels(bot, seed.channels)
  await plant(github.url, seed, numbers.highest())
  github.listen()

  const queueUrl = `http://127.0.0.1:${queues.port}`
  return {
    urls: {
      dynamodb: dynoxide.url,
      sqs: queueUrl,
      sns: queueUrl,
      slack: `${fronts.slack.url}/api/`,
      github: fronts.github.url,
      bridge: bridge.url,
    },
    secrets,
    dynoxide: dynoxide.guarded,
  }
}
