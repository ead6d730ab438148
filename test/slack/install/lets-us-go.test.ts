import { expect, it } from 'vitest'
import { letsUsGo } from '../../../app/slack/install/lets-us-go.ts'

it.each([
  ['app_uninstalled', {}, true],
  ['tokens_revoked', { tokens: { oauth: [], bot: ['U0BOT'] } }, true],
  ["tokens_revoked of a person's own token", { tokens: { oauth: ['U0AMY'], bot: [] } }, false],
  ['tokens_revoked without any', { tokens: {} }, false],
  ['app_mention', { tokens: { bot: ['U0BOT'] } }, false],
])('a workspace lets us go, or does not: %s', (name, event, expected) => {
  expect(letsUsGo({ type: name.split(' ')[0]!, event })).toBe(expected)
})
