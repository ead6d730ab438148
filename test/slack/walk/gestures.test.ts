import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUTTONS } from '../../../app/slack/actions/registry.ts'
import { packTaskButton } from '../../../app/slack/actions/task-button.ts'
import { MODALS, type ModalId, OPEN_FORM, SHORTCUTS } from '../../../app/slack/callbacks.ts'
import { type Preset, packFormCall, packPreset } from '../../../app/slack/modals/preset.ts'
import { FORMS } from '../../../app/slack/modals/registry.ts'
import { VERBS } from '../../../app/verbs/registry.ts'
import { type SlackHouse, slackHouse } from '../../support/slack-house.ts'
import { chosen, type Entered, pressed, submitted } from '../../support/slack-tenants.ts'
import { askers, isLetThrough, judged, occasion } from '../../support/slack-walk.ts'

/** Buttons, forms and shortcuts, through the signed door, as each role: the permission table, to the letter. */

let house: SlackHouse
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.stop())

/** A button or form is a verb by another way, and bears its name. */
function actionOf(id: string) {
  const name = id.split('.').at(-1)
  const verb = VERBS.find((each) => each.name === name)
  if (verb === undefined) throw new Error(`No verb is called as the button ${id} is.`)
  return verb.action
}

describe.each(Object.keys(BUTTONS))('the button %s', (id) => {
  it.each(askers(actionOf(id)))('pressed by a $role, own task: $own', async ({ role, own }) => {
    const about = await occasion(house, role, own, ['UAPI-1'])
    const press = pressed(house, about.home, about.home.people[role], id, packTaskButton({ task: 'UAPI-1' }))
    const outcome = await house.after(about.home.workspace, press)
    expect(judged(outcome)).toEqual({
      isLetThrough: isLetThrough(actionOf(id), about, true),
      changedThough: [],
      broke: false,
    })
    expect([outcome.said.trim(), ...outcome.calls].join('')).not.toBe('')
  })
})

/** What each form begins with, and what is entered in it, so that it could be done. */
const FILLED: Readonly<Record<ModalId, { readonly preset: Preset; readonly entered: Entered }>> = {
  'task.new': {
    preset: {},
    entered: { title: { title: 'Limit sign-ups' }, project: { 'project.search': 'UAPI' }, phase: { phase: 'backend' } },
  },
  'project.new': { preset: {}, entered: { name: { name: 'Web' }, key: { key: 'WEB' } } },
  'task.done': { preset: { task: 'UAPI-1' }, entered: {} },
  'task.block': { preset: { task: 'UAPI-1' }, entered: { reason: { reason: 'no access' } } },
  'task.assign': { preset: { task: 'UAPI-1' }, entered: { to: { to: 'U0LEAD' } } },
  settings: { preset: {}, entered: {} },
  'handoff.need': { preset: { task: 'UAPI-1' }, entered: { text: { text: 'Which region?' } } },
  'handoff.notmine': { preset: { task: 'UAPI-1' }, entered: { reason: { reason: 'I do frontend' } } },
  'approval.reject': { preset: { task: 'UAPI-1' }, entered: { comment: { comment: 'It lacks a limit' } } },
}

describe.each(MODALS)('the form %s', (form) => {
  const { action } = FORMS[form].verb
  const { preset, entered } = FILLED[form]
  const namesTask = preset.task !== undefined

  it.each(askers(action))('opened by a $role, own task: $own', async ({ role, own }) => {
    const about = await occasion(house, role, own, namesTask ? ['UAPI-1'] : [])
    const press = pressed(
      house,
      about.home,
      about.home.people[role],
      `${OPEN_FORM}${form}`,
      packFormCall({ form, preset }),
    )
    const outcome = await house.after(about.home.workspace, press)
    const lets = isLetThrough(action, about, namesTask)
    expect([judged(outcome).isLetThrough, outcome.changed, outcome.calls]).toEqual([
      lets,
      [],
      lets ? ['views.open'] : [],
    ])
  })

  it.each(askers(action))('sent by a $role, own task: $own', async ({ role, own }) => {
    const about = await occasion(house, role, own, namesTask ? ['UAPI-1'] : [])
    const sent = submitted(about.home, about.home.people[role], form, packPreset(preset), entered)
    const outcome = await house.after(about.home.workspace, sent)
    expect(judged(outcome)).toEqual({
      isLetThrough: isLetThrough(action, about, namesTask),
      changedThough: [],
      broke: false,
    })
  })
})

describe.each(Object.entries(SHORTCUTS))('the shortcut %s', (id, { kind }) => {
  it.each(askers('task.create'))('chosen by a $role', async ({ role, own }) => {
    const about = await occasion(house, role, own, [])
    const outcome = await house.after(
      about.home.workspace,
      chosen(about.home, about.home.people[role], id, kind === 'message'),
    )
    expect(outcome.changed).toEqual([])
    expect(outcome.calls.includes('views.open')).toBe(isLetThrough('task.create', about, false))
  })
})
