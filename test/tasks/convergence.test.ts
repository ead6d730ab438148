import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../app/tasks/commands.ts'
import { decide } from '../../app/tasks/decide.ts'
import { MAX_CHECKS, MAX_DEPLOYMENTS, MAX_PULLS } from '../../app/tasks/external.ts'
import { staleNotices } from '../../app/tasks/notice.ts'
import { MAX_RESOURCES, type Resource } from '../../app/tasks/resource.ts'
import { isClosed, type Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { anyCommand, anyFact, anyNewTask, live } from '../support/task-arbitraries.ts'
import { ANN, aCheck, aDeployment, aPull, ask, aTask, person } from '../support/tasks.ts'

/** What must not depend on the order of arrival. Turns, versions and the closing of an open task tell a history. */
function substance(task: Task) {
  const { status, ready, pulls, checks, reviews, deployments, resources, blockers, declared, issueFacts, assignee } =
    task
  const impediments = Object.fromEntries(
    Object.entries(task.impediments).map(([source, { since: _, ...impediment }]) => [source, impediment]),
  )
  const closedBy = isClosed(task) ? task.closedBy : undefined
  const facts = { pulls, checks, reviews, deployments, resources, issueFacts }
  return { ...facts, status, ready, blockers, declared, impediments, closedBy, assignee }
}

/** Two arrivals of the same facts: each any order, with any repetition. */
function twoArrivals(facts: fc.Arbitrary<Command[]>) {
  return facts.chain((all) => {
    const arrival = fc
      .tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all))
      .chain(([once, again]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length }))
    return fc.tuple(arrival, arrival)
  })
}

/** A few more facts of each sort than a task keeps, each twice, with few different ordinals. */
const flood = fc.array(fc.nat(9), { minLength: 300, maxLength: 300 }).map((dice) => {
  let thrown = 0
  const die = () => dice[thrown++ % dice.length] ?? 0
  const twice = (count: number) => Array.from({ length: 2 * count }, (_, i) => i % count)
  return [
    ...twice(MAX_CHECKS + 4).map((i) => ask.check(aCheck(die() < 5 ? 'failure' : 'success', die(), { name: `c${i}` }))),
    ...twice(MAX_PULLS + 4).map((i) => {
      return ask.pull(`northwind/web#${i}`, aPull(die() < 5 ? 'merged' : 'open', die(), { sha: `aaa${die()}` }))
    }),
    ...twice(MAX_DEPLOYMENTS + 4).map((i) => {
      return ask.deployment(`northwind/web:e${i}`, aDeployment('success', die(), { environment: `e${i}` }))
    }),
    ...[1, 2, 3, 4, 5, 6, 7].map((at) => {
      const labels = Array.from({ length: 8 }, (_, i) => `r${(i + 8 * at) % (MAX_RESOURCES + 4)}`)
      const resources = labels.map((label) => aResource(label, aCheck('success', die()).ordinal))
      return ask.pull('northwind/web#1', aPull('draft', 0), resources)
    }),
  ]
})

describe('facts from outside', () => {
  it('end in the same substance in any order and any repetition, from whatever people did before', () => {
    fc.assert(
      fc.property(
        anyNewTask,
        fc.array(anyCommand, { maxLength: 10 }),
        twoArrivals(fc.array(anyFact, { minLength: 1, maxLength: 10 })),
        (made, history, [one, other]) => {
          const start = live(made, history)
          expect(substance(live(start, one))).toEqual(substance(live(start, other)))
        },
      ),
      { numRuns: 1_500 },
    )
  })

  it('do so beyond the numbers that a task keeps', () => {
    let overflowed = 0
    fc.assert(
      fc.property(twoArrivals(flood), ([one, other]) => {
        const task = aTask({ gates: [{ kind: 'checks', names: ['c0', 'c1', 'c2'] }] })
        const left = live(task, one)
        expect(substance(left)).toEqual(substance(live(task, other)))
        const counts = [left.checks, left.pulls, left.deployments, left.resources].map(
          (kept) => Object.keys(kept).length,
        )
        const caps = [MAX_CHECKS, MAX_PULLS, MAX_DEPLOYMENTS, MAX_RESOURCES]
        counts.forEach((count, i) => {
          expect(count).toBeLessThanOrEqual(caps[i] ?? 0)
          if (count === caps[i]) overflowed++
        })
      }),
      // Each is hundreds of facts: what is left of one that fails says more than minutes of shrinking it.
      { numRuns: 8, endOnFailure: true },
    )
    expect(overflowed).toBeGreaterThan(20)
  })

  it('change nothing the second time, and neither does an old settlement', () => {
    fc.assert(
      fc.property(anyNewTask, fc.array(anyCommand, { maxLength: 12 }), (made, history) => {
        let now = made
        for (const [index, command] of history.entries()) {
          now = live(now, [command])
          const repeatable = history.slice(0, index + 1).filter(isFact)
          for (const fact of repeatable)
            expect(decide(now, fact)).toEqual({ ok: true, value: { task: now, events: [] } })
          for (const [blocker, { open, at }] of Object.entries(now.blockers)) {
            const settled = ask.settle(blocker as Task['id'], !open, at)
            expect(decide(now, settled)).toEqual({ ok: true, value: { task: now, events: [] } })
          }
        }
      }),
      { numRuns: 800 },
    )
  })

  it('do not hang on the order in which a database gives keys back', () => {
    fc.assert(
      fc.property(anyNewTask, fc.array(anyCommand, { maxLength: 10 }), anyCommand, (made, history, command) => {
        const task = live(made, history)
        const [straight, turned] = [live(task, [command]), live(turnedKeys(task), [command])]
        expect(turned).toEqual(straight)
        expect(told(turnedKeys(straight))).toEqual(told(straight))
      }),
      { numRuns: 800 },
    )
  })
})

function told(task: Task) {
  return [...wantedNotices(task), ...staleNotices(task)].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const FACTS = new Set(['RecordPull', 'RecordCheck', 'RecordDeployment', 'RecordResources', 'RecordIssue'])

function isFact(command: Command): boolean {
  return FACTS.has(command.type)
}

function aResource(label: string, ordinal: number): Resource {
  return { kind: 'url', label, value: label, source: 'pull request northwind/web#1', by: person(ANN), ordinal }
}

function turnedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turnedKeys) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, turnedKeys(part)])
      .toReversed(),
  ) as T
}
