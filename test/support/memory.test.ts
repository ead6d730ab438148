import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import { create } from '../../app/tasks/create.ts'
import { decide } from '../../app/tasks/decide.ts'
import { noticeId } from '../../app/tasks/notice.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { memory } from './memory.ts'

const workspace = workspaceOf('T0')
const by = { kind: 'person', id: 'per_amy' } as const
const at = '2026-11-02T09:00:00.000Z'

function newTask(id: `${string}-${number}`, blockers = {}) {
  const made = create({ workspace, id, title: id, phase: 'backend', blockers, gates: [], requiredChecks: [], by, at })
  if (!made.ok) throw new Error('the task of the test is refused')
  return made.value
}

describe('the memory that stands for the table', () => {
  it('writes a change only on the version before it', async () => {
    const { log, graph } = memory()
    const made = newTask('UAPI-1')
    expect(await graph.create(made, 'c1', new Map(), 0)).toBe('written')
    const started = decide(made.task, { type: 'StartTask', by, at })
    if (!started.ok) throw new Error('refused')
    expect(await log.append(started.value)).toBe('written')
    expect(await log.append(started.value)).toBe('conflict')
    expect((await log.load(workspace, 'UAPI-1'))?.status).toBe('in_progress')
  })

  it('creates a task once for a cause, and only on the blockers and the number that were seen', async () => {
    const { graph, log } = memory()
    expect(await graph.create(newTask('UAPI-1'), 'c1', new Map(), 0)).toBe('written')
    expect(await graph.create(newTask('UAPI-2'), 'c1', new Map(), 1)).toBe('conflict')
    const waiting = newTask('UAPI-2', { 'UAPI-1': { open: true, at: 1 } })
    expect(await graph.create(waiting, 'c2', new Map([['UAPI-1', 7]]), 1)).toBe('conflict')
    expect(await graph.create(waiting, 'c2', new Map([['UAPI-1', 1]]), 0)).toBe('conflict')
    expect(await graph.create(waiting, 'c2', new Map([['UAPI-1', 1]]), 1)).toBe('written')
    expect(await graph.lastNumber(workspace, 'UAPI')).toBe(2)
    expect(await log.dependents(workspace, 'UAPI-1')).toEqual(['UAPI-2'])
    expect(await graph.createdBy(workspace, 'c2')).toBe('UAPI-2')
  })

  it('clears what is owed only if it is what was seen', async () => {
    const { log, graph, task } = memory()
    await graph.create(newTask('UAPI-1'), 'c1', new Map(), 0)
    await log.clearOwed(workspace, 'UAPI-1', 'notice', 9)
    expect(task(workspace, 'UAPI-1').owed).toEqual({ notice: 1 })
    await log.clearOwed(workspace, 'UAPI-1', 'notice', 1)
    expect(task(workspace, 'UAPI-1').owed).toEqual({})
  })

  it('moves a delivery only from the state and the attempt seen, and hands out slots one after another', async () => {
    const { ledger } = memory()
    const { task } = newTask('UAPI-1')
    const subject = { kind: 'handoff', readiness: 1, assignment: 1 } as const
    const entry: LedgerEntry = {
      workspace,
      notice: noticeId(task, subject),
      key: 'slack#C1',
      task: 'UAPI-1',
      subject,
      delivery: { role: 'notice', address: { channel: 'slack', conversation: 'C1', isPerson: false } },
      attempt: 0,
      answered: 0,
      createdAt: 0,
      doubtful: false,
      state: 'PENDING',
    }
    expect(await ledger.open(entry)).toEqual(entry)
    const claimed = { ...entry, state: 'CLAIMED', attempt: 1, leaseUntil: 30, doubtUntil: 90 } as const
    expect(await ledger.move(entry, claimed)).toBe('moved')
    expect(await ledger.move(entry, claimed)).toBe('lost')
    expect(await ledger.open(entry)).toEqual(claimed)

    const pace = { name: 'slack#C1', intervalMs: 1000 }
    expect([await ledger.reserve(workspace, pace, 500), await ledger.reserve(workspace, pace, 500)]).toEqual([
      500, 1500,
    ])
    await ledger.pause(workspace, pace, 9000)
    expect(await ledger.reserve(workspace, pace, 600)).toBe(9000)
  })
})
