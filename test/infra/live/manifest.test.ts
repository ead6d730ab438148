import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { liveManifest } from '../../../infra/local/live/manifest.ts'

const yaml = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8')

it('is manifest.yml without addresses, with a socket, and with a token that does not end', () => {
  const whole = parse(yaml)
  const live = parse(liveManifest(yaml))
  expect(JSON.stringify(live)).not.toMatch(/https?:/)
  expect(live.settings).toMatchObject({ socket_mode_enabled: true, token_rotation_enabled: false })
  expect(live.oauth_config).toEqual({ scopes: whole.oauth_config.scopes })
  expect(live.settings.event_subscriptions).toEqual({ bot_events: whole.settings.event_subscriptions.bot_events })
  expect(live.settings.interactivity).toEqual({ is_enabled: true })
  const [command] = whole.features.slash_commands
  const { url: _, ...rest } = command
  expect(live.features).toEqual({ ...whole.features, slash_commands: [rest] })
})

it('takes no manifest for one that is none', () => {
  expect(() => liveManifest('display_information: {}')).toThrow('features')
})
