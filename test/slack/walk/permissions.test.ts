import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findTaskIds } from '../../../app/tasks/ids.ts'
import { VERBS } from '../../../app/verbs/registry.ts'
import { type SlackHouse, slackHouse } from '../../support/slack-house.ts'
import { mentioned, typed } from '../../support/slack-tenants.ts'
import { askers, isLetThrough, judged, occasion } from '../../support/slack-walk.ts'

/**
 * Every gesture that Slack can bring, through the signed door and the queue behind it, as each role, on tasks of one's own
 * and of others: who is let through is what the permission table says, to the letter, and whoever is not changes nothing.
 */

let house: SlackHouse
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.stop())

describe.each(VERBS)('/codexflow $name', ({ action, examples: [text] }) => {
  it.each(askers(action))('by a $role, own task: $own', async ({ role, own }) => {
    const ids = findTaskIds(text)
    const about = await occasion(house, role, own, ids)
    const outcome = await house.after(about.home.workspace, typed(house, about.home, about.home.people[role], text))
    expect(judged(outcome)).toEqual({
      isLetThrough: isLetThrough(action, about, ids.length > 0),
      changedThough: [],
      broke: false,
    })
  })
})

describe.each(VERBS)('@codexflow $name', ({ action, examples: [text] }) => {
  it.each(askers(action))('by a $role, own task: $own', async ({ role, own }) => {
    const ids = findTaskIds(text)
    const about = await occasion(house, role, own, ids)
    const outcome = await house.after(about.home.workspace, mentioned(about.home, about.home.people[role], text))
    expect(judged(outcome)).toEqual({
      isLetThrough: isLetThrough(action, about, ids.length > 0),
      changedThough: [],
      broke: false,
    })
    expect(outcome.said.trim()).not.toBe('')
  })
})
