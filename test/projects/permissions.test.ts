import { describe, expect, it } from 'vitest'
import {
  ACTIONS,
  type Action,
  may,
  ROLES,
  type Role,
  rolesThatMay,
  rolesThatMayOnTheirOwn,
} from '../../app/projects/permissions.ts'
import type { Actor } from '../../app/tasks/actor.ts'
import { ANN, BEN, CHO, github, person } from '../support/tasks.ts'

/**
 * The table as people reviewed it, cell by cell: owner, lead, member, guest. It is written out here on purpose: whoever
 * adds an action says in two places who may do it.
 */
const REVIEWED: Readonly<
  Record<Action, readonly ['yes' | 'own' | 'no', 'yes' | 'own' | 'no', 'yes' | 'own' | 'no', 'yes' | 'own' | 'no']>
> = {
  //                  owner  lead   member guest
  help: ['yes', 'yes', 'yes', 'yes'],
  'project.create': ['yes', 'yes', 'yes', 'no'],
  'project.connect': ['yes', 'yes', 'no', 'no'],
  'project.view': ['yes', 'yes', 'yes', 'no'],
  'project.archive': ['yes', 'yes', 'no', 'no'],
  'project.settings': ['yes', 'yes', 'no', 'no'],
  'people.view': ['yes', 'yes', 'yes', 'no'],
  'people.change': ['yes', 'no', 'no', 'no'],
  'audit.view': ['yes', 'yes', 'no', 'no'],
  'feedback.give': ['yes', 'yes', 'yes', 'yes'],
  'feedback.view': ['yes', 'no', 'no', 'no'],
  'identity.link': ['yes', 'yes', 'yes', 'yes'],
  'task.create': ['yes', 'yes', 'yes', 'no'],
  'task.view': ['yes', 'yes', 'yes', 'own'],
  'task.start': ['yes', 'yes', 'yes', 'own'],
  'task.complete': ['yes', 'yes', 'yes', 'own'],
  'task.reopen': ['yes', 'yes', 'yes', 'no'],
  'task.cancel': ['yes', 'yes', 'own', 'no'],
  'task.block': ['yes', 'yes', 'yes', 'own'],
  'task.unblock': ['yes', 'yes', 'yes', 'own'],
  'task.unblock-others': ['yes', 'yes', 'no', 'no'],
  'task.assign': ['yes', 'yes', 'yes', 'no'],
  'task.order': ['yes', 'yes', 'yes', 'no'],
  'settings.own': ['yes', 'yes', 'yes', 'yes'],
  'settings.workspace': ['yes', 'no', 'no', 'no'],
  'handoff.answer': ['yes', 'yes', 'yes', 'own'],
  'approval.request': ['yes', 'yes', 'yes', 'own'],
  'approval.decide': ['yes', 'yes', 'yes', 'no'],
}

type Relation = {
  readonly name: string
  readonly task?: { assignee?: typeof ANN; createdBy: Actor }
  readonly own: boolean
}
const RELATIONS: readonly Relation[] = [
  { name: 'no task at all', own: false },
  { name: 'a task assigned to them', task: { assignee: BEN, createdBy: person(CHO) }, own: true },
  { name: 'a task they made for another', task: { assignee: CHO, createdBy: person(BEN) }, own: true },
  { name: 'a task they made for nobody', task: { createdBy: person(BEN) }, own: true },
  { name: "another's task", task: { assignee: CHO, createdBy: person(ANN) }, own: false },
  { name: "nobody's task", task: { createdBy: person(ANN) }, own: false },
  { name: 'a task of an unlinked login with their id', task: { createdBy: github(BEN) }, own: false },
  { name: 'a task that CodexFlow made', task: { createdBy: { kind: 'system' } }, own: false },
]

const CELLS = ROLES.flatMap((role, column) =>
  ACTIONS.flatMap((action) =>
    RELATIONS.map((relation) => {
      const cell = REVIEWED[action][column]
      return { role, action, relation, expected: cell === 'yes' || (cell === 'own' && relation.own) }
    }),
  ),
)

describe('who may do what', () => {
  it('is as reviewed in every cell: role by action by relation', () => {
    const found = CELLS.map(({ role, action, relation }) => [
      `${role} ${action} ${relation.name}`,
      may({ id: BEN, role }, action, relation.task),
    ])
    expect(found).toEqual(
      CELLS.map(({ role, action, relation, expected }) => [`${role} ${action} ${relation.name}`, expected]),
    )
    expect(found).toHaveLength(ROLES.length * ACTIONS.length * RELATIONS.length)
  })

  it('denies what the table does not name: other roles, other actions, and names that every object has', () => {
    const own = { assignee: BEN, createdBy: person(BEN) }
    for (const role of ['', 'admin', '__proto__', 'constructor', 'toString'] as unknown as Role[]) {
      for (const action of ACTIONS) expect(may({ id: BEN, role }, action, own)).toBe(false)
    }
    for (const action of ['', 'task.delete', '__proto__', 'constructor', 'toString'] as unknown as Action[]) {
      for (const role of ROLES) expect(may({ id: BEN, role }, action, own)).toBe(false)
    }
  })

  it('denies everything to whoever has left the workspace, and knows a person by all their ids', () => {
    const person = { id: 'per_1', role: 'owner', also: ['per_github'] } as const
    const gone = { ...person, stay: { state: 'gone', since: '2026-03-02T10:00:00Z' } } as const
    expect(ACTIONS.filter((action) => may(gone, action, { createdBy: { kind: 'system' } }))).toEqual([])
    expect(may({ ...gone, stay: { ...gone.stay, state: 'here' } }, 'help')).toBe(true)
    const guest = { ...person, role: 'guest' } as const
    const own = { createdBy: { kind: 'system' }, assignee: 'per_github' } as const
    const made = { createdBy: { kind: 'person', id: 'per_github' } } as const
    expect([own, made, { ...own, assignee: 'per_2' as const }].map((task) => may(guest, 'task.view', task))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('names the roles for the words of a refusal', () => {
    const named = ACTIONS.map((action) => [action, rolesThatMay(action), rolesThatMayOnTheirOwn(action)])
    const withCell = (action: Action, cell: string) => ROLES.filter((_, column) => REVIEWED[action][column] === cell)
    expect(named).toEqual(ACTIONS.map((action) => [action, withCell(action, 'yes'), withCell(action, 'own')]))
  })

  it('leaves no action to nobody', () => {
    for (const action of ACTIONS) expect(rolesThatMay(action)).not.toEqual([])
  })
})
