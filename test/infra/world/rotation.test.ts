import { expect, it } from 'vitest'
import { tokenRotation } from '../../../infra/local/world/slack-rotation.ts'

const renewal = (refresh_token: unknown) => ({ grant_type: 'refresh_token', refresh_token })

it('Slack gives a token that expires, and another for each refresh token, once', () => {
  const rotated = tokenRotation()
  const granted = rotated({ code: 'c' }, { ok: true, access_token: 'xoxb-1', team: { id: 'T1' } })
  expect(granted).toEqual({
    ...{ ok: true, access_token: 'xoxb-1', team: { id: 'T1' } },
    ...{ refresh_token: 'xoxe-1-0-xoxb-1', expires_in: 43_200 },
  })
  expect(rotated(renewal(granted['refresh_token']), {})).toEqual({
    ...{ ok: true, access_token: 'xoxb-1', token_type: 'bot' },
    ...{ refresh_token: 'xoxe-1-1-xoxb-1', expires_in: 43_200 },
  })
  for (const refused of [granted['refresh_token'], 'made up', undefined])
    expect(rotated(renewal(refused), { ok: true })).toEqual({ ok: false, error: 'invalid_refresh_token' })
})

it('Slack gives no token with a refusal', () => {
  const refusal = { ok: false, error: 'invalid_code' }
  expect(tokenRotation()({ code: 'c' }, refusal)).toEqual(refusal)
})
