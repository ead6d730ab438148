import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { feedbackBook } from '../../app/dynamo/feedback.ts'
import { eventHistory } from '../../app/dynamo/history.ts'
import { ledger } from '../../app/dynamo/ledger.ts'
import { linkCodes } from '../../app/dynamo/link-codes.ts'
import { personDays } from '../../app/dynamo/person-days.ts'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { keys } from '../../app/dynamo/table.ts'
import type { DigestState } from '../../app/handoffs/digest.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import type { PullRow } from '../../app/ports/pulls.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import type { NoticeId } from '../../app/tasks/notice.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { aTask, minute } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

let tenants = 0
function tenant() {
  const workspace = workspaceOf(`T${++tenants}`)
  const person: Person = {
    workspace,
    id: 'per_gaius',
    name: 'Gaius',
    role: 'member',
    slackUser: 'U1',
    email: 'g@n.example',
  }
  const project: Project = {
    workspace,
    key: 'UAPI',
    name: 'User API',
    phaseChannels: {},
    repositories: [],
    gates: [],
    requiredChecks: [],
    documents: [],
    version: 1,
  }
  return { workspace, person, project }
}

describe('the directory', () => {
  it('finds a person by our id, by Slack user and, once proven, by GitHub login', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    expect(await people.personBySlack(workspace, 'U1')).toBeUndefined()
    await people.savePerson(person)
    expect(await people.personBySlack(workspace, 'U1')).toEqual(person)
    expect(await people.people(workspace, ['per_gaius', 'per_nobody'])).toEqual(new Map([['per_gaius', person]]))
    expect(await people.personByLogin(workspace, 'gaius')).toBeUndefined()
    expect(await people.personBySlack(tenant().workspace, 'U1')).toBeUndefined()
  })

  it('keeps role and proven login when a person is saved again with new Slack ids', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    await people.savePerson({ ...person, role: 'lead', githubLogin: 'gaius-okoro' })
    const saved = await people.savePerson({ ...person, slackUser: 'U2' })
    expect(saved).toEqual({ ...person, role: 'lead', githubLogin: 'gaius-okoro', slackUser: 'U2' })
    expect(await people.personBySlack(workspace, 'U2')).toEqual(saved)
  })

  it('finds nobody by a Slack user that they were before, unless that is somebody else by now', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await people.savePerson({ ...person, slackUser: 'U2' })
    expect(await people.personBySlack(workspace, 'U1')).toBeUndefined()
    const fern = await people.savePerson({ ...person, id: 'per_fern', name: 'Fern', slackUser: 'U2' })
    await people.savePerson({ ...person, slackUser: 'U3' })
    expect(await people.personBySlack(workspace, 'U2')).toEqual(fern)
  })

  it('finds who asks in one read, as they are now', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await people.changePerson(person, { ...person, role: 'lead' })
    table.reset()
    expect(await people.personBySlack(workspace, 'U1')).toEqual({ ...person, role: 'lead' })
    expect(table.bill().calls).toEqual({ GetItem: 1 })
  })

  it('finds them also by a row of before it carried a copy', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await table.store.put({ ...keys.slackUser(workspace, 'U1'), kind: 'finder', person: person.id })
    expect(await people.personBySlack(workspace, 'U1')).toEqual(person)
  })

  it('changes a person only as they were seen, and only while another one stays as they are', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    const olga = await people.savePerson({ ...person, id: 'per_olga', slackUser: 'U2', role: 'owner' })
    const gaius = await people.savePerson({ ...person, role: 'owner' })
    // Each takes the other's role away at the same moment, on condition that they keep their own.
    const both = await Promise.all([
      people.changePerson(gaius, { ...gaius, role: 'member' }, { beside: olga }),
      people.changePerson(olga, { ...olga, role: 'member' }, { beside: gaius }),
    ])
    expect(both.toSorted()).toEqual(['changed', 'conflict'])
    const now = await people.people(workspace, ['per_gaius', 'per_olga'])
    expect([...now.values()].map(({ role }) => role).toSorted()).toEqual(['member', 'owner'])
    expect(await people.changePerson(gaius, { ...gaius, name: 'G' }, { beside: { ...olga, name: 'O' } })).toBe(
      'conflict',
    )
  })

  it('lists everybody of one workspace, page by page, and begins anew with a place that is none', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(tenant().person)
    const ids = Array.from({ length: 130 }, (_, number) => `per_${String(number).padStart(3, '0')}` as const)
    for (const id of ids) await people.savePerson({ ...person, id, slackUser: `U${id}` })
    const first = await people.everybody(workspace)
    const second = await people.everybody(workspace, first.next)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect([first.next, second.next]).toEqual(['per_099', undefined])
    expect(await people.everybody(workspace, 'GRAPH#')).toEqual(first)
  })

  it('keeps what a person chose, changes one choice at a time, and lets two changes at once both count', async () => {
    const people = directory(table.store)
    const { workspace, person } = tenant()
    const seen = await people.savePerson(person)
    await people.savePreferences(seen, { zone: 'Africa/Lagos', digest: 'daily' })
    // Whoever saw the person before that.
    const after = await people.savePreferences(seen, { budget: 20, digest: 'default' })
    expect(after).toEqual({ ...person, preferences: { zone: 'Africa/Lagos', budget: 20 } })
    expect(await people.savePerson({ ...person, slackUser: 'U2' })).toEqual({ ...after, slackUser: 'U2' })
    await expect(people.savePreferences({ ...person, id: 'per_nobody' }, { budget: 1 })).rejects.toThrow('preferences')
    expect(await people.person(workspace, 'per_nobody')).toBeUndefined()
  })

  it('keeps what a workspace chose for everybody', async () => {
    const places = directory(table.store)
    const { workspace } = tenant()
    const seen = { workspace, name: 'Northwind' }
    await places.saveSettings(seen)
    await places.saveDefaults(seen, { quiet: true })
    await places.saveDefaults(seen, { zone: 'Africa/Lagos' })
    expect(await places.settings(workspace)).toEqual({ ...seen, preferences: { quiet: true, zone: 'Africa/Lagos' } })
  })

  it('creates a project once and gives a repository to one workspace only', async () => {
    const places = directory(table.store)
    const [ours, theirs] = [tenant(), tenant()]
    const repository = { id: 77, fullName: 'northwind/user-api', installation: 5 }
    expect(await places.createProject(ours.project)).toBe('created')
    expect(await places.createProject(ours.project)).toBe('exists')
    await places.createProject(theirs.project)
    expect(await places.connect(ours.workspace, 'UAPI', repository)).toBe('connected')
    expect(await places.connect(ours.workspace, 'UAPI', repository)).toBe('connected')
    expect(await places.connect(theirs.workspace, 'UAPI', repository)).toBe('claimed')
    expect(await places.repository(77)).toEqual({ workspace: ours.workspace, project: 'UAPI', repository })
    expect(await places.repository(78)).toBeUndefined()
    expect((await places.projects(ours.workspace)).map(({ repositories }) => repositories)).toEqual([[repository]])
  })
})

