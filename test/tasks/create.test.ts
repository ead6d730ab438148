import { describe, expect, it } from 'vitest'
import { create, type NewTask } from '../../app/tasks/create.ts'
import { MAX_BLOCKERS_AT_CREATION, MAX_TITLE } from '../../app/tasks/task.ts'
import { ANN, BEN, minute, openSince, person, WORKSPACE } from '../support/tasks.ts'

const wanted: NewTask = {
  workspace: WORKSPACE,
  id: 'UAPI-2',
  title: ' Build the endpoint ',
  phase: 'backend',
  assignee: BEN,
  blockers: {},
  gates: [],
  requiredChecks: [],
  by: person(ANN),
  at: minute(0),
}

describe('a new task', () => {
  it('is ready at once when it waits for nothing, moved by the one who made it', () => {
    const by = { by: person(ANN), at: minute(0) }
    expect(create(wanted)).toEqual({
      ok: true,
      value: {
        events: [
          { type: 'TaskCreated', title: 'Build the endpoint', phase: 'backend', assignee: BEN, ...by },
          { type: 'TaskReady', readiness: 1, ...by },
        ],
        task: {
          workspace: WORKSPACE,
          id: 'UAPI-2',
          project: 'UAPI',
          title: 'Build the endpoint',
          phase: 'backend',
          createdBy: person(ANN),
          createdAt: minute(0),
          gates: [],
          requiredChecks: [],
          declared: { status: 'open', by: person(ANN), ordinal: expect.any(Number) },
          overruled: {},
          pulls: {},
          checks: {},
          deployments: {},
          resources: {},
          status: 'open',
          blockers: {},
          impediments: {},
          assignee: BEN,
          ready: true,
          readiness: 1,
          assignment: 1,
          turnBy: person(ANN),
          turnAt: minute(0),
          changed: 1,
          notices: {},
          owed: { notice: 1 },
          causes: [],
          version: 1,
        },
      },
    })
  })

  it('waits for its blockers and owes nobody anything', () => {
    const made = create({ ...wanted, blockers: { 'UAPI-1': openSince(1), 'WEB-1': { open: false, at: 7 } } })
    expect(made.ok && made.value.events.map((event) => event.type)).toEqual(['TaskCreated'])
    expect(made.ok && made.value.task).toMatchObject({ ready: false, readiness: 0, owed: {}, version: 1 })
  })

  it('is refused without a title, with one too long, and with too many blockers', () => {
    expect(create({ ...wanted, title: ' \n ' })).toEqual({
      ok: false,
      error: { kind: 'invalid', what: 'the title is empty', hint: 'put it in double quotes' },
    })
    expect(create({ ...wanted, title: 'x'.repeat(MAX_TITLE + 1) })).toEqual({
      ok: false,
      error: { kind: 'invalid', what: 'the title has 201 characters', hint: 'use at most 200' },
    })
    const blockers = Object.fromEntries(
      Array.from({ length: MAX_BLOCKERS_AT_CREATION + 1 }, (_, i) => [`WEB-${i + 1}`, openSince(1)]),
    )
    expect(create({ ...wanted, blockers })).toEqual({
      ok: false,
      error: { kind: 'too-many', what: 'blockers of a new task', limit: MAX_BLOCKERS_AT_CREATION },
    })
  })
})
