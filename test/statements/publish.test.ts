import { describe, expect, it } from 'vitest'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import type { PullRow } from '../../app/ports/pulls.ts'
import type { StatementRef } from '../../app/ports/statements.ts'
import type { Contract } from '../../app/projects/contract.ts'
import type { Project } from '../../app/projects/project.ts'
import { propagate } from '../../app/propagate.ts'
import { submit } from '../../app/submit.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { aPublisher } from '../support/statements.ts'
import {
  ANN,
  after,
  aPull,
  aReview,
  ask,
  aTask,
  CHO,
  minute,
  openSince,
  PULL,
  person,
  WORKSPACE,
} from '../support/tasks.ts'

const ON_PULL: StatementRef = { kind: 'pull', workspace: WORKSPACE, repository: 1, number: 7 }
const ON_ISSUE: StatementRef = { kind: 'task', workspace: WORKSPACE, task: 'UAPI-2' }
const issue = { repository: 'northwind/user-api', number: 9 }

/** Cho's task, which an open pull request names, and Ben's, which waits for it. */
function opened(over: Parameters<typeof aPublisher>[0] = {}, gates: Parameters<typeof aTask>[0] = {}) {
  const stage = aPublisher(over)
  const provision = aTask({ id: 'UAPI-1', title: 'Provision', phase: 'infrastructure', assignee: CHO, ...gates })
  const endpoint = aTask({ blockers: { 'UAPI-1': openSince(1) }, issue })
  stage.world.seed(after(provision, ask.pull(PULL, aPull('open', 10))), endpoint)
  stage.pulls.set(7, { repository: 1, number: 7, sha: 'aaa1', tasks: ['UAPI-1'], ordinal: 1 })
  const tell = (task: TaskId, command: Command) => submit(stage.world.log, { workspace: WORKSPACE, task, command })
  return { ...stage, tell }
}

