import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { door, seen } from '../support/slack-door.ts'
import { click, command, mention, modal, ofEvent, ofPayload, search } from '../support/slack-samples.ts'

describe('a signed payload of the wrong shape', () => {
  it.each([
    ['a challenge without text', { type: 'url_verification' }, 400, 'challenge'],
    ['a command without user', { command: '/codexflow', team_id: 'T1', channel_id: 'C1' }, 400, 'user_id'],
    ['a team id that is a name of ours', { ...command, team_id: 'constructor' }, 400, 'team_id'],
    ['a text that is a list', { ...command, text: ['a'] }, 400, 'text'],
    ['a text without end', { ...command, text: 'x'.repeat(12_001) }, 400, 'text'],
    ['an answer address that is a script', { ...command, response_url: 'javascript:1' }, 400, 'response_url'],
    ['a click on nothing', { ...click, actions: [] }, 400, 'actions'],
    ['a click on null', { ...click, actions: [null] }, 400, 'actions.0'],
    ['a click without actions', { ...click, actions: undefined }, 400, 'actions'],
    ['a click with a numeric id', { ...click, actions: [{ action_id: 7 }] }, 400, 'actions.0.action_id'],
    ['a click by nobody', { ...click, user: null }, 400, 'user'],
    ['a click in no team', { ...click, team: null, user: { id: 'U1' } }, 400, 'team.id'],
    ['a modal without view', { ...modal, view: undefined }, 400, 'view'],
    [
      'a modal with odd values',
      { ...modal, view: { ...modal.view, state: { values: { a: 'b' } } } },
      400,
      'view.state.values.a',
    ],
    ['an event that is null', { ...mention, event: null }, 400, 'event'],
    ['an event in a channel that is null', { ...mention, event: { type: 'x', channel: null } }, 400, 'event.channel'],
    ['an event about a text', { ...mention, event: { type: 'x', item: 'y' } }, 400, 'event.item'],
    ['an event without id', { ...mention, event_id: undefined }, 400, 'event_id'],
    ['two kinds in one', { ...mention, command: '/codexflow' }, 400, 'both event and command'],
    ['a modal with actions', { ...modal, actions: [] }, 404, 'help'],
    ['a search in no menu', { type: 'block_suggestion', team: { id: 'T1' }, user: { id: 'U1' } }, 400, 'action_id'],
    ['a search in a menu of nobody', { ...search, action_id: 'gone' }, 404, 'help'],
    ['a kind that we never asked for', { type: 'dialog_suggestion', value: 'x' }, 404, 'help'],
    ['a kind that is no text', { type: { a: 1 } }, 404, 'help'],
    ['nothing at all', {}, 404, 'help'],
  ])('%s is refused in words', async (_, body, status, words) => {
    const answer = await door()(ofEvent(body))
    expect(answer.statusCode).toBe(status)
    expect(answer.body).toContain(words)
    expect(seen).toEqual([])
  })

  it('may say null where there is nothing', async () => {
    const nothing = { channel: null, message: null, container: null, enterprise: null, response_url: null }
    expect((await door()(ofPayload({ ...click, ...nothing }))).statusCode).toBe(200)
    expect(seen).toMatchObject([{ kind: 'action', actionId: 'receipt:got-it' }])
  })

  it('does not mislead Bolt through fields that we do not read', async () => {
    const extra = {
      response_urls: null,
      function_data: null,
      enterprise: null,
      is_enterprise_install: 'maybe',
      event_ts: [],
    }
    expect((await door()(ofPayload({ ...modal, ...extra }))).statusCode).toBe(200)
    expect(seen).toHaveLength(1)
  })

  it('never throws and never reaches a handler with what it does not promise', async () => {
    const answer = door()
    const paths = (value: object, at: string[] = []): string[][] =>
      Object.entries(value).flatMap(([key, child]) => [
        [...at, key],
        ...(typeof child === 'object' && child !== null ? paths(child, [...at, key]) : []),
      ])
    const bodies = [command, click, modal, mention]
    const anything = fc.oneof(
      fc.constantFrom(undefined, null, 0, '', 'x'.repeat(20_000), [], {}, [null], true),
      fc.string(),
      fc.object(),
    )
    const mutant = fc.constantFrom(...bodies).chain((body) =>
      fc.tuple(fc.constantFrom(...paths(body)), anything).map(([path, value]) => {
        const copy = structuredClone<Record<string, unknown>>(body)
        const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy)
        parent[path.at(-1) ?? ''] = value
        return copy
      }),
    )
    const text = (value: unknown, max: number) => typeof value === 'string' && value.length <= max
    await fc.assert(
      fc.asyncProperty(mutant, async (body) => {
        seen.length = 0
        const { statusCode } = await answer(ofEvent(body))
        expect([200, 400, 404]).toContain(statusCode)
        for (const input of seen) {
          expect('cause' in input && text(input.cause, 1_000) && /^[A-Z0-9]\w{0,63}$/.test(input.teamId)).toBe(true)
          if (input.kind === 'command') expect(text(input.text, 12_000) && text(input.userName, 200)).toBe(true)
          if (input.kind === 'action') expect(text(input.value, 2_000) && text(input.actionId, 255)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