describe("somebody's day", () => {
  it('counts each notice once, and takes no more than the budget', async () => {
    const days = personDays(table.store)
    const { workspace } = tenant()
    const spend = (notice: NoticeId, day = '2026-11-28') => days.spend(workspace, 'per_gaius', day, notice, 2)
    expect([await spend('n_1'), await spend('n_1'), await spend('n_2'), await spend('n_3')]).toEqual([
      'counted',
      'counted',
      'counted',
      'spent',
    ])
    expect([await spend('n_2'), await spend('n_3', '2026-11-29')]).toEqual(['counted', 'counted'])
    expect((await days.day(workspace, 'per_gaius', '2026-11-28')).told).toBe(2)
    expect((await days.day(tenant().workspace, 'per_gaius', '2026-11-28')).told).toBe(0)
  })

  it('keeps what is put down for its digest, each once', async () => {
    const days = personDays(table.store)
    const { workspace } = tenant()
    for (const task of ['UAPI-2', 'UAPI-3', 'UAPI-2'] as const) {
      await days.putDown(workspace, 'per_gaius', '2026-11-28', task)
    }
    const { folded } = await days.day(workspace, 'per_gaius', '2026-11-28')
    expect(folded.toSorted()).toEqual(['UAPI-2', 'UAPI-3'])
  })

  it('has one digest: of two who move it from where it was, one has to look again', async () => {
    const days = personDays(table.store)
    const { workspace } = tenant()
    const move = (...[seen, next]: [DigestState | undefined, DigestState]) =>
      days.moveDigest(workspace, 'per_gaius', '2026-11-28', seen, next)
    const claim = { state: 'CLAIMED', attempt: 1, since: 1, leaseUntil: 2, doubtUntil: 3 } as const
    const sent = { state: 'SENT', receipt: { id: 'D1:1' } } as const
    expect([await move(undefined, claim), await move(undefined, claim)]).toEqual(['moved', 'lost'])
    expect([await move(claim, sent), await move(claim, { ...claim, attempt: 2 })]).toEqual(['moved', 'lost'])
    expect(await days.day(workspace, 'per_gaius', '2026-11-28')).toEqual({
      told: 0,
      folded: [],
      digest: sent,
    })
  })
})

