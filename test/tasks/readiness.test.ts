import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../app/tasks/commands.ts'
import { decide } from '../../app/tasks/decide.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { type Reason, readiness, type ShownStatus, shownStatus } from '../../app/tasks/readiness.ts'
import { isClosed, type Task, type TaskStatus } from '../../app/tasks/task.ts'
import { after, ask, aTask, CHO, openSince, person } from '../support/tasks.ts'

const TASKS = 6
const id = (n: number): TaskId => `UAPI-${n + 1}`
const SOURCES = ['per_x', 'per_y']

/** One thing that happens in a world of several tasks. */
type Step =
  | { readonly do: 'start' | 'done' | 'reopen' | 'cancel'; readonly task: number }
  | { readonly do: 'block' | 'unblock'; readonly task: number; readonly source: string }
  | { readonly do: 'add' | 'remove'; readonly task: number; readonly blocker: number }
  /** A settlement on its way arrives; it may arrive again. */
  | { readonly do: 'deliver' | 'deliver-again'; readonly which: number }

const task = fc.nat(TASKS - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('start', 'done', 'done', 'reopen', 'cancel'), task }),
  fc.record({ do: fc.constantFrom('block', 'unblock', 'unblock'), task, source: fc.constantFrom(...SOURCES) }),
  fc.record({ do: fc.constantFrom('add', 'add', 'remove'), task, blocker: task }),
  fc.record({ do: fc.constantFrom('deliver', 'deliver-again'), which: fc.nat(20) }),
)

/** The world as the system runs it: tasks that know only what they were told, and settlements on their way. */
class World {
  readonly tasks = Array.from({ length: TASKS }, (_, n) => aTask({ id: id(n) }))
  readonly edges = new Set<string>()
  onTheWay: { to: number; command: Command }[] = []
  delivered: { to: number; command: Command }[] = []

  submit(n: number, command: Command): boolean {
    const before = this.task(n)
    const decided = decide(before, command)
    if (!decided.ok) return false
    const now = decided.value.task
    this.tasks[n] = now
    if (now.changed === before.changed) return true
    for (const edge of this.edges) {
      const [blocker, dependent] = edge.split('>').map(Number)
      if (blocker !== n || dependent === undefined) continue
      this.onTheWay.push({ to: dependent, command: ask.settle(id(n), !isClosed(now), now.changed) })
    }
    return true
  }

  task(n: number): Task {
    const found = this.tasks[n]
    if (found === undefined) throw new Error(`no task ${n}`)
    return found
  }

  deliver(which: number, again: boolean): void {
    const list = again ? this.delivered : this.onTheWay
    const [message] = list.splice(which % Math.max(1, list.length), 1)
    if (message === undefined) return
    this.delivered.push(message)
    this.submit(message.to, message.command)
  }

  deliverAll(): void {
    while (this.onTheWay.length > 0) this.deliver(0, false)
  }
}

/** The same world in the plainest words: it remembers what was accepted, and works everything out from scratch. */
class Naive {
  readonly status: TaskStatus[] = Array.from({ length: TASKS }, () => 'open')
  readonly blocks = new Set<string>()
  readonly edges = new Set<string>()

  reasons(n: number): string[] {
    const waitsFor = Array.from({ length: TASKS }, (_, blocker) => blocker)
      .filter((blocker) => this.edges.has(`${blocker}>${n}`) && !this.closed(blocker))
      .map(id)
    const blocked = SOURCES.filter((source) => this.blocks.has(`${n}:${source}`))
    return [...(this.status[n] === 'open' ? [] : [this.status[n] ?? '']), ...waitsFor, ...blocked].toSorted()
  }

  closed(n: number): boolean {
    return this.status[n] === 'done' || this.status[n] === 'cancelled'
  }

  allows(each: Exclude<Step, { which: number }>): boolean {
    const inTheWay = this.reasons(each.task).filter((reason) => reason !== this.status[each.task])
    switch (each.do) {
      case 'start':
        return this.status[each.task] === 'open' && inTheWay.length === 0
      case 'done':
        return !this.closed(each.task) && inTheWay.length === 0
      case 'cancel':
        return !this.closed(each.task)
      case 'reopen':
        return this.closed(each.task)
      case 'block':
        return !this.closed(each.task) && !this.blocks.has(`${each.task}:${each.source}`)
      case 'unblock':
        return this.blocks.has(`${each.task}:${each.source}`)
      case 'add':
        return each.blocker !== each.task && !this.edges.has(`${each.blocker}>${each.task}`)
      case 'remove':
        return true
    }
  }