describe('the check run of a pull request that names a task', () => {
  it('says what merging will do', async () => {
    const { run, said } = opened()
    await run(ON_PULL)
    expect(said.map(({ words }) => words)).toEqual(['Merging completes UAPI-1 and unblocks 1 person'])
  })

  it('is not written again as long as it would say the same', async () => {
    const { run, said, happened } = opened()
    await run(ON_PULL)
    await run(ON_PULL)
    await happened('UAPI-1')
    await happened('UAPI-2')
    expect(said).toHaveLength(1)
  })

  it('is written again when somebody who waits for it changes: handed to nobody else, blocked, or finished', async () => {
    const { tell, said, happened } = opened()
    await happened('UAPI-1')
    await tell('UAPI-2', ask.block('person:per_cho', 'no access', { by: person(CHO) }))
    await happened('UAPI-2')
    await tell('UAPI-2', ask.unblock('person:per_cho', { by: person(CHO) }))
    await happened('UAPI-2')
    await tell('UAPI-2', ask.cancel())
    await happened('UAPI-2')
    expect(said.map(({ words }) => words)).toEqual([
      'Merging completes UAPI-1 and unblocks 1 person',
      'Merging completes UAPI-1',
      'Merging completes UAPI-1 and unblocks 1 person',
      'Merging completes UAPI-1',
    ])
    expect(new Set(said.map(({ id }) => id)).size).toBe(1)
  })

  it('hears of a task that does not wait for it any more', async () => {
    const { tell, said, happened } = opened()
    await happened('UAPI-1')
    await tell('UAPI-2', ask.removeBlocker('UAPI-1'))
    await happened('UAPI-2', 'BlockerRemoved', { blocker: 'UAPI-1' })
    expect(said.at(-1)?.words).toBe('Merging completes UAPI-1')
  })

  it('says how its reviews stand, and is written again only where that is news', async () => {
    const { tell, said, shown, happened } = opened()
    await happened('UAPI-1')
    await tell('UAPI-1', ask.review(aReview('asked', 20)))
    await happened('UAPI-1', 'ReviewRecorded')
    await tell('UAPI-1', ask.review(aReview('changes-requested', 30)))
    await happened('UAPI-1', 'ReviewRecorded')
    await tell('UAPI-1', ask.review(aReview('commented', 40)))
    await happened('UAPI-1', 'ReviewRecorded')
    expect(said).toHaveLength(3)
    expect([...shown.values()]).toMatchObject([{ reviews: [{ state: 'changes-requested', login: 'ben-codes' }] }])
  })

  it('stands anew on each new head, and the old one keeps its own', async () => {
    const { run, said, pulls } = opened()
    await run(ON_PULL)
    pulls.set(7, { ...pulls.get(7)!, sha: 'bbb2' })
    await run(ON_PULL)
    expect(said.map(({ id }) => id)).toEqual(['pull-1', 'pull-2'])
  })

  it('says of one that was merged, reverted or closed how it stands, and is not begun for one that is over', async () => {
    const { run, said, tell, pulls } = opened()
    await run(ON_PULL)
    await tell('UAPI-1', ask.pull(PULL, aPull('merged', 30)))
    await run(ON_PULL)
    await tell('UAPI-1', ask.pull(PULL, aPull('reverted', 40)))
    await run(ON_PULL)
    expect(said.map(({ words }) => words).slice(1)).toEqual(['Merged: UAPI-1 is done', 'Reverted: UAPI-1 is open'])
    pulls.set(7, { ...pulls.get(7)!, sha: 'bbb2' })
    await run(ON_PULL)
    expect(said).toHaveLength(3)
  })

  it('leaves a pull request alone that names no task, and says so where one named a task before', async () => {
    const { run, said, pulls, statements } = opened()
    const unnamed = { ...pulls.get(7)!, tasks: [] }
    pulls.set(7, unnamed)
    await run(ON_PULL)
    expect(statements.state(ON_PULL)).toBeUndefined()
    pulls.set(7, { ...unnamed, tasks: ['UAPI-1'] })
    await run(ON_PULL)
    pulls.set(7, unnamed)
    await run(ON_PULL)
    expect(said.map(({ words }) => words)).toEqual([
      'Merging completes UAPI-1 and unblocks 1 person',
      'This pull request names no task',
    ])
  })

  describe('where the project asks each to name one', () => {
    type Over = Partial<PullRow> | 'closed'
    const asking = (row: Over = {}, project: Parameters<typeof opened>[0] = {}) => {
      const stage = opened({ withoutTask: 'ask', ...project })
      const unnamed: PullRow = { ...stage.pulls.get(7)!, tasks: [] }
      const become = (over: Over) =>
        stage.pulls.set(7, over === 'closed' ? unnamed : { ...unnamed, isOpen: true, ...over })
      become(row)
      return { ...stage, become }
    }
    const ASKS = 'Names no task yet'

    it('asks until a task is named, and then says what merging will do, in the same place', async () => {
      const { run, said, become } = asking()
      await run(ON_PULL)
      await run(ON_PULL)
      become({ tasks: ['UAPI-1'] })
      await run(ON_PULL)
      become({})
      await run(ON_PULL)
      expect(said.map(({ id, words }) => [id, words])).toEqual([
        ['pull-1', ASKS],
        ['pull-1', 'Merging completes UAPI-1 and unblocks 1 person'],
        ['pull-1', ASKS],
      ])
    })

    it('asks none of one that takes back another: its check passes', async () => {
      const { run, said, become } = asking({ reverts: 3 })
      await run(ON_PULL)
      expect(said.map(({ words }) => words)).toEqual(['Takes back #3, so it needs no task of its own'])
      become({})
      await run(ON_PULL)
      expect(said.at(-1)?.words).toBe(ASKS)
    })

    it('asks anew on a new head', async () => {
      const { run, said, become } = asking()
      await run(ON_PULL)
      become({ sha: 'bbb2' })
      await run(ON_PULL)
      expect(said.map(({ id, words }) => [id, words])).toEqual([
        ['pull-1', ASKS],
        ['pull-2', ASKS],
      ])
    })

    it.each<[string, Over, Partial<Project>]>([
      ['is closed', 'closed', {}],
      ['is not listened to', { isUnheard: true }, {}],
      ['is of a project that leaves them alone', {}, { withoutTask: 'ignore' }],
      ['is of a project that was put away', {}, { archivedAt: minute(0) }],
    ])('leaves one alone that %s', async (_, row, project) => {
      const { run, said, statements } = asking(row, project)
      await run(ON_PULL)
      expect([said, statements.state(ON_PULL)]).toEqual([[], undefined])
    })

    it.each<[string, Over, Partial<Project>]>([
      ['it is closed', 'closed', {}],
      ['it is not listened to any more', { isUnheard: true }, {}],
      ['the project asks no more', {}, { withoutTask: 'ignore' }],
    ])('lets go when %s', async (_, row, change) => {
      const { run, said, become, world } = asking()
      await run(ON_PULL)
      become(row)
      const project = (await world.directory.project(WORKSPACE, 'UAPI'))!
      await world.directory.saveProject({ ...project, ...change, version: project.version + 1 })
      await run(ON_PULL)
      expect(said.map(({ words }) => words)).toEqual([ASKS, 'This pull request names no task'])
    })
  })

  it('knows nothing of one that was never linked, nor of one in another workspace', async () => {
    const { run, said } = opened()
    await run({ ...ON_PULL, number: 8 })
    await run({ ...ON_PULL, repository: 99 })
    expect(said).toEqual([])
  })

  it('waits while its repository is out of reach, and is said when it is back', async () => {
    const { run, said, ports } = opened()
    const { repository } = ports.directory
    const away = { why: 'archived', since: minute(0) } as const
    const found = (await repository(1))!
    Object.assign(ports.directory, {
      repository: async () => ({ ...found, repository: { ...found.repository, away } }),
    })
    await run(ON_PULL)
    expect(said).toEqual([])
    Object.assign(ports.directory, { repository })
    await run(ON_PULL)
    expect(said).toHaveLength(1)
  })

  it('says what is needed beyond merging', async () => {
    const gates = [{ kind: 'merged' }, { kind: 'approved', roles: ['tech-lead'], quorum: 1 }] as const
    const { run, said, tell } = opened({}, { gates })
    await run(ON_PULL)
    await tell('UAPI-1', ask.approval({ 'tech-lead': [ANN] }, { by: person(CHO) }))
    await tell('UAPI-1', ask.vote(ANN, 'approved'))
    await run(ON_PULL)
    expect(said.map(({ words }) => words)).toEqual([
      'After merging, UAPI-1 still needs an approval',
      'Merging completes UAPI-1 and unblocks 1 person',
    ])
  })

  it('counts two tasks of one pull request together: whoever waits for both is freed by it', async () => {
    const { run, said, pulls, world } = opened()
    const second = aTask({ id: 'UAPI-3', title: 'Roles', phase: 'infrastructure', assignee: CHO })
    world.seed(
      after(second, ask.pull(PULL, aPull('open', 10))),
      aTask({ blockers: { 'UAPI-1': openSince(1), 'UAPI-3': openSince(1) } }),
    )
    pulls.set(7, { ...pulls.get(7)!, tasks: ['UAPI-1', 'UAPI-3'] })
    await run(ON_PULL)
    expect(said.map(({ words }) => words)).toEqual(['Merging completes UAPI-1 and UAPI-3 and unblocks 1 person'])
  })

  const contract: Contract = {
    ...{ from: 'infrastructure', to: 'backend', ifMissing: 'block' },
    needs: [{ kind: 'api' }, { kind: 'arn' }],
  }

  it('holds what the hand-off would lack against what the description promises', async () => {
    const { run, shown, said, pulls } = opened({ contracts: [contract] })
    const titles = () => said.map(({ words }) => words)
    await run(ON_PULL)
    expect(titles()).toEqual(['UAPI-1 lacks 2 things that the next phase needs'])
    const promised = [{ kind: 'api', label: 'API', value: 'https://api.example.com' }] as const
    pulls.set(7, { ...pulls.get(7)!, promised })
    await run(ON_PULL)
    expect(titles().at(-1)).toBe('UAPI-1 lacks something that the next phase needs')
    pulls.set(7, { ...pulls.get(7)!, promised: [...promised, { kind: 'arn', label: 'ARN', value: 'arn:aws:x' }] })
    await run(ON_PULL)
    expect(titles().at(-1)).toBe('Merging completes UAPI-1 and unblocks 1 person')
    expect([...shown.values()]).toMatchObject([{ tasks: [{ lacks: [] }] }])
  })
})

