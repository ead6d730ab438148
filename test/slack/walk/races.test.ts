import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SlackHouse, slackHouse } from '../../support/slack-house.ts'
import { pressed, type Tenant, tenant, told, typed } from '../../support/slack-tenants.ts'

/** Presses that meet each other, the outcome, the permission table or a new process: each gets its answer, nothing twice. */

let house: SlackHouse
beforeAll(async () => {
  house = await slackHouse()
})
afterAll(() => house.stop())

async function handedToTheMember(): Promise<{ readonly home: Tenant; readonly button: string }> {
  const home = await tenant(house)
  return { home, button: await told(house, home, 'UAPI-1', home.people.member) }
}

const TASK = ({ workspace }: Tenant) => `W#${workspace}#T#UAPI-1 TASK`
const version = async ({ workspace }: Tenant) => (await house.log.load(workspace, 'UAPI-1'))?.version

describe('a press on a message', () => {
  it('meets another at the same instant: one begins the task, the other hears that it is begun', async () => {
    const { home, button } = await handedToTheMember()
    const { member, lead } = home.people
    const outcome = await house.after(
      home.workspace,
      pressed(house, home, member, 'task.start', button),
      pressed(house, home, lead, 'task.start', button),
    )
    expect(outcome.changed).toEqual([TASK(home)])
    // Told, then begun: once.
    expect(await version(home)).toBe(3)
    expect(outcome.said.match(/UAPI-1 is in progress already\./g)).toHaveLength(1)
    expect(outcome.queued).toHaveLength(1)
  })

  it('comes after the outcome: it says so, and nothing happens', async () => {
    const { home, button } = await handedToTheMember()
    await house.after(home.workspace, typed(house, home, home.people.lead, 'done UAPI-1'))
    const outcome = await house.after(home.workspace, pressed(house, home, home.people.member, 'task.start', button))
    expect(outcome).toMatchObject({ changed: [], said: expect.stringContaining('UAPI-1 is done already.') })
  })

  it('of one who may not: it says who may, and nothing happens', async () => {
    const { home, button } = await handedToTheMember()
    const outcome = await house.after(home.workspace, pressed(house, home, home.people.guest, 'task.start', button))
    expect(outcome).toMatchObject({
      changed: [],
      queued: [],
      said: expect.stringContaining('As a guest you may not start this task.'),
    })
  })

  it('on a message from before a restart does what it says', async () => {
    const { home, button } = await handedToTheMember()
    await house.restart()
    const outcome = await house.after(home.workspace, pressed(house, home, home.people.member, 'task.start', button))
    expect(outcome.changed).toEqual([TASK(home)])
    expect(await version(home)).toBe(3)
  })

  it('that Slack brings again after a restart has happened once', async () => {
    const { home, button } = await handedToTheMember()
    const press = pressed(house, home, home.people.member, 'task.start', button)
    await house.after(home.workspace, press)
    await house.restart()
    const again = await house.after(home.workspace, press)
    expect([again.changed, again.said, await version(home)]).toEqual([[], '', 3])
  })
})

describe('a command', () => {
  it('that Slack brings again after a restart has happened once, and says the same', async () => {
    const { home } = await handedToTheMember()
    const command = typed(house, home, home.people.member, 'done UAPI-1 url:https://api.example.com')
    const first = await house.after(home.workspace, command)
    await house.restart()
    const again = await house.after(home.workspace, command)
    expect([again.changed, again.said]).toEqual([[], first.said])
  })

  it('meets another at the same instant: both are answered, and the task is finished once', async () => {
    const { home } = await handedToTheMember()
    const { member, lead } = home.people
    const outcome = await house.after(
      home.workspace,
      typed(house, home, member, 'done UAPI-1'),
      typed(house, home, lead, 'done UAPI-1'),
    )
    expect(outcome.said.match(/UAPI-1 is done already\./g)).toHaveLength(2)
    expect(await version(home)).toBe(3)
  })
})