  accept(each: Exclude<Step, { which: number }>): void {
    const becomes = { start: 'in_progress', done: 'done', cancel: 'cancelled', reopen: 'open' } as const
    if (each.do === 'block') this.blocks.add(`${each.task}:${each.source}`)
    else if (each.do === 'unblock') this.blocks.delete(`${each.task}:${each.source}`)
    else if (each.do === 'add') this.edges.add(`${each.blocker}>${each.task}`)
    else if (each.do === 'remove') this.edges.delete(`${each.blocker}>${each.task}`)
    else this.status[each.task] = becomes[each.do]
  }
}

function commandOf(each: Exclude<Step, { which: number }>, world: World): Command {
  switch (each.do) {
    case 'start':
    case 'done':
    case 'reopen':
    case 'cancel':
      return ask[each.do]()
    case 'block':
      return ask.block(each.source, 'no access')
    case 'unblock':
      return ask.unblock(each.source)
    case 'add': {
      // As the transaction does it: with the blocker at the version that was read.
      const blocker = world.task(each.blocker)
      return ask.addBlocker(blocker.id, !isClosed(blocker), blocker.changed)
    }
    case 'remove':
      return ask.removeBlocker(id(each.blocker))
  }
}

function apply(world: World, naive: Naive, each: Step): { engine: boolean; naive: boolean } | undefined {
  if ('which' in each) {
    world.deliver(each.which, each.do === 'deliver-again')
    return undefined
  }
  const allowed = naive.allows(each)
  const accepted = world.submit(each.task, commandOf(each, world))
  if (accepted && each.do === 'add') world.edges.add(`${each.blocker}>${each.task}`)
  if (accepted && each.do === 'remove') world.edges.delete(`${each.blocker}>${each.task}`)
  if (accepted) naive.accept(each)
  return { engine: accepted, naive: allowed }
}

function agree(world: World, naive: Naive): void {
  for (const [n, each] of world.tasks.entries()) {
    const { ready, reasons } = readiness(each)
    expect({ ready, stored: each.ready, reasons: reasons.map(nameOf).toSorted() }).toEqual({
      ready: naive.reasons(n).length === 0,
      stored: naive.reasons(n).length === 0,
      reasons: naive.reasons(n),
    })
  }
}

function nameOf(reason: Reason): string {
  if (reason.kind === 'blocker') return reason.task
  return reason.kind === 'impediment' ? reason.source : reason.status
}

describe('readiness in a world of many tasks', () => {
  it('is what a naive recount says after every step, and so is every yes and no, when settlements arrive at once', () => {
    let [yes, no] = [0, 0]
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const [world, naive] = [new World(), new Naive()]
        for (const each of steps) {
          const answer = apply(world, naive, each)
          if (answer !== undefined) expect(answer.engine).toBe(answer.naive)
          answer?.engine ? yes++ : no++
          world.deliverAll()
          agree(world, naive)
        }
      }),
      { numRuns: 400 },
    )
    expect(Math.min(yes, no)).toBeGreaterThan(1_000)
  })

  it('ends there too when settlements arrive late, in any order, and again', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const [world, naive] = [new World(), new Naive()]
        for (const each of steps) apply(world, naive, each)
        world.deliverAll()
        agree(world, naive)
      }),
      { numRuns: 600 },
    )
  })
})

describe('the one word that people are shown', () => {
  const waiting = aTask({ blockers: { 'UAPI-1': openSince(1) } })
  const blocked = ask.block(CHO, 'no access', { by: person(CHO) })

  it.each<[ShownStatus, Task]>([
    ['ready', aTask()],
    ['waiting', waiting],
    ['blocked', after(aTask(), blocked)],
    ['blocked', after(waiting, blocked)],
    ['in_progress', after(aTask(), ask.start())],
    ['in_progress', after(aTask(), ask.start(), ask.addBlocker('UAPI-1', true, 1))],
    ['blocked', after(aTask(), ask.start(), blocked)],
    ['done', after(aTask(), ask.done())],
    ['cancelled', after(aTask(), blocked, ask.cancel())],
  ])('is %s', (word, shown) => {
    expect(shownStatus(shown)).toBe(word)
  })
})
