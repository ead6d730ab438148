import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SHORTCUTS } from '../../app/slack/callbacks.ts'
import { BOT_SCOPES, SCOPE_NAMES } from '../../app/slack/install/scopes.ts'
import { routes } from '../../infra/topology.ts'

/** The manifest and the code say the same: Slack shows people just what is asked for here, and sends just what is wanted. */

const ROOT = join(import.meta.dirname, '../..')
const text = readFileSync(join(ROOT, 'manifest.yml'), 'utf8')
const manifest = parse(text)
const HOST = 'https://codexflow.example.com'

/**
 * The scopes of each method that the code calls; any one of a nested list does, and each of them is wanted for some
 * conversations. None: the method needs no scope. https://docs.slack.dev/reference/methods
 */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.slack.dev/reference/methods/auth.test
  'auth.test': [],
  // https://docs.slack.dev/reference/methods/chat.postMessage: `chat:write.public` for channels where we were not invited
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  // https://docs.slack.dev/reference/methods/chat.postEphemeral
  'chat.postEphemeral': ['chat:write'],
  // https://docs.slack.dev/reference/methods/chat.update
  'chat.update': ['chat:write'],
  // https://docs.slack.dev/reference/methods/conversations.open: with one user, a direct message; with two, a group's
  'conversations.open': ['im:write', 'mpim:write'],
  // https://docs.slack.dev/reference/methods/conversations.history: one for each kind of conversation that we post to
  'conversations.history': ['im:history', 'mpim:history', 'channels:history', 'groups:history'],
  // https://docs.slack.dev/reference/methods/conversations.replies
  'conversations.replies': ['im:history', 'channels:history', 'groups:history'],
  // https://docs.slack.dev/reference/methods/users.info: the second for the address in it
  'users.info': ['users:read', 'users:read.email'],
  // https://docs.slack.dev/reference/methods/views.open, views.push, views.update, views.publish
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
  // https://docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  // https://docs.slack.dev/reference/methods/oauth.v2.access
  'oauth.v2.access': [],
}

/** The type of each event as it arrives, and the scope it needs. https://docs.slack.dev/reference/events */
const EVENTS: Readonly<Record<string, { readonly type: string; readonly scopes: readonly string[] }>> = {
  app_home_opened: { type: 'app_home_opened', scopes: [] },
  app_mention: { type: 'app_mention', scopes: ['app_mentions:read'] },
  app_uninstalled: { type: 'app_uninstalled', scopes: [] },
  'message.im': { type: 'message', scopes: ['im:history'] },
  team_join: { type: 'team_join', scopes: ['users:read'] },
  tokens_revoked: { type: 'tokens_revoked', scopes: [] },
  user_change: { type: 'user_change', scopes: ['users:read'] },
}

const FAMILIES = 'auth|bots|chat|conversations|dnd|emoji|files|oauth|pins|reactions|team|usergroups|users|views'
/** A method as text, `'views.open'`, or as a call of the SDK's client, `slack.chat.update(`. */
const CALLS = new RegExp(String.raw`'((?:${FAMILIES})(?:\.\w+)+)'|\bslack\.((?:${FAMILIES})(?:\.\w+)+)\(`, 'g')

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
}

/** The methods of Slack's Web API that the code calls. */
function called(): string[] {
  const found = [...sources('app/slack'), ...sources('handlers')].flatMap((source) =>
    [...source.matchAll(CALLS)].map((match) => match[1] ?? match[2] ?? ''),
  )
  return [...new Set(found)].toSorted()
}

/** The events that the door hands to somebody. */
function heard(): string[] {
  const door = readFileSync(join(ROOT, 'handlers/slack-door.ts'), 'utf8')
  const [, listeners = ''] = /\bevents: \{(.*?)\}/s.exec(door) ?? []
  return [...listeners.matchAll(/(?:^|,)\s*(\w+):/g)].map((match) => match[1]!).toSorted()
}