describe('link codes', () => {
  it('link a login once, for the very login that was named, in time', async () => {
    const people = directory(table.store)
    const codes = linkCodes(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await codes.put(workspace, 'AAAAA', { person: 'per_gaius', login: 'Gaius-Okoro', expires: 1000 })
    expect((await codes.redeem(workspace, 'AAAAA', { login: 'somebody-else' }, 500)).outcome).toBe('wrong')
    expect((await codes.redeem(workspace, 'AAAAA', { login: 'gaius-okoro' }, 1001)).outcome).toBe('wrong')
    expect((await codes.redeem(tenant().workspace, 'AAAAA', { login: 'gaius-okoro' }, 500)).outcome).toBe('wrong')
    expect((await codes.redeem(workspace, 'AAAAA', { login: 'gaius-okoro' }, 500)).outcome).toBe('linked')
    expect((await codes.redeem(workspace, 'AAAAA', { login: 'gaius-okoro' }, 500)).outcome).toBe('wrong')
    expect((await people.personByLogin(workspace, 'GAIUS-OKORO'))?.id).toBe('per_gaius')
    expect([await codes.givenIn('AAAAA'), await codes.givenIn('BBBBB')]).toEqual([workspace, undefined])
  })

  it('are in no item, are typed in any case, and stay used up when the same request comes again', async () => {
    const written: string[] = []
    const { store } = table
    const watched: Store = {
      ...store,
      transact: (writes) => {
        written.push(JSON.stringify(writes))
        return store.transact(writes)
      },
    }
    const codes = linkCodes(watched)
    const { workspace, person } = tenant()
    await directory(store).savePerson(person)
    const claim = { person: 'per_gaius', login: 'okoro', expires: 1000 } as const
    await codes.put(workspace, 'CANARY-77', claim)
    expect((await codes.redeem(workspace, 'canary-77', { login: 'okoro' }, 500)).outcome).toBe('linked')
    await codes.put(workspace, 'CANARY-77', claim)
    expect((await codes.redeem(workspace, 'CANARY-77', { login: 'okoro' }, 500)).outcome).toBe('wrong')
    expect(written).toHaveLength(3)
    expect(written.join()).not.toMatch(/canary/i)
  })

  it('link while somebody changes the person at the same moment, and neither is lost', async () => {
    const people = directory(table.store)
    const codes = linkCodes(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await codes.put(workspace, 'RACE', { person: 'per_gaius', login: 'okoro', expires: 1000 })
    const [{ outcome }] = await Promise.all([
      codes.redeem(workspace, 'RACE', { login: 'okoro' }, 1),
      people.savePerson({ ...person, name: 'Gaius Okoro' }),
    ])
    expect([outcome, await people.personBySlack(workspace, 'U1')]).toEqual([
      'linked',
      { ...person, name: 'Gaius Okoro', githubLogin: 'okoro' },
    ])
  })

  it('do not take a login from the one who holds it', async () => {
    const people = directory(table.store)
    const codes = linkCodes(table.store)
    const { workspace, person } = tenant()
    await people.savePerson(person)
    await people.savePerson({ ...person, id: 'per_fern', name: 'Fern', slackUser: 'U9' })
    await codes.put(workspace, 'A', { person: 'per_gaius', login: 'okoro', expires: 1000 })
    await codes.put(workspace, 'B', { person: 'per_fern', login: 'okoro', expires: 1000 })
    expect((await codes.redeem(workspace, 'A', { login: 'okoro' }, 1)).outcome).toBe('linked')
    expect((await codes.redeem(workspace, 'B', { login: 'okoro' }, 1)).outcome).toBe('taken')
    expect((await people.personByLogin(workspace, 'okoro'))?.id).toBe('per_gaius')
  })
})

describe('the index of pull requests', () => {
  const row = (over: Partial<PullRow>): PullRow => ({
    repository: 1,
    number: 12,
    sha: 'aaa',
    tasks: ['UAPI-1'],
    ordinal: 1,
    ...over,
  })

  it('tells which tasks a pull request names no more, in whichever order its deliveries come', async () => {
    const pulls = pullIndex(table.store)
    const { workspace } = tenant()
    expect(await pulls.link(workspace, row({}))).toEqual([])
    expect(await pulls.link(workspace, row({ tasks: ['UAPI-2'], ordinal: 3 }))).toEqual(['UAPI-1'])
    expect(await pulls.link(workspace, row({ tasks: ['UAPI-3'], ordinal: 2 }))).toEqual(['UAPI-1', 'UAPI-3'])
    expect(await pulls.pull(workspace, 1, 12)).toEqual(row({ tasks: ['UAPI-2'], ordinal: 3 }))
    expect(await pulls.pull(tenant().workspace, 1, 12)).toBeUndefined()
  })

  it('finds pull requests and checks by the head they share', async () => {
    const pulls = pullIndex(table.store)
    const { workspace } = tenant()
    await pulls.link(workspace, row({}))
    const check = {
      name: 'ci',
      sha: 'aaa',
      conclusion: 'failure',
      url: 'https://x.example/1',
      ordinal: 5,
      by: 'ci',
    } as const
    await pulls.keepCheck(workspace, 1, check)
    await pulls.keepCheck(workspace, 1, { ...check, conclusion: 'pending', ordinal: 4 })
    expect(await pulls.pullsByHead(workspace, 1, 'aaa')).toEqual([row({})])
    const workflow = { ...check, sums: 'workflow', conclusion: 'success', ordinal: 6 } as const
    await pulls.keepCheck(workspace, 1, workflow)
    expect(await pulls.checksOf(workspace, 1, 'aaa')).toEqual([check, workflow])
    expect(await pulls.checksOf(workspace, 1, 'bbb')).toEqual([])
  })

  it('keeps the last word of each sort about the review of a pull request, of each account', async () => {
    const pulls = pullIndex(table.store)
    const { workspace } = tenant()
    const said = { login: 'Fern', by: 'fern', url: 'https://x.example/r', at: minute(1) }
    const approved = { ...said, state: 'approved', ordinal: 5 } as const
    const asked = { ...said, state: 'asked', ordinal: 4 } as const
    await pulls.keepReview(workspace, 1, 12, approved)
    await pulls.keepReview(workspace, 1, 12, asked)
    await pulls.keepReview(workspace, 1, 12, { ...approved, state: 'changes-requested', ordinal: 3 })
    await pulls.keepReview(workspace, 1, 120, { ...approved, login: 'quinn' })
    expect(await pulls.reviewsOf(workspace, 1, 12)).toEqual([asked, approved])
    expect(await pulls.reviewsOf(workspace, 1, 13)).toEqual([])
  })

  it('keeps which pull requests took another one back', async () => {
    const pulls = pullIndex(table.store)
    const { workspace } = tenant()
    const revert = { number: 14, url: 'https://x.example/14', by: 'devi', at: minute(1) }
    await pulls.link(workspace, row({}))
    await pulls.keepRevert(workspace, 1, 12, revert)
    await pulls.keepRevert(workspace, 1, 12, revert)
    expect(await pulls.revertsOf(workspace, 1, 12)).toEqual([revert])
    expect(await pulls.revertsOf(workspace, 1, 1)).toEqual([])
  })
})

describe('the ledger', () => {
  function entry(): LedgerEntry {
    const { workspace } = tenant()
    return {
      state: 'PENDING',
      workspace,
      notice: 'n_1',
      key: 'slack#U1',
      task: 'UAPI-2',
      subject: { kind: 'handoff', readiness: 1, assignment: 1 },
      delivery: { role: 'notice', address: { channel: 'slack', conversation: 'U1', isPerson: true } },
      attempt: 0,
      answered: 0,
      createdAt: 1,
      doubtful: false,
    }
  }

  it('opens an entry once and answers the one that stands', async () => {
    const book = ledger(table.store)
    const first = entry()
    expect(await book.open(first)).toEqual(first)
    expect(await book.open({ ...first, createdAt: 99 })).toEqual(first)
    expect(await book.entries(first.workspace, 'n_1')).toEqual([first])
  })

  it('lets one of two workers claim', async () => {
    const book = ledger(table.store)
    const first = entry()
    await book.open(first)
    const claim = { ...first, state: 'CLAIMED', attempt: 1, leaseUntil: 30, doubtUntil: 90 } as LedgerEntry
    const moves = await Promise.all([book.move(first, claim), book.move(first, claim)])
    expect(moves.toSorted()).toEqual(['lost', 'moved'])
    expect(await book.entry(first.workspace, 'n_1', 'slack#U1')).toEqual(claim)
  })

  it('gives each who asks a slot of their own, and none during a pause', async () => {
    const book = ledger(table.store)
    const { workspace } = tenant()
    const pace = { name: 'slack#U1', intervalMs: 1000 }
    const slots = await Promise.all([1, 2, 3].map(() => book.reserve(workspace, pace, 5000)))
    expect(slots.toSorted()).toEqual([5000, 6000, 7000])
    await book.pause(workspace, pace, 60_000)
    await book.pause(workspace, pace, 9_000)
    expect(await book.reserve(workspace, pace, 6000)).toBe(60_000)
    expect(await book.reserve(tenant().workspace, pace, 6000)).toBe(6000)
  })
})

describe('the history of a task', () => {
  it('keeps each version once, in order, and says which are missing until they are brought after all', async () => {
    const history = eventHistory(table.store)
    const { workspace } = tenant()
    const task = aTask({ workspace })
    const started = { type: 'TaskStarted', by: { kind: 'system' }, at: minute(1) } as const
    const returned = { type: 'TaskReturned', by: { kind: 'system' }, at: minute(2) } as const
    await history.write({ task: { ...task, version: 11 }, events: [returned] })
    await history.write({ task: { ...task, version: 2 }, events: [started] })
    await history.write({ task: { ...task, version: 2 }, events: [started] })
    const gap = (from: number, to: number) => ({ type: 'HistoryGap', from, to })
    expect(await history.read(workspace, task.id)).toEqual([gap(1, 1), started, gap(3, 10), returned])
    for (let version = 1; version < 10; version++) {
      await history.write({ task: { ...task, version }, events: version === 2 ? [started] : [] })
    }
    expect(await history.read(workspace, task.id)).toEqual([started, gap(10, 10), returned])
    expect(await history.read(tenant().workspace, task.id)).toEqual([])
  })
  it('is read page by page, latest first, and says what is missing wherever a page ends', async () => {
    const history = eventHistory(table.store)
    const { workspace } = tenant()
    const task = aTask({ workspace })
    const started = { type: 'TaskStarted', by: { kind: 'system' }, at: minute(1) } as const
    for (const version of [...Array(24).keys()].map((index) => index + 3).filter((each) => each !== 10)) {
      await history.write({ task: { ...task, version }, events: [started] })
    }
    const pages = []
    for (let before: number | undefined; ; ) {
      const page = await history.page(workspace, task.id, before)
      pages.push(page.items.map((item) => ('events' in item ? item.version : `${item.from}-${item.to}`)))
      before = page.next
      if (before === undefined) break
    }
    expect(pages).toEqual([
      [26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, '10-10', 9, 8, 7, 6],
      [5, 4, 3, '1-2'],
    ])
    expect((await history.page(workspace, task.id, 11)).items.slice(0, 2)).toEqual([
      { type: 'HistoryGap', from: 10, to: 10 },
      { version: 9, events: [started] },
    ])
    expect(await history.page(tenant().workspace, task.id)).toEqual({ items: [] })
  })
})

describe('projects and feedback', () => {
  it('saves a project over the version before alone', async () => {
    const places = directory(table.store)
    const { workspace, project } = tenant()
    await places.createProject(project)
    const next = { ...project, name: 'Two', version: 2 }
    expect(await Promise.all([places.saveProject(next), places.saveProject({ ...next, name: 'Other' })])).toContain(
      'saved',
    )
    expect(await places.saveProject(next)).toBe('conflict')
    expect((await places.project(workspace, 'UAPI'))?.version).toBe(2)
    expect(await places.saveProject({ ...tenant().project, version: 2 })).toBe('conflict')
  })

  it('keeps what people said, once for a cause, newest first and page by page, for one workspace alone', async () => {
    const book = feedbackBook(table.store)
    const { workspace } = tenant()
    const said = Array.from({ length: 23 }, (_, n) => ({ person: 'per_gaius' as const, at: minute(n), text: `t${n}` }))
    for (const [n, entry] of said.entries()) await book.put(workspace, entry, `c${n}`)
    await book.put(workspace, said[22]!, 'c22')
    const first = await book.read(workspace)
    const second = await book.read(workspace, first.next)
    expect([...first.items, ...second.items]).toEqual(said.toReversed())
    expect([first.items.length, second.next]).toEqual([20, undefined])
    expect(await book.read(workspace, 'GRAPH#')).toEqual(first)
    expect((await book.read(tenant().workspace)).items).toEqual([])
  })
})
