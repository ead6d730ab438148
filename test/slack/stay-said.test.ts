import { expect, it } from 'vitest'
import { staySaid } from '../../app/slack/stay-said.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const said = (type: string, user: unknown, sentAt?: number) =>
  staySaid(
    {
      kind: 'event',
      teamId: 'T1',
      type,
      event: { type, user },
      cause: 'c',
      ...(sentAt === undefined ? {} : { sentAt }),
    },
    NOW,
  )

it.each([
  [
    'was deactivated',
    'user_change',
    { id: 'U1', deleted: true, updated: 1_772_445_600 },
    'gone 2026-03-02T10:00:00.000Z',
  ],
  [
    'has a new status',
    'user_change',
    { id: 'U1', deleted: false, updated: 1_772_445_600 },
    'here 2026-03-02T10:00:00.000Z',
  ],
  ['joined', 'team_join', { id: 'W1', updated: 1_772_445_601 }, 'here 2026-03-02T10:00:01.000Z'],
  [
    'was deactivated, at a time that nobody says',
    'user_change',
    { id: 'U1', deleted: true },
    'gone 2026-03-02T10:00:00.000Z',
  ],
  ['is a bot', 'user_change', { id: 'U1', deleted: true, is_bot: true }, undefined],
  ['is named by id alone', 'user_change', 'U1', undefined],
  ['has no id', 'user_change', { deleted: true }, undefined],
  ['has an id that is none', 'user_change', { id: '<@U1>', deleted: true }, undefined],
  ['is said to be deleted in a word', 'user_change', { id: 'U1', deleted: 'true' }, undefined],
  ['opened the Home tab', 'app_home_opened', { id: 'U1', deleted: true }, undefined],
])('somebody %s', (_, type, user, expected) => {
  const read = said(type, user)
  expect(read && `${read.state} ${read.since}`).toBe(expected)
})

it('happened when Slack sent it, where the record does not say when it changed', () => {
  expect(said('user_change', { id: 'U1', deleted: true }, NOW - 5_000)?.since).toBe('2026-03-02T09:59:55.000Z')
})
