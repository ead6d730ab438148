import { describe, expect, it } from 'vitest'
import { isFromGithubAlone, type Person } from '../../app/projects/person.ts'
import { type AskedInGithub, MAX_COMMAND } from '../../app/verbs/asked.ts'
import { newOnGithub, putDownFromGithub } from '../../app/verbs/newcomer.ts'
import { type AnsweredLine, runComment } from '../../app/verbs/run-comment.ts'
import { after, ask, minute, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, PROJECT, twoTasks, type World, world } from './world.ts'

/** What people on GitHub are answered, as words; a plain answer is one that a sign may stand for. */

const MAX: Person = { ...PEOPLE.member, githubLogin: 'max-codes', githubId: 9 }

type Given = { readonly home: World; readonly writers?: readonly string[] }

function asked(login: string, over: Partial<AskedInGithub> = {}): AskedInGithub {
  return {
    workspace: WORKSPACE,
    at: minute(60),
    cause: 'github:7:comment:77',
    channel: '',
    account: { login, id: [...login].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 1) },
    comment: { repository: 'northwind/user-api', installation: 70, number: 7, kind: 'comment', id: 77, at: minute(59) },
    project: 'UAPI',
    task: 'UAPI-2',
    ...over,
  }
}

function comment({ home, writers = [] }: Given, by: AskedInGithub, ...lines: string[]): Promise<AnsweredLine[]> {
  const ports = { ...home.ports, mayWrite: async ({ account }: AskedInGithub) => writers.includes(account.login) }
  return runComment(lines, by, ports)
}

async function said(given: Given, by: AskedInGithub, text: string): Promise<string> {
  const [answer] = await comment(given, by, text)
  return [...answer!.reply.lines, ...answer!.reply.last].join('\n')
}

function given(people: readonly Person[] = [MAX]): World {
  const home = world({ people })
  home.seed(...twoTasks())
  return home
}

const byMax = (over: Partial<AskedInGithub> = {}) =>
  asked('max-codes', { account: { login: 'max-codes', id: 9 }, ...over })

describe('somebody who is linked', () => {
  it('acts as who they are, by the same table and in the same words as in Slack', async () => {
    const home = given()
    expect(await said({ home }, byMax({ task: undefined as never }), 'start UAPI-2')).toBe(
      await given().say('member', 'start UAPI-2'),
    )
    await said({ home }, byMax(), 'done UAPI-1')
    expect(home.task(WORKSPACE, 'UAPI-1').closedBy).toEqual({ kind: 'person', id: MAX.id })
  })

  it('need not say which task they mean where the conversation is about one', async () => {
    const home = given()
    expect((await said({ home }, byMax(), 'why')).split('\n')[0]).toContain('*UAPI-2* Build &lt;the&gt; endpoint')
    await said({ home }, byMax(), 'block "no access to the table"')
    expect(Object.values(home.task(WORKSPACE, 'UAPI-2').impediments)[0]?.reason).toBe('no access to the table')
    await said({ home }, byMax({ cause: 'github:7:comment:78' }), 'unblock')
    expect(home.task(WORKSPACE, 'UAPI-2').impediments).toEqual({})
    expect(await said({ home }, byMax({ cause: 'github:7:comment:79' }), 'after remove:UAPI-1')).toContain(
      'does not wait',
    )
    expect(await said({ home }, byMax(), 'simulate done')).toContain('*If UAPI-2 were done now.*')
  })

  it('means by a number the task of the repository’s project, and by a slip none at all', async () => {
    const home = given()
    expect((await said({ home }, byMax(), 'why 1')).split('\n')[0]).toContain('*UAPI-1*')
    expect(await said({ home }, byMax(), 'reopen UAPI-x')).toContain('"UAPI-x" is no task id')
    const { task: _, ...nowhere } = byMax()
    expect(await said({ home }, nowhere, 'why')).toContain('it lacks the id of a task')
  })

  it('sees the repository’s own project where nothing else is said', async () => {
    const home = world({
      people: [MAX],
      projects: [PROJECT, { ...PROJECT, key: 'WEB', name: 'Web', homeChannel: 'C0WEB' }],
    })
    home.seed(...twoTasks())
    expect((await said({ home }, byMax(), 'list')).split('\n')[0]).toBe('*UAPI User API*')
  })

  it('names people by their login, and whoever is not known is not guessed', async () => {
    const home = given([MAX, { ...PEOPLE.lead, githubLogin: 'Lena-L' }])
    await said({ home }, byMax(), 'assign UAPI-2 @lena-l')
    expect(home.task(WORKSPACE, 'UAPI-2').assignee).toBe(PEOPLE.lead.id)
    expect(await said({ home }, byMax(), 'assign UAPI-2 @nobody')).toContain('I know nobody called @nobody here.')
    await said({ home }, byMax({ cause: 'github:7:comment:80' }), 'assign UAPI-2 @me')
    expect(home.task(WORKSPACE, 'UAPI-2').assignee).toBe(MAX.id)
  })

  it('is told that a command is too long, instead of being half understood', async () => {
    const home = given()
    const answered = await said({ home }, byMax(), `block UAPI-2 "${'x'.repeat(MAX_COMMAND)}"`)
    expect(answered).toBe('That command has more than 4000 characters, so nothing was done for it.\nSay it shorter.')
    expect(home.task(WORKSPACE, 'UAPI-2').impediments).toEqual({})
  })

  it('does not approve alone what they asked for before they linked their account', async () => {
    const lena: Person = { ...PEOPLE.lead, githubLogin: 'lena-l', also: ['per_lena_on_github'] }
    const home = given([lena])
    const gated = { ...twoTasks()[0], gates: [{ kind: 'approved', roles: ['qa'], quorum: 1 }] } as const
    const request = ask.approval({ qa: [lena.id] }, { by: { kind: 'person', id: 'per_lena_on_github' } })
    home.seed(after({ ...gated, id: 'UAPI-9' }, request))
    expect(await said({ home }, asked('lena-l'), 'approve UAPI-9')).toContain(
      'You asked for approval of UAPI-9 yourself',
    )
    expect(home.task(WORKSPACE, 'UAPI-9').approval?.outcome).toBeUndefined()
  })

  it('is asked nothing of GitHub, and offered no link', async () => {
    const home = given()
    const ports = { ...home.ports, mayWrite: () => Promise.reject(new Error('GitHub was asked')) }
    const [answer] = await runComment(['mine'], byMax(), ports)
    expect(answer?.reply.lines.join('\n')).not.toContain('link')
  })
})

