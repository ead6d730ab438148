import {
  type Action,
  may,
  ROLES,
  type Role,
  rolesThatMay,
  rolesThatMayOnTheirOwn,
} from '../../app/projects/permissions.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { refusedOutright } from '../../app/verbs/gather.ts'
import type { Outcome, SlackHouse } from './slack-house.ts'
import { given, type Tenant, tenant } from './slack-tenants.ts'

/** What a walk through the signed door compares: who asks, about what, and what the permission table says to that. */

/** Who asks: where the table looks at the task, on one's own and on another's; else on the one that would tell most. */
export function askers(action: Action): readonly { readonly role: Role; readonly own: boolean }[] {
  return ROLES.flatMap((role) => {
    if (rolesThatMayOnTheirOwn(action).includes(role))
      return [
        { role, own: true },
        { role, own: false },
      ]
    return [{ role, own: !rolesThatMay(action).includes(role) }]
  })
}

export type Occasion = { readonly home: Tenant; readonly role: Role; readonly own: boolean }

/** A workspace in which tasks of these ids are the person's own, or another's. */
export async function occasion(house: SlackHouse, role: Role, own: boolean, ids: readonly TaskId[]): Promise<Occasion> {
  const home = await tenant(house)
  const other = ROLES.find((each) => each !== role)!
  await Promise.all(ids.map((id) => given(house, home, id, home.people[own ? role : other])))
  return { home, role, own }
}

/** Whether the table lets the person do it: on the task where one is named, else anywhere at all. */
export function isLetThrough(action: Action, { home, role, own }: Occasion, namesTask: boolean): boolean {
  const person = home.people[role]
  const task = { createdBy: { kind: 'system' } as const, ...(own ? { assignee: person.id } : {}) }
  return namesTask ? may(person, action, task) : refusedOutright(person, action) === undefined
}

/** Whoever is refused is told so, and nothing happens; whoever is not hears of something else. */
export function judged({ said, changed, queued }: Outcome) {
  const isRefused = /you may not/.test(said)
  return {
    isLetThrough: !isRefused,
    changedThough: isRefused ? [...changed, ...queued] : [],
    broke: /Something broke/.test(said),
  }
}
