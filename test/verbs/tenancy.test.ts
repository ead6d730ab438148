import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VERBS } from '../../app/verbs/registry.ts'
import { aTask } from '../support/tasks.ts'
import { ELSEWHERE, mention, PROJECT, world } from './world.ts'

/** Two workspaces in one table: SECR-1 is the other one's. */
function twoWorkspaces() {
  const home = world({
    projects: [PROJECT, { ...PROJECT, workspace: ELSEWHERE, key: 'SECR', name: 'Secret' }],
    people: [
      { workspace: ELSEWHERE, id: 'per_eve', name: 'Eve', role: 'owner', slackUser: 'U0EVE', githubLogin: 'eve' },
    ],
  })
  home.seed({ ...aTask({ id: 'SECR-1', title: 'Secret plan' }), workspace: ELSEWHERE }, aTask({ id: 'UAPI-1' }))
  return home
}

describe('another workspace’s task', () => {
  it.each([
    'start SECR-1',
    'done SECR-1',
    'reopen SECR-1',
    'block SECR-1 "x"',
    'unblock SECR-1',
    `unblock SECR-1 from:${mention('lead')}`,
    'assign SECR-1 me',
    'show SECR-1',
    'why SECR-1',
    'history SECR-1',
    'graph SECR-1',
    'trace SECR-1',
    'simulate done SECR-1',
    'simulate cancel SECR-1',
    'after SECR-1 UAPI-1',
    'after UAPI-1 SECR-1',
    'after SECR-1 remove:UAPI-1',
    'task add x after:SECR-1',
  ])('is as unknown as one that never was: %s', async (text) => {
    const home = twoWorkspaces()
    const said = await home.say('owner', text)
    expect(said.split('\n')[0]).toBe('I know no task SECR-1 in this workspace.')
    expect(said.replaceAll('SECR', 'NONE')).toBe(await home.say('owner', text.replace('SECR', 'NONE')))
    expect([home.images, home.task(ELSEWHERE, 'SECR-1').version]).toEqual([[], 1])
  })

  it('is in no list, nor its project, its people and their logins', async () => {
    const home = twoWorkspaces()
    expect(await home.say('owner', 'list SECR')).toBe('There is no project SECR in this workspace.\nThere are: UAPI.')
    expect(await home.say('owner', 'task add x project:SECR')).toContain('There are: UAPI.')
    expect(await home.say('owner', 'project connect a/b project:SECR')).toContain('There are: UAPI.')
    expect(await home.say('owner', 'assign UAPI-1 <@U0EVE|eve>')).toContain('I know nobody called @eve here.')
    expect(await home.say('owner', 'link eve')).toContain('To prove that eve is you')
    for (const text of [
      'project show SECR',
      'project settings SECR name:"x"',
      'project archive SECR',
      'project restore SECR',
    ]) {
      expect([text, await home.say('owner', text)]).toEqual([text, expect.stringContaining('There are: UAPI.')])
    }
    expect(await home.say('owner', 'project list all')).not.toContain('Secret')
    expect(await home.say('owner', 'people')).not.toContain('Eve')
    expect(await home.say('owner', 'people <@U0EVE|eve> role:guest')).toContain('I know nobody called @eve here.')
    expect((await home.directory.person(ELSEWHERE, 'per_eve'))?.role).toBe('owner')
    expect(await home.say('owner', 'list status:all')).not.toContain('Secret')
  })

  it.each(['task.start', 'task.why', 'task.show', 'task.history'])('is unknown to the button %s', async (actionId) => {
    const home = twoWorkspaces()
    const { reply, refresh } = await home.click('owner', actionId, 'SECR-1')
    expect([reply?.text.split('\n')[0], refresh]).toEqual(['I know no task SECR-1 in this workspace.', undefined])
  })
})

describe('whatever people type', () => {
  const names = VERBS.map(({ name }) => name)
  const piece = fc.oneof(
    fc.constantFrom(
      ...names,
      'UAPI-1',
      'SECR-1',
      'me',
      'remove:UAPI-1',
      'after:UAPI-1',
      'phase:qa',
      'status:done',
      '<@U0MAX|max>',
    ),
    fc.constantFrom(
      'gate:',
      'gate:deployed:',
      'issue:#7',
      'from:<@U0LENA>',
      'url:https://[',
      'doc:=',
      '"',
      '“a b”',
      '<!here>',
      'page:x',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const line = fc
    .tuple(fc.constantFrom(...names), fc.array(piece, { maxLength: 6 }))
    .map(([name, rest]) => [name, ...rest].join(' '))

  it('is answered in words, without a throw, a mention, or a trace of others', async () => {
    await fc.assert(
      fc.asyncProperty(line, fc.constantFrom('owner', 'guest'), async (text, role) => {
        const home = twoWorkspaces()
        const { text: said, blocks = [] } = await home.reply(role as 'owner', text)
        expect(said.trim()).not.toBe('')
        expect(said).not.toMatch(/<!(?!date\^)|<@|Secret|undefined|\[object/)
        expect([said.length <= 10_000, blocks.length > 0]).toEqual([true, true])
        expect(home.task(ELSEWHERE, 'SECR-1').version).toBe(1)
      }),
      { numRuns: 300 },
    )
  })

  it('may be 10,000 characters long', async () => {
    const home = twoWorkspaces()
    for (const name of names) {
      for (const long of ['x'.repeat(10_000), `"${'x'.repeat(10_000)}"`, 'x '.repeat(5_000), 'x:y '.repeat(2_500)]) {
        const { text } = await home.reply('owner', `${name} ${long}`)
        expect(text.length).toBeLessThan(3_000)
      }
    }
  })
})
