import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { directory } from '../../../app/dynamo/directory.ts'
import { githubClient } from '../../../app/github/client.ts'
import { jsonLog } from '../../../app/log.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { type Application, startApplication } from '../application.ts'
import { derived, type LocalSecrets } from '../aws/local-secrets.ts'
import { bundledCode } from '../functions/bundled-code.ts'
import { fromSource } from '../functions/function-code.ts'
import { localStore } from '../people/found.ts'
import { appRegistration, botScopes } from '../people/registrations.ts'
import { claimFolder } from './claim.ts'
import { type Credentials, readCredentials, wantedWords } from './credentials.ts'
import { githubPreflight, type LiveGitHub } from './github-preflight.ts'
import { liveWords } from './live-words.ts'
import { type Parts, startParts } from './parts.ts'
import { type LiveWorkspace, slackOwner, slackPreflight } from './slack-preflight.ts'
import { openSocket, type Socket } from './socket.ts'
import { comeBack, moveIn } from './tenant.ts'
import { Unready } from './unready.ts'
import { listenToWebhooks } from './webhooks.ts'

export type LiveOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly dir: string
  readonly port: number
  /** Slack id or e-mail address of whoever is to own the workspace in CodexFlow. */
  readonly owner: string | undefined
  /** Runs the functions as they are deployed. */
  readonly bundles: boolean
  readonly print: (line: string) => void
  /** Where the functions' log goes; diverted before anything may write to it. */
  readonly divert: (file: string) => void
  readonly stop: AbortSignal
}

/**
 * `npm start -- --live`: a real workspace and a real GitHub App, with everything else on this machine. Stays up until
 * `stop`. Throws `Unready`, in words, when something is missing or refused.
 */
export async function live(options: LiveOptions): Promise<void> {
  const { env, dir, print, stop } = options
  const read = readCredentials(env, (path) => readFileSync(path, 'utf8'))
  if ('wanted' in read) throw new Unready(wantedWords(read.wanted))
  const { credentials } = read
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const release = claimFolder(dir)
  options.divert(join(dir, 'app.log'))
  const log = jsonLog((line) => process.stdout.write(`${line}\n`), { service: 'live' }, secretsOf(credentials))
  const ends: (() => Promise<unknown> | unknown)[] = [release]
  try {
    const privateKey = async () => credentials.github.privateKey
    const { asApp } = githubClient({ ...credentials.github, privateKey, log, now: Date.now })
    const workspace = await slackPreflight(credentials.slack, botScopes())
    const github = await githubPreflight(asApp, credentials, appRegistration())
    const parts = await startParts(dir)
    ends.push(parts.stop)
    const signingSecret = randomBytes(32).toString('hex')
    const application = await start(options, credentials, { workspace, github, parts, signingSecret })
    ends.push(() => application.stop())
    const say = (what: string) => (state: 'connected' | 'lost') => {
      if (!stop.aborted)
        print(
          state === 'lost' ? `The connection to ${what} is lost; it comes back by itself.` : `Connected to ${what}.`,
        )
    }
    const webhooks = await listenToWebhooks({
      proxyUrl: credentials.proxyUrl,
      webhookSecret: credentials.github.webhookSecret,
      door: `${application.url}/github/webhooks`,
      log,
      onState: say('the webhook proxy'),
    }).catch(unanswered)
    ends.push(webhooks.close)
    const door = { url: application.url, signingSecret }
    const socket: Socket = await openSocket({
      ...credentials.slack,
      door,
      log,
      onState: say(`Slack (${workspace.name})`),
    })
    ends.push(socket.close)
    print(liveWords({ workspace, github, dir, url: application.url }))
    await stopped(stop)
    print('Stopping…')
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

type Ground = {
  readonly workspace: LiveWorkspace
  readonly github: LiveGitHub
  readonly parts: Parts
  readonly signingSecret: string
}

async function start(
  { dir, port, owner, bundles, print }: LiveOptions,
  credentials: Credentials,
  { workspace, github, parts, signingSecret }: Ground,
): Promise<Application> {
  return startApplication({
    dir,
    port,
    parts: parts.urls,
    code: bundles ? await bundledCode(dir, print) : fromSource,
    outside: environmentOf(credentials, github),
    secrets: secretsFrom(credentials, signingSecret),
    // They are the user's own, and stand in the user's environment.
    rotations: {},
    log: jsonLog((line) => process.stdout.write(`${line}\n`), { service: 'runtime' }, secretsOf(credentials)),
    beforeWork: async ({ table, topicArn }) => {
      const store = localStore(table, parts.urls.dynamodb)
      const people = directory(store)
      const tenant = workspaceOf(workspace.teamId)
      await comeBack(store, tenant)
      if (owner === undefined && (await people.settings(tenant)) === undefined) {
        throw new Unready(
          `Nobody owns ${workspace.name} in CodexFlow yet. Say who does, once: npm start -- --live --owner you@your-company.com`,
        )
      }
      const found = owner === undefined ? undefined : await slackOwner(credentials.slack, owner)
      await moveIn(people, { workspace: tenant, name: workspace.name, emailTopic: topicArn }, found)
      if (found !== undefined) print(`${found.name} owns ${workspace.name} in CodexFlow.`)
    },
  })
}

function environmentOf({ slack, github }: Credentials, { slug }: LiveGitHub) {
  return {
    SLACK_API_URL: slack.apiUrl,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_APP_SLUG: slug,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_WEB_URL: github.webUrl,
    ...(github.user === undefined ? {} : { GITHUB_CLIENT_ID: github.user.clientId }),
  }
}

// What the user's environment holds goes into the laptop's Secrets Manager, where the functions ask for it.
function secretsFrom({ slack, github }: Credentials, signingSecret: string): LocalSecrets {
  return {
    // Nobody but our own socket knows it: what it signs has come from Slack.
    'slack-signing': { secret: signingSecret },
    'slack-app': { botToken: slack.botToken },
    'github-webhook': { secret: github.webhookSecret },
    'github-app': { privateKey: github.privateKey },
    'github-oauth': github.user === undefined ? {} : { clientSecret: github.user.clientSecret },
    keys: { next: derived(github.webhookSecret, 'comment markers') },
  }
}

function secretsOf({ slack, github, proxyUrl }: Credentials): readonly string[] {
  // Whoever knows the channel of the proxy can read every webhook.
  const user = github.user === undefined ? [] : [github.user.clientSecret]
  return [slack.appToken, slack.botToken, github.privateKey, github.webhookSecret, ...user, proxyUrl]
}

function unanswered(error: unknown): never {
  throw new Unready(
    'The webhook proxy does not answer. Is GITHUB_PROXY_URL the address of a channel, and this machine online?',
    error,
  )
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
}
