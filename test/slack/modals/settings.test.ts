import { describe, expect, it } from 'vitest'
import type { Values } from '../../../app/slack/inputs.ts'
import { entered } from '../../../app/slack/modals/fields.ts'
import { openingReply } from '../../../app/slack/modals/open.ts'
import { modalBody } from '../../../app/slack/wire.ts'
import { look } from '../../../app/verbs/gather.ts'
import { viewFaults } from '../../support/block-kit.ts'
import { WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, type World, world } from '../../verbs/world.ts'
import { filled, readable, submitted, submitter } from './forms.ts'

/** The form as it opens for Max, and what stands in its fields. */
async function opened(home: World) {
  const seen = await look(submitter('member'), {}, home.ports)
  const { modal } = openingReply({ form: 'settings', preset: {} }, seen!)
  const values: Record<string, Record<string, string>> = {}
  for (const block of modal!.blocks) {
    if (block.type !== 'input') continue
    const [, initial] = Object.entries(block.element).find(([key]) => key.startsWith('initial_')) ?? []
    const one = (value: unknown) =>
      typeof value === 'object' && value !== null && 'value' in value ? value.value : value
    const value = Array.isArray(initial) ? initial.map(one).join(' ') : String(one(initial) ?? '')
    values[block.block_id!] = { [block.block_id!]: value }
  }
  return { modal: modal!, values: values as Values }
}

async function chosen(home: World) {
  return (await home.directory.person(WORKSPACE, PEOPLE.member.id))?.preferences
}

describe('the form of settings', () => {
  const all = filled({
    hours: '09:00-17:30',
    days: 'mon tue wed thu',
    zone: 'Africa/Lagos',
    off: '2026-12-24..2026-12-25',
    quiet: 'on',
    channel: 'github',
    digest: 'on',
    budget: '20',
  })

  it('saves what is filled in, and opens with it the next time', async () => {
    const home = world()
    expect(readable(await submitted(home, 'member', 'settings', {}, all))).toContain(
      'Saved. It counts for what is written from now on.',
    )
    const typed = world()
    await typed.say(
      'member',
      'settings hours:09:00-17:30 days:mon-thu zone:Africa/Lagos off:2026-12-24..2026-12-25 quiet:on channel:github digest:on budget:20',
    )
    expect(await chosen(home)).toEqual(await chosen(typed))
    const { modal, values } = await opened(home)
    expect(viewFaults(modalBody(modal))).toEqual([])
    expect(Object.keys(values).map((id) => `${id}: ${entered(values, id)}`)).toMatchInlineSnapshot(`
      [
        "hours: 09:00-17:30",
        "days: mon tue wed thu",
        "zone: Africa/Lagos",
        "off: 2026-12-24, 2026-12-25",
        "quiet: on",
        "channel: github",
        "digest: on",
        "budget: 20",
      ]
    `)
  })

  it('submitted as it opened changes nothing, and emptied takes every choice back', async () => {
    const home = world()
    await submitted(home, 'member', 'settings', {}, all)
    const before = await chosen(home)
    await submitted(home, 'member', 'settings', {}, (await opened(home)).values)
    expect(await chosen(home)).toEqual(before)
    const empty = filled({
      hours: '',
      days: '',
      zone: '',
      off: '',
      quiet: 'default',
      channel: 'default',
      digest: 'off',
      budget: '',
    })
    await submitted(home, 'member', 'settings', {}, empty)
    expect(await chosen(home)).toEqual({})
  })

  it('leaves a week of different hours as it is, for which it has no field', async () => {
    const home = world()
    const week = { mon: { from: 540, to: 1020 }, fri: { from: 540, to: 780 } }
    await home.directory.savePreferences((await home.directory.person(WORKSPACE, PEOPLE.member.id))!, { week })
    const { values } = await opened(home)
    expect(values['hours']).toBeUndefined()
    await submitted(home, 'member', 'settings', {}, values)
    expect((await chosen(home))?.week).toEqual(week)
  })

  it('says at its field what is wrong', async () => {
    const home = world()
    const wrong = { ...all, ...filled({ hours: 'nine to five', zone: 'Lagos', off: 'tomorrow', budget: 'lots' }) }
    expect(await submitted(home, 'member', 'settings', {}, wrong)).toEqual({
      kind: 'errors',
      errors: {
        hours: '"nine to five" are no hours; write hours:09:00-17:30.',
        zone: '"Lagos" is no time zone; write zone:Africa/Lagos.',
        off: '"tomorrow" are no days off; write off:2026-12-24 or off:2026-12-24..2027-01-01.',
        budget: '"lots" is no budget; write budget:20 (at most 200), or budget:none.',
      },
    })
    expect(await chosen(home)).toBeUndefined()
  })
})