describe('somebody whose account it is by a lead’s word', () => {
  const byWord: Person = { ...PEOPLE.lead, githubLogin: 'lena-l', vouchedBy: 'per_olga' }
  const byLena = (over: Partial<AskedInGithub> = {}) => asked('lena-l', over)

  it('acts as who they are, with the power of a member, whatever they may do in Slack', async () => {
    const home = given([byWord])
    await said({ home }, byLena(), 'start UAPI-1')
    expect(home.task(WORKSPACE, 'UAPI-1').declared.status).toBe('in_progress')
    expect(await said({ home }, byLena({ cause: 'c2' }), 'project archive UAPI')).toContain('As a member you may not')
    expect((await home.directory.person(WORKSPACE, byWord.id))?.role).toBe('lead')
  })

  it('decides nothing for others before they have proved it', async () => {
    const home = given([byWord])
    const gated = { ...twoTasks()[0], gates: [{ kind: 'approved', roles: ['qa'], quorum: 1 }] } as const
    home.seed(after({ ...gated, id: 'UAPI-9' }, ask.approval({ qa: [byWord.id] })))
    expect(await said({ home }, byLena(), 'approve UAPI-9')).toMatchInlineSnapshot(`
      "By a lead's word alone lena-l is yours, and that is not enough to decide for others.
      Prove it in Slack, or decide there: \`/codexflow link\`"
    `)
    const { vouchedBy: _, ...proved } = byWord
    await home.directory.changePerson(byWord, proved)
    expect(await said({ home }, byLena({ cause: 'c2' }), 'approve UAPI-9')).toContain('is approved')
  })
})

