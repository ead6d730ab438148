import { describe, expect, it } from 'vitest'
import { envelopes, readEnvelope } from '../../app/bus/envelope.ts'
import type { TaskImage } from '../../app/ports/task-log.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { Notice, NoticeId } from '../../app/tasks/notice.ts'
import { matches } from '../../infra/local/aws/event-pattern.ts'
import { rules } from '../../infra/topology.ts'
import { after, ask, aTask, BEN, changed, minute, person } from '../support/tasks.ts'

const write = (notice: Notice): Command => ({ type: 'WriteNotice', notice, by: SYSTEM, at: minute(61) })
const forget = (notice: NoticeId): Command => ({ type: 'ForgetNotice', notice, by: SYSTEM, at: minute(62) })

function onTheBus(image: TaskImage) {
  return envelopes(image).map(({ source, detailType, detail }) => ({ source, 'detail-type': detailType, detail }))
}

describe('events on the bus', () => {
  it('match the pattern of the architecture document when a task is done', () => {
    const pattern = {
      source: ['codexflow.tasks'],
      'detail-type': ['TaskCompleted', 'TaskBlocked'],
      detail: { status: ['done'], hasBlockers: [false] },
    }
    const [completed] = onTheBus(changed(aTask(), ask.done()))
    expect(completed).toEqual({
      source: 'codexflow.tasks',
      'detail-type': 'TaskCompleted',
      detail: {
        version: 1,
        eventId: 'UAPI-2@2.1',
        workspace: 'T0NORTHWIND',
        taskId: 'UAPI-2',
        project: 'UAPI',
        phase: 'backend',
        status: 'done',
        hasBlockers: false,
        assignee: BEN,
        completedBy: BEN,
        completedAt: minute(60),
      },
    })
    expect(matches(pattern, completed!)).toBe(true)
    expect(matches(pattern, onTheBus(changed(aTask(), ask.start()))[0]!)).toBe(false)
  })

  it('never carry what users wrote', () => {
    const image = changed(aTask({ title: 'canary title' }), ask.block('person:x', 'canary reason', { by: person(BEN) }))
    expect(JSON.stringify(envelopes(image))).not.toContain('canary')
  })

  it('that the orchestrator causes never wake it, and every notice written goes to be delivered', () => {
    const task = aTask()
    const notice = { id: 'n_1', subject: { kind: 'handoff', readiness: 1, assignment: 1 }, suppressed: false } as const
    const written = onTheBus(changed(task, write(notice)))
    const forgotten = onTheBus(changed(after(task, write(notice)), forget('n_1')))
    const wakes = [...written, ...forgotten].filter((event) => matches(rules['wake-the-orchestrator'].pattern, event))
    expect(wakes).toEqual([])
    expect(matches(rules['deliver-what-was-written'].pattern, written[0]!)).toBe(true)
  })

  it('are read back as they were meant, and nothing else is taken for one', () => {
    const notice = { id: 'n_1', subject: { kind: 'handoff', readiness: 1, assignment: 1 }, suppressed: false } as const
    const [written] = onTheBus(changed(aTask(), write(notice)))
    expect(readEnvelope(written)).toEqual({
      type: 'HandoffWritten',
      workspace: 'T0NORTHWIND',
      task: 'UAPI-2',
      notice: { id: 'n_1' },
    })
    for (const other of [null, 'x', {}, { ...written!, source: 'aws.s3' }, { ...written!, detail: { version: 2 } }]) {
      expect(readEnvelope(other)).toBeUndefined()
    }
  })
})