describe('scopes in the manifest', () => {
  const scopes: string[] = manifest.oauth_config.scopes.bot

  it('are looked up here for every method that the code calls, and for none that it does not', () => {
    expect(called()).toEqual(Object.keys(METHODS).toSorted())
  })

  it('are just those that some call, command or event needs', () => {
    const events: string[] = manifest.settings.event_subscriptions.bot_events
    const needed = [
      'commands',
      ...called().flatMap((method) => METHODS[method] ?? []),
      ...events.flatMap((event) => EVENTS[event]?.scopes ?? []),
    ]
    expect(scopes.toSorted()).toEqual([...new Set(needed)].toSorted())
  })

  it('are what the installation asks for, in the same order, each with its reason above it', () => {
    expect(scopes).toEqual(SCOPE_NAMES)
    const lines = text.split('\n').map((line) => line.trim())
    for (const [scope, reason] of Object.entries(BOT_SCOPES)) {
      const above = lines[lines.indexOf(`- ${scope}`) - 1]!
      expect(above.toLowerCase()).toBe(`# ${reason}.`.toLowerCase())
    }
  })
})

describe('what Slack sends us', () => {
  it('are the events that the door hands to somebody, and no others', () => {
    const events: string[] = manifest.settings.event_subscriptions.bot_events
    expect(events.map((event) => EVENTS[event]?.type ?? `unknown: ${event}`).toSorted()).toEqual(heard())
  })

  it('is the one command, with mentions as ids', () => {
    expect(manifest.features.slash_commands).toEqual([
      {
        command: '/codexflow',
        url: `${HOST}/slack/events`,
        description: 'Tasks, who waits for whom, and what you can start',
        usage_hint: 'help | mine | next | done ID | why ID | task add "title"',
        should_escape: true,
      },
    ])
  })

  it('are the shortcuts that open something', () => {
    const shortcuts = Object.entries(SHORTCUTS).map(([id, { kind, name, about }]) => ({
      name,
      type: kind,
      callback_id: id,
      description: about,
    }))
    expect(manifest.features.shortcuts).toEqual(shortcuts)
  })

  it('comes to addresses that are routes of ours', () => {
    const { request_url, message_menu_options_url } = manifest.settings.interactivity
    const posted = [request_url, message_menu_options_url, manifest.settings.event_subscriptions.request_url]
    const addresses = [
      ...posted.map((url: string) => `POST ${url}`),
      ...manifest.oauth_config.redirect_urls.map((url: string) => `GET ${url}`),
    ]
    const ours = routes.map(({ method, path }) => `${method} ${HOST}${path}`)
    expect(addresses.filter((address) => !ours.includes(address))).toEqual([])
    expect(new Set(text.match(/https:\/\/[^/\s]+\/slack\S*/g)?.map((url) => new URL(url).origin))).toEqual(
      new Set([HOST]),
    )
  })
})

it('the settings are ours: renewed tokens, one workspace at a time, a Home tab, and a place to write to us', () => {
  const { event_subscriptions: _, interactivity, ...switches } = manifest.settings
  expect(switches).toEqual({ org_deploy_enabled: false, socket_mode_enabled: false, token_rotation_enabled: true })
  expect(interactivity.is_enabled).toBe(true)
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  })
})

it('every text is as long as Slack takes', () => {
  // https://docs.slack.dev/reference/app-manifest
  const { name, description, long_description, background_color } = manifest.display_information
  expect(name.length).toBeLessThanOrEqual(35)
  expect(description.length).toBeLessThanOrEqual(140)
  expect(long_description.length).toBeGreaterThanOrEqual(174)
  expect(long_description.length).toBeLessThanOrEqual(4_000)
  expect(background_color).toMatch(/^#[0-9a-f]{6}$/)
  expect(manifest.features.bot_user.display_name.length).toBeLessThanOrEqual(80)
  for (const shortcut of manifest.features.shortcuts) {
    expect(shortcut.name.length).toBeLessThanOrEqual(24)
    expect(shortcut.description.length).toBeLessThanOrEqual(150)
  }
})