describe('somebody whom only GitHub vouches for', () => {
  it('is put down as a member who has that account, and served', async () => {
    const home = given()
    const answered = await said({ home, writers: ['nina'] }, asked('nina'), 'task add "Write the docs" phase:backend')
    expect(answered).toContain('is made: backend, nobody is assigned yet.')
    const nina = await home.directory.personByLogin(WORKSPACE, 'nina')
    expect(nina).toMatchObject({ name: 'nina', role: 'member', githubLogin: 'nina' })
    expect(isFromGithubAlone(nina!)).toBe(true)
  })

  it('is told once how to link, with the first answer, and the same when that comes again', async () => {
    const home = given()
    const nina = { home, writers: ['nina'] }
    const [first, again, later] = [
      await said(nina, asked('nina'), 'mine'),
      await said(nina, asked('nina'), 'mine'),
      await said(nina, asked('nina', { cause: 'github:7:comment:90' }), 'mine'),
    ]
    expect(first).toContain('type `/codexflow link` there')
    expect([again, later.includes('link')]).toEqual([first, false])
  })

  it('is a guest where they were let into the repository alone', async () => {
    const home = given()
    const outside = asked('vera', { isOutside: true })
    expect(await said({ home, writers: ['vera'] }, outside, 'done UAPI-1')).toMatch(/^As a guest you may/)
  })

  it.each([
    ['member', {}],
    ['guest', { isOutside: true }],
  ] as const)('was put down when an issue became theirs, and is a %s from their first word on', async (role, over) => {
    const first = asked('nina', over)
    const { account } = first
    const home = given()
    const at = { account, at: minute(50), cause: 'github:7:issue:7' }
    await putDownFromGithub(home.ports, newOnGithub(WORKSPACE, account, 'guest'), at)
    const nina = { home, writers: ['nina'] }
    expect(await said(nina, first, 'mine')).toContain('type `/codexflow link` there')
    expect((await home.directory.personByLogin(WORKSPACE, 'nina'))?.role).toBe(role)
    expect(await said(nina, asked('nina', { cause: 'github:7:comment:92' }), 'mine')).not.toContain('link')
  })

  it('is what an owner made of them before their first word', async () => {
    const home = given()
    const { account } = asked('nina')
    const at = { account, at: minute(50), cause: 'github:7:issue:7' }
    const known = await putDownFromGithub(home.ports, newOnGithub(WORKSPACE, account, 'guest'), at)
    await home.directory.changePerson(known, { ...known, role: 'lead' })
    await said({ home, writers: ['nina'] }, asked('nina', { isOutside: true }), 'mine')
    expect((await home.directory.personByLogin(WORKSPACE, 'nina'))?.role).toBe('lead')
  })

  it('may do nothing any more once GitHub says so', async () => {
    const home = given()
    await said({ home, writers: ['nina'] }, asked('nina'), 'mine')
    expect(await said({ home }, asked('nina', { cause: 'github:7:comment:91' }), 'mine')).toBe(
      'GitHub says that nina may not write to northwind/user-api, and nobody else here vouches for them.\nAsk somebody who may. If you are in its Slack workspace, say there that this is you: `/codexflow link`',
    )
  })

  it('is nobody where GitHub vouches for nothing: help is all there is, and nothing is written', async () => {
    const home = given()
    expect(await said({ home }, asked('stranger'), 'done UAPI-1')).toContain('may not write to northwind/user-api')
    expect(await said({ home }, asked('stranger'), 'help')).toContain('*Do your work*')
    expect([home.images, await home.directory.personByLogin(WORKSPACE, 'stranger')]).toEqual([[], undefined])
  })
})

describe('a comment', () => {
  it('does what its lines say in their order, each an occasion of its own, and twice is once', async () => {
    const home = given()
    const lines = ['done UAPI-1', 'start', 'dnoe', 'why']
    const first = await comment({ home }, byMax(), ...lines)
    expect(first.map(({ reply }) => [reply.isPlain === true, reply.isNo === true])).toEqual([
      [true, false],
      [false, true],
      [false, true],
      [false, false],
    ])
    const written = home.images.length
    await comment({ home }, byMax(), ...lines)
    expect(home.images.length).toBe(written)
  })

  it('holds five commands, and says so of the next', async () => {
    const answered = await comment({ home: given() }, byMax(), ...Array.from({ length: 7 }, () => 'mine'))
    expect(answered.map(({ reply }) => reply.isNo === true)).toEqual([false, false, false, false, false, true])
  })

  it.each(['audit', 'feedback list', 'link'])('is no place for %s, and says where it is', async (text) => {
    const [answer] = await comment({ home: given() }, byMax(), text)
    expect([answer?.reply.isNo, answer?.reply.lines[1]]).toEqual([true, `Type it in Slack: \`/codexflow ${text}\``])
  })

  it('is told how verbs are written here', async () => {
    const help = await said({ home: given() }, byMax(), '')
    expect(help.split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
      "Write these behind \`/codexflow\` at the beginning of a line; a comment may hold five of them. I answer once, and never in what is edited later.
      Where an issue or a pull request is about one task, its ID may be left out; a number alone means a task of this repository’s project. People go by their login, such as @octocat.
      *Do your work*"
    `)
    expect(help).not.toContain('`feedback list`  ')
  })
})