describe('the comment about a task on its issue', () => {
  /** Cho works without pull requests. */
  function unhurried(over: Parameters<typeof opened>[0] = {}) {
    const stage = opened(over)
    stage.world.seed(aTask({ id: 'UAPI-1', title: 'Provision', phase: 'infrastructure', assignee: CHO }))
    return stage
  }
  /** Cho finished, and Ben has been told. */
  async function handedOn(over: Parameters<typeof opened>[0] = {}) {
    const stage = unhurried(over)
    await stage.tell('UAPI-1', ask.done({ by: person(CHO) }))
    await propagate(stage.world.log, WORKSPACE, 'UAPI-1', minute(60))
    await stage.wake('UAPI-2')
    return stage
  }
  const heads = (said: readonly { readonly words: string }[]) => said.map(({ words }) => words.split('\n')[0])

  it('comes with the first hand-off, and not for what nobody has to be told', async () => {
    const { happened, said, statements } = unhurried()
    await happened('UAPI-2', 'TaskCreated')
    expect([said, statements.state(ON_ISSUE)]).toEqual([[], undefined])
    const stage = await handedOn()
    await stage.happened('UAPI-2', 'HandoffWritten')
    expect(heads(stage.said)).toEqual(['**`UAPI-2` is ready for Ben**'])
    expect(stage.said[0]?.words).toContain('`UAPI-1` Provision (infrastructure, by Cho)')
  })

  it('says from then on how the task stands, and mentions nobody', async () => {
    const { happened, said, tell } = await handedOn()
    await happened('UAPI-2', 'HandoffWritten')
    const steps: [TaskId, Command][] = [
      ['UAPI-2', ask.got()],
      ['UAPI-2', ask.block('person:per_cho', '@octocat #1', { by: person(CHO) })],
      ['UAPI-2', ask.unblock('person:per_cho', { by: person(CHO) })],
      ['UAPI-2', ask.start()],
      ['UAPI-2', ask.done()],
      ['UAPI-2', ask.reopen()],
      ['UAPI-2', ask.cancel()],
    ]
    for (const [task, command] of steps) {
      await tell(task, command)
      await happened(task)
    }
    expect(heads(said)).toEqual([
      '**`UAPI-2` is ready for Ben**',
      '**`UAPI-2` is ready, and Ben got it**',
      '**`UAPI-2` is blocked; it is with Ben**',
      // A turn of its own, which he has not answered.
      '**`UAPI-2` is ready for Ben**',
      '**`UAPI-2` is under way with Ben**',
      '**`UAPI-2` is finished, by Ben**',
      '**`UAPI-2` is ready for Ben**',
      '**`UAPI-2` was cancelled**',
    ])
    expect(new Set(said.map(({ id }) => id))).toEqual(new Set(['task-1']))
    expect(said.map(({ words }) => words).join('\n')).not.toMatch(/(^|[^`\w])@\w/)
  })

  it('takes back what it said of a hand-off when the task waits again', async () => {
    const { happened, said, tell, world } = await handedOn()
    await happened('UAPI-2', 'HandoffWritten')
    await tell('UAPI-1', ask.reopen({ by: person(CHO) }))
    await propagate(world.log, WORKSPACE, 'UAPI-1', minute(70))
    await happened('UAPI-2', 'BlockerSettled', { blocker: 'UAPI-1' })
    const waits = said.at(-1)?.words
    expect(waits).toContain('**`UAPI-2` waits; Ben goes on with it then**')
    expect(waits).toContain('- `UAPI-1` Provision (with Cho)')
    expect(waits).not.toContain('First steps')
  })

  it('has the facts for whoever reads on, also where its owner did the last step and was told nothing', async () => {
    const { happened, said, tell, wake } = await handedOn()
    await happened('UAPI-2', 'HandoffWritten')
    await tell('UAPI-2', ask.start())
    await tell('UAPI-2', ask.done())
    await tell('UAPI-2', ask.reopen())
    await wake('UAPI-2')
    await happened('UAPI-2')
    const words = said.at(-1)?.words
    expect(words).toContain('**`UAPI-2` is ready for Ben**')
    expect(words).toContain('`UAPI-1` Provision (infrastructure, by Cho)')
    expect(words).toContain('https://docs.example.com/api')
    expect(words).not.toContain('Written')
  })

  it('stays away where the project wants no comments; one that stands is kept true all the same', async () => {
    const silent = await handedOn({ comments: false })
    await silent.happened('UAPI-2', 'HandoffWritten')
    expect(silent.said).toEqual([])
    const { happened, said, tell, world } = await handedOn()
    await happened('UAPI-2', 'HandoffWritten')
    const project = (await world.directory.project(WORKSPACE, 'UAPI'))!
    await world.directory.saveProject({ ...project, comments: false, version: project.version + 1 })
    await tell('UAPI-2', ask.start())
    await happened('UAPI-2')
    expect(heads(said)).toEqual(['**`UAPI-2` is ready for Ben**', '**`UAPI-2` is under way with Ben**'])
  })

  it('that somebody takes away is not written again', async () => {
    const { happened, said, answers, tell, statements } = await handedOn()
    await happened('UAPI-2', 'HandoffWritten')
    await tell('UAPI-2', ask.start())
    answers.push({ outcome: 'removed', why: 'gone' })
    await happened('UAPI-2')
    await tell('UAPI-2', ask.done())
    await happened('UAPI-2')
    expect(said).toHaveLength(1)
    expect(statements.state(ON_ISSUE)).toEqual({ removed: true })
  })

  it('is nowhere when its repository is not connected', async () => {
    const { happened, said } = await handedOn({ repositories: [] })
    await happened('UAPI-2', 'HandoffWritten')
    expect(said).toEqual([])
  })
})

describe('when GitHub does not take it', () => {
  it('says it again when GitHub says, and everybody who writes there waits', async () => {
    const { run, said, answers, later, now, world, statements } = opened()
    const notBefore = now() + 90_000
    answers.push({ outcome: 'refused', notBefore, why: '429' })
    await run(ON_PULL)
    expect(later.splice(0)).toEqual([{ order: ON_PULL, at: notBefore }])
    expect(await world.ledger.reserve(WORKSPACE, { name: 'github#5', intervalMs: 1_000 }, now())).toBe(notBefore)
    expect([said, statements.state(ON_PULL)]).toEqual([[], { failed: 1 }])
  })

  it('comes back for a slot that is far, with that slot in hand', async () => {
    const { run, said, later, now, world, pass } = opened()
    await world.ledger.pause(WORKSPACE, { name: 'github#5', intervalMs: 1_000 }, now() + 60_000)
    const slot = now() + 60_000
    await run(ON_PULL)
    expect([said, later.splice(0)]).toEqual([[], [{ order: { ...ON_PULL, slot }, at: slot }]])
    pass(60_000)
    await run({ ...ON_PULL, slot })
    expect([said.length, later]).toEqual([1, []])
  })

  it('waits for a slot that is near, a second after the write before', async () => {
    const { run, said, waited, now, world } = opened()
    await world.ledger.reserve(WORKSPACE, { name: 'github#5', intervalMs: 1_000 }, now() + 1_500)
    await run(ON_PULL)
    expect([said.length, waited]).toEqual([1, [1_500]])
  })

  it('looks up what an unanswered attempt may have left, and once more when it cannot come any more', async () => {
    const { run, said, answers, later, pass, now, statements } = opened()
    answers.push({ outcome: 'unknown', why: 'no answer' })
    await run(ON_PULL)
    const doubtUntil = now() + PATIENCE.sendTimeout + PATIENCE.quarantine
    expect(statements.state(ON_PULL)).toEqual({ doubtUntil, failed: 1 })
    expect(later.splice(0)).toEqual([{ order: ON_PULL, at: now() + PATIENCE.lease }])
    pass(PATIENCE.lease)
    await run(ON_PULL)
    expect([said.map(({ doubtful }) => doubtful), later.splice(0)]).toEqual([
      [true],
      [{ order: ON_PULL, at: doubtUntil }],
    ])
    pass(doubtUntil - now())
    await run(ON_PULL)
    await run(ON_PULL)
    expect([said.map(({ doubtful }) => doubtful), later]).toEqual([[true, true], []])
    expect(statements.state(ON_PULL)).not.toHaveProperty('doubtUntil')
  })

  it('leaves it until something happens where GitHub never will, and says so to the operators', async () => {
    const { run, said, answers, later, tell, happened } = opened()
    answers.push({ outcome: 'impossible', why: '403' })
    await run(ON_PULL)
    expect([said, later]).toEqual([[], []])
    await tell('UAPI-2', ask.assign(CHO))
    await happened('UAPI-2')
    expect(said).toHaveLength(1)
  })

  it('stops after twelve attempts in a row, with an alarm, and begins anew with whatever happens next', async () => {
    const alarms: string[] = []
    const stage = opened()
    const ports = { ...stage.ports, log: { ...stage.ports.log, error: (message: string) => void alarms.push(message) } }
    Object.assign(stage.ports, ports)
    for (let attempt = 0; attempt < PATIENCE.maxAttempts; attempt++) {
      stage.answers.push({ outcome: 'unknown', why: '502' })
      stage.later.splice(0)
      await stage.run(ON_PULL)
    }
    expect([alarms, stage.later]).toEqual([['A statement on GitHub cannot be made true'], []])
    await stage.run(ON_PULL)
    expect(stage.said).toHaveLength(1)
  })
})

describe('many orders at once', () => {
  it('are one look, and one more for those that came meanwhile', async () => {
    const { run, said, answers, later } = opened()
    answers.push(async () => {
      await Promise.all([run(ON_PULL), run(ON_PULL), run(ON_PULL)])
      return undefined
    })
    await run(ON_PULL)
    expect(said).toHaveLength(1)
    expect(later.splice(0).map(({ order }) => order)).toEqual([ON_PULL])
    await run(ON_PULL)
    expect([said.length, later]).toEqual([1, []])
  })

  it('miss nothing that was recorded while GitHub was being told', async () => {
    const { run, said, answers, later, tell } = opened()
    answers.push(async () => {
      await tell('UAPI-2', ask.cancel())
      await run(ON_PULL)
      return undefined
    })
    await run(ON_PULL)
    for (const { order } of later.splice(0)) await run(order)
    expect(said.map(({ words }) => words)).toEqual([
      'Merging completes UAPI-1 and unblocks 1 person',
      'Merging completes UAPI-1',
    ])
  })

  it('are written though nothing changed where somebody asked GitHub to run the check again', async () => {
    const { run, said } = opened()
    await run(ON_PULL)
    await run({ ...ON_PULL, again: true })
    expect(said.map(({ id }) => id)).toEqual(['pull-1', 'pull-1'])
  })
})

describe('what an event concerns', () => {
  it('is the issue, its own pull requests, and the open ones of what it waits for', async () => {
    const { happened, world } = opened()
    const elsewhere = 'northwind/unknown#3'
    world.seed(
      after(
        aTask({ blockers: { 'UAPI-1': openSince(1) }, issue }),
        ask.pull('northwind/user-api#8', aPull('merged', 5)),
        ask.pull(elsewhere, aPull('open', 5)),
      ),
    )
    expect(await happened('UAPI-2')).toEqual([ON_ISSUE, { ...ON_PULL, number: 8 }, ON_PULL])
    expect(await happened('UAPI-99')).toEqual([])
  })

  it('is nothing for checks where they are no gate: what fails stands in the way, and that is told apart', async () => {
    const { happened } = opened()
    expect(await happened('UAPI-1', 'TestsPassed')).toEqual([])
    const gated = opened({}, { gates: [{ kind: 'checks', names: [] }] })
    expect(await gated.happened('UAPI-1', 'TestsPassed')).toEqual([ON_PULL])
  })
})
