import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RuleName, wakes } from '../../app/consumers.ts'
import { fanOut } from '../../app/deliveries/fan-out.ts'
import { refreshNotices } from '../../app/deliveries/refresh.ts'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import { type Foreseen, simulate } from '../../app/insight/simulate.ts'
import { orchestrate } from '../../app/orchestrator/orchestrate.ts'
import { propagate } from '../../app/propagate.ts'
import { submit } from '../../app/submit.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import { isClosed, type Task } from '../../app/tasks/task.ts'
import { anOrchestrator } from '../support/orchestration.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, openSince, person, WORKSPACE } from '../support/tasks.ts'

const NOW = { at: minute(120) }
type Given = ReturnType<typeof anOrchestrator>

/** Up to six tasks of a project, each waiting for some of those before it; some blocked, some done, most of them told. */
const projects: fc.Arbitrary<readonly Task[]> = fc
  .array(
    fc.record({
      before: fc.array(fc.nat(5), { maxLength: 3 }),
      assignee: fc.option(fc.constantFrom<PersonId>(ANN, BEN, CHO), { nil: undefined }),
      state: fc.constantFrom('open', 'open', 'open', 'started', 'blocked', 'done'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((specs) => {
    const tasks: Task[] = []
    for (const [at, { before, assignee, state }] of specs.entries()) {
      const blockers = Object.fromEntries(
        before.flatMap((other) => {
          const task = tasks[other]
          return task === undefined ? [] : [[task.id, { open: !isClosed(task), at: task.changed }] as const]
        }),
      )
      const { assignee: _, ...made } = aTask({ id: `UAPI-${at + 1}`, title: `Task ${at + 1}`, blockers })
      const task: Task = assignee === undefined ? made : { ...made, assignee }
      tasks.push(lived(task, state))
    }
    return tasks
  })

function lived(task: Task, state: string): Task {
  if (state === 'blocked') return after(task, ask.block('person:per_cho', 'no access', { by: person(CHO) }))
  if (!task.ready) return task
  if (state === 'started') return after(task, ask.start())
  return state === 'done' ? after(task, ask.done({ at: minute(60) })) : task
}

const commands: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom(ANN, BEN, CHO), fc.boolean())
  .map(([who, isDone]) => (isDone ? ask.done({ by: person(who), ...NOW }) : ask.cancel({ by: person(who), ...NOW })))

/** The world after everybody was told of what is ready so far; Ben takes two hand-offs a day, and Cho sleeps. */
async function told(tasks: readonly Task[]): Promise<Given> {
  const given = anOrchestrator()
  given.world.seed(...tasks)
  const people = await given.world.directory.people(WORKSPACE, [BEN, CHO])
  await given.world.directory.savePreferences(people.get(BEN)!, { budget: 2 })
  await given.world.directory.savePreferences(people.get(CHO)!, { quiet: true, zone: 'America/New_York' })
  for (const { id } of tasks) {
    await given.wake(id)
    for (const notice of Object.values(given.world.task(WORKSPACE, id).notices)) {
      if (!notice.suppressed) await fanOut(given.ports, { workspace: WORKSPACE, task: id, notice })
    }
  }
  given.sent.length = 0
  return given
}

function foresee({ world, ports: { answerWithin } }: Given, task: TaskId, command: Command) {
  return simulate({ ...world, tasks: world.log, answerWithin }, { workspace: WORKSPACE, task, command })
}

/** Really does it: what the doors, the stream, the bus and the queues would lead to. */
async function really({ world, ports, sent }: Given, task: TaskId, command: Command) {
  const from = world.images.length
  const accepted = await submit(world.log, { workspace: WORKSPACE, task, command })
  if (!accepted.ok) return accepted
  await propagate(world.log, WORKSPACE, task, command.at)
  const heard = world.images.slice(from)
  for (const { task: moved, events } of heard) {
    const rings = (rule: RuleName) => events.some(({ type }) => wakes(rule, type))
    if (rings('wake-the-orchestrator')) await orchestrate(ports, { workspace: WORKSPACE, task: moved.id })
    if (rings('redraw-what-was-told')) await refreshNotices(ports, WORKSPACE, moved.id)
  }
  const contents: NoticeContent[] = []
  const own: string[] = []
  for (const { task: moved, events } of world.images.slice(from)) {
    for (const event of events) {
      if (!('notice' in event) || typeof event.notice !== 'object') continue
      const content = await world.ledger.content(WORKSPACE, event.notice.id)
      if (content !== undefined) contents.push(content)
      else own.push(`${moved.id} ${event.notice.to}`)
    }
  }
  return { ok: true, value: { contents, own, edits: sent.map((line) => line.replace(/^\w+ edit: /, '')) } } as const
}

const imagined = ({ told: contents, own, edited }: Foreseen) => ({
  contents: contents.map(({ content }) => content),
  own: own.map(({ task, to }) => `${task.id} ${to}`),
  edits: edited.map(({ content, standing }) => `${content.task} ${standing.state}`),
})

describe('a simulation', () => {
  it('foresees to the letter what then happens: receivers, places, words, corrections, and every "no"', async () => {
    let [accepted, refused, words, edits] = [0, 0, 0, 0]
    await fc.assert(
      fc.asyncProperty(projects, fc.nat(5), commands, async (tasks, which, command) => {
        const task = tasks[which % tasks.length]!.id
        const given = await told(tasks)
        const foreseen = await foresee(given, task, command)
        const real = await really(given, task, command)
        if (!real.ok || !foreseen.ok) {
          refused++
          expect(foreseen).toEqual(real)
          return
        }
        const said = imagined(foreseen.value)
        expect(said).toEqual(real.value)
        for (const each of [foreseen.value.task, ...foreseen.value.waiting]) {
          const { owed: _, ...stands } = given.world.task(WORKSPACE, each.id)
          expect({ ...each, owed: undefined }).toEqual({ ...stands, owed: undefined })
        }
        accepted++
        words += said.contents.length
        edits += said.edits.length
      }),
      { numRuns: 250 },
    )
    // A property about nothing would hold as well.
    for (const seen of [accepted, refused, words, edits]) expect(seen).toBeGreaterThan(0)
  })

  it('leaves everything as it is', async () => {
    const tasks = [
      aTask({ id: 'UAPI-1' }),
      aTask({ id: 'UAPI-2', assignee: CHO, blockers: { 'UAPI-1': openSince(1) } }),
    ]
    const given = await told(tasks)
    const before = JSON.stringify([given.world.images, given.world.all(), given.redriven])
    const foreseen = await foresee(given, 'UAPI-1', ask.done(NOW))
    expect(foreseen).toMatchObject({
      ok: true,
      value: { told: [{ content: { task: 'UAPI-2', to: { name: 'Cho' } } }] },
    })
    expect(JSON.stringify([given.world.images, given.world.all(), given.redriven])).toBe(before)
    expect(given.sent).toEqual([])
  })

  it('looks into 40 tasks, and counts the rest', async () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      aTask({ id: `UAPI-${at + 2}`, assignee: CHO, blockers: { 'UAPI-1': openSince(1) } }),
    )
    const given = anOrchestrator()
    given.world.seed(aTask({ id: 'UAPI-1' }), ...many)
    const foreseen = await foresee(given, 'UAPI-1', ask.done(NOW))
    if (!foreseen.ok) throw new Error('refused')
    expect([foreseen.value.told.length, foreseen.value.beyond]).toEqual([39, 21])
  })

  it('does nothing to a task that is not there', async () => {
    expect(await foresee(anOrchestrator(), 'UAPI-9', ask.done(NOW))).toEqual({
      ok: false,
      error: { kind: 'task-not-found', task: 'UAPI-9' },
    })
  })
})
