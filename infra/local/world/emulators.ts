import { createEmulator } from 'emulate'
import { botScopes } from '../people/registrations.ts'
import { freePort } from './free-port.ts'
import { githubUserApp, type Secrets } from './secrets.ts'
import { APP_PERMISSIONS, adminOf, LOOKING_SCOPES, type Seed } from './seed.ts'

/** An emulated service on a hidden port of its own; `publicUrl` is the front that everybody talks to. */
export type Emulated = { readonly url: string; close(): Promise<void> }

/** Token by which a person acts in Slack. */
export function slackTokenOf(name: string): string {
  return `xoxp-local-${name}`
}

/** Token by which a person acts in GitHub. */
export function githubTokenOf(login: string): string {
  return `ghp_local_${login}`
}

/** How often one token may call within an hour, here as in GitHub; one less, since emulate refuses the last. */
const CALLS_OF_TOKEN = 4_999
const PLANTERS = 2
/** Enough for some fifty looks a second, for an hour. */
const LOOKERS = 40
/** Calls for which there are planting tokens. */
export const PLANTING_CALLS = PLANTERS * CALLS_OF_TOKEN

/** Token by which the first admin makes the n-th call of filling a new GitHub, so that their own lasts. */
export function plantingToken(call: number): string {
  return `ghp_local_planting_${Math.floor(call / CALLS_OF_TOKEN)}`
}

/**
 * Tokens by which the world itself looks at Slack, many times a second while somebody waits: emulate gives each token
 * GitHub's hourly limit, which Slack does not have, and the application's own must last.
 */
export function lookingTokens(botToken: string): readonly string[] {
  return Array.from({ length: LOOKERS }, (_, index) => `${botToken}-look-${index}`)
}

/** The token for the n-th look, out of those. */
export function lookingToken(tokens: readonly string[], look: number): string {
  return tokens[Math.floor(look / CALLS_OF_TOKEN) % tokens.length]!
}

/** The token by which the n-th look of a person at GitHub is made, so that what they do has the hourly limit for itself. */
export function lookingTokenOf(login: string, look: number): string {
  return `${githubTokenOf(login)}_look_${look % LOOKERS}`
}

/** Slack, with the workspace, its people and channels, and our app installed; installing it again leads to `appUrl`. */
export async function startSlack(publicUrl: string, appUrl: string, seed: Seed, secrets: Secrets): Promise<Emulated> {
  const { slack } = secrets
  // As in Slack, our app may do what its manifest asks for; what else it calls is refused with `missing_scope`.
  const scopes = botScopes()
  const us = { user_id: slack.botUserId, bot_id: slack.botId, bot_user_id: slack.botUserId, app_id: slack.appId }
  return onFreePort((port) =>
    createEmulator({
      service: 'slack',
      port,
      baseUrl: publicUrl,
      seed: {
        slack: {
          team: seed.team,
          users: seed.people.map((person) => ({
            name: person.name,
            real_name: person.fullName,
            email: person.email,
            is_admin: person.github === 'admin',
          })),
          channels: seed.channels.map((name) => ({ name })),
          oauth_apps: [
            {
              client_id: slack.clientId,
              client_secret: slack.clientSecret,
              app_id: slack.appId,
              name: 'CodexFlow',
              redirect_uris: [new URL('/slack/oauth', appUrl).href],
              scopes,
              bot_name: 'codexflow',
              bot_user_id: slack.botUserId,
              bot_id: slack.botId,
            },
          ],
          tokens: [
            { token: slack.botToken, ...us, scopes },
            ...lookingTokens(slack.botToken).map((token) => ({ token, ...us, scopes: LOOKING_SCOPES })),
            ...seed.people.map(({ name }) => ({ token: slackTokenOf(name), user: name })),
          ],
          strict_scopes: true,
          signing_secret: slack.signingSecret,
        },
      },
    }),
  )
}

/** GitHub; it tells nobody of what happens there before `listen`. */
export type EmulatedGitHub = Emulated & { listen(): void }

/**
 * GitHub, with the organisation, its repositories, and our app installed; its webhooks go to `webhookUrl`, and whoever agrees to
 * be known to it comes back to `appUrl`.
 */
export async function startGitHub(
  publicUrl: string,
  { webhookUrl, appUrl }: { readonly webhookUrl: string; readonly appUrl: string },
  seed: Seed,
  secrets: Secrets,
): Promise<EmulatedGitHub> {
  const { github } = secrets
  const user = githubUserApp(secrets)
  // emulate keeps this very array and looks into it at each event, so that what is put in later counts from then on.
  const events: string[] = []
  const scopes = ['repo', 'user', 'read:org']
  const emulated = await onFreePort((port) =>
    createEmulator({
      service: 'github',
      port,
      baseUrl: publicUrl,
      seed: {
        tokens: Object.fromEntries([
          ...seed.people.flatMap(({ login }) => {
            const looks = Array.from({ length: LOOKERS }, (_, look) => lookingTokenOf(login, look))
            return [githubTokenOf(login), ...looks].map((token) => [token, { login, scopes }])
          }),
          ...Array.from({ length: PLANTERS }, (_, planter) => [
            plantingToken(planter * CALLS_OF_TOKEN),
            { login: adminOf(seed).login, scopes },
          ]),
        ]),
        github: {
          users: seed.people.map(({ login, fullName, email }) => ({ login, name: fullName, email })),
          orgs: [
            {
              login: seed.owner,
              name: seed.team.name,
              members: seed.people.filter((p) => p.github === 'admin').map(({ login }) => ({ login, role: 'admin' })),
            },
          ],
          repos: seed.repositories.map(({ name, description }) => ({ owner: seed.owner, name, description })),
          oauth_apps: [
            {
              client_id: user.clientId,
              client_secret: user.clientSecret,
              name: 'CodexFlow',
              redirect_uris: [new URL('/github/oauth', appUrl).href],
            },
          ],
          apps: [
            {
              app_id: github.appId,
              slug: github.appSlug,
              name: 'CodexFlow',
              private_key: github.privateKey,
              permissions: APP_PERMISSIONS,
              events,
              webhook_url: webhookUrl,
              webhook_secret: github.webhookSecret,
              installations: [
                {
                  installation_id: github.installationId,
                  account: seed.owner,
                  repository_selection: 'all',
                  permissions: APP_PERMISSIONS,
                  events,
                },
              ],
            },
          ],
        },
      },
    }),
  )
  return {
    ...emulated,
    listen: () => {
      events.push('*')
    },
  }
}

async function onFreePort(create: (port: number) => Promise<{ close(): Promise<void> }>): Promise<Emulated> {
  const port = await freePort()
  const emulator = await create(port)
  return { url: `http://127.0.0.1:${port}`, close: () => emulator.close() }
}
