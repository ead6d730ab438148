import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Action,
  may,
  ROLES,
  type Role,
  rolesThatMay,
  rolesThatMayOnTheirOwn,
} from '../../../app/projects/permissions.ts'
import { refusedOutright } from '../../../app/slack/commands/gather.ts'
import { VERBS } from '../../../app/slack/commands/registry.ts'
import { findTaskIds, type TaskId } from '../../../app/tasks/ids.ts'
import { type Outcome, type SlackHouse, slackHouse } from '../../support/slack-house.ts'
import { given, type Tenant, tenant, typed } from '../../support/slack-tenants.ts'

/**
 * Every gesture that Slack can bring, through the signed door and the queue behind it, as each role, on tasks of one's own
 * and of others: who is let through is what the permission table says, to the letter, and whoever is not changes nothing.
 */

let house: SlackHouse
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.stop())

/** Who asks: where the table looks at the task, on one's own and on another's; else on the one that would tell most. */
function askers(action: Action): readonly { readonly role: Role; readonly own: boolean }[] {
  return ROLES.flatMap((role) => {
    if (rolesThatMayOnTheirOwn(action).includes(role))
      return [
        { role, own: true },
        { role, own: false },
      ]
    return [{ role, own: !rolesThatMay(action).includes(role) }]
  })
}

type Occasion = { readonly home: Tenant; readonly role: Role; readonly own: boolean }

/** A workspace in which tasks of these ids are the person's own, or another's. */
async function occasion(role: Role, own: boolean, ids: readonly TaskId[]): Promise<Occasion> {
  const home = await tenant(house)
  const other = ROLES.find((each) => each !== role)!
  await Promise.all(ids.map((id) => given(house, home, id, home.people[own ? role : other])))
  return { home, role, own }
}

/** Whether the table lets the person do it: on the task where one is named, else anywhere at all. */
function isLetThrough(action: Action, { home, role, own }: Occasion, namesTask: boolean): boolean {
  const person = home.people[role]
  const task = { createdBy: { kind: 'system' } as const, ...(own ? { assignee: person.id } : {}) }
  return namesTask ? may(person, action, task) : refusedOutright(person, action) === undefined
}

/** Whoever is refused is told so, and nothing happens; whoever is not hears of something else. */
function judged({ said, changed, queued }: Outcome) {
  const isRefused = /you may not/.test(said)
  return {
    isLetThrough: !isRefused,
    changedThough: isRefused ? [...changed, ...queued] : [],
    broke: /Something broke/.test(said),
  }
}

describe.each(VERBS)('/codexflow $name', ({ action, examples: [text] }) => {
  it.each(askers(action))('by a $role, own task: $own', async ({ role, own }) => {
    const ids = findTaskIds(text)
    const about = await occasion(role, own, ids)
    const outcome = await house.after(about.home.workspace, typed(house, about.home, about.home.people[role], text))
    expect(judged(outcome)).toEqual({
      isLetThrough: isLetThrough(action, about, ids.length > 0),
      changedThough: [],
      broke: false,
    })
  })
})
