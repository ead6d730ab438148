import { describe, expect, it } from 'vitest'
import { receiveAction, runAction } from '../../app/slack/actions/run.ts'
import { receiveTyped, runTyped } from '../../app/slack/typed.ts'
import type { AskedInSlack } from '../../app/verbs/asked.ts'
import { type FollowUp, packFollowUp, unpackFollowUp } from '../../app/verbs/follow-up.ts'
import { isMeanwhile } from '../../app/verbs/words/meanwhile-reply.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, twoTasks, type World, world } from './world.ts'

const ASKED: AskedInSlack = {
  workspace: WORKSPACE,
  slackUser: PEOPLE.member.slackUser!,
  userName: 'max',
  channel: 'C0UAPI',
  at: minute(60),
  cause: 'slack:T0NORTHWIND:later',
  responseUrl: 'https://hooks.slack.com/commands/T0/1/abc',
}

function given(): World {
  const home = world()
  home.seed(...twoTasks())
  return home
}

/** What the queue brings to the worker: the job as it was packed. */
function brought(job: FollowUp | undefined): FollowUp {
  const read = job === undefined ? undefined : unpackFollowUp(packFollowUp(job))
  if (read?.ok !== true) throw new Error('Nothing readable was put on the queue.')
  return read.value
}

async function finished(home: World): Promise<string> {
  const job = brought(home.jobs.at(-1))
  if (job.type !== 'RunCommand') throw new Error(`Not a command: ${job.type}`)
  return (await runTyped(job.text, job.asked, home.ports)).text
}

describe('a verb that takes longer', () => {
  it.each([
    ['show uapi-2', 'Looking at UAPI-2…'],
    ['why UAPI-2', 'Looking at UAPI-2…'],
    ['list', 'Looking through the tasks…'],
    ['list UAPI phase:backend', 'Looking through UAPI…'],
    ['after UAPI-2 remove:UAPI-1', 'Freeing UAPI-2 of UAPI-1…'],
    ['after UAPI-1 UAPI-2', 'Putting UAPI-1 behind UAPI-2…'],
  ])(
    'says at once what it is doing, and answers from the queue as if it had been asked there: %s',
    async (text, says) => {
      const [now, later] = [given(), given()]
      const meanwhile = await receiveTyped(text, ASKED, later.ports)
      expect([meanwhile.text, isMeanwhile(meanwhile.text)]).toEqual([says, true])
      expect(later.jobs).toEqual([{ type: 'RunCommand', text, asked: ASKED }])
      expect(later.images).toEqual([])
      expect(await finished(later)).toBe((await runTyped(text, ASKED, now.ports)).text)
      expect(later.images).toEqual(now.images)
    },
  )

  it('acts once and says the same when the queue brings it twice', async () => {
    const home = given()
    await receiveTyped('after UAPI-2 remove:UAPI-1', ASKED, home.ports)
    const [first, second] = [await finished(home), await finished(home)]
    expect([second, home.images.length]).toEqual([first, 1])
  })

  it('is refused at once, and queues nothing, for those who may not', async () => {
    const home = given()
    const { text } = await receiveTyped(
      'after UAPI-2 remove:UAPI-1',
      { ...ASKED, slackUser: PEOPLE.guest.slackUser! },
      home.ports,
    )
    expect([text.split('\n')[0], home.jobs]).toEqual([
      'As a guest you may not change what this task waits for. Those who may: owners, leads and members.',
      [],
    ])
  })

  it('is answered at once where CodexFlow is not installed', async () => {
    const home = world({ installed: false })
    const { text } = await receiveTyped('show UAPI-2', ASKED, home.ports)
    expect([text.split('\n')[0], home.jobs]).toEqual([
      'CodexFlow is not set up in this Slack workspace yet, so nothing was changed.',
      [],
    ])
  })

  it('is judged again when it runs: who lost the right meanwhile is refused then', async () => {
    const home = given()
    await receiveTyped('after UAPI-2 remove:UAPI-1', ASKED, home.ports)
    const job = brought(home.jobs[0])
    if (job.type !== 'RunCommand') throw new Error('no command')
    const asked = { ...job.asked, slackUser: PEOPLE.guest.slackUser! }
    expect((await runTyped(job.text, asked, home.ports)).text).toMatch(/^As a guest you may not/)
    expect(home.images).toEqual([])
  })
})

describe('somebody whom nobody knew', () => {
  it('is put down by the worker, where they are also answered', async () => {
    const home = given()
    const asked = { ...ASKED, slackUser: 'U0NEW', userName: 'newton' }
    expect((await receiveTyped('start UAPI-1', asked, home.ports)).text).toBe('Working on it…')
    expect(await home.directory.personBySlack(WORKSPACE, 'U0NEW')).toBeUndefined()
    expect((await finished(home)).split('\n')[0]).toBe('*UAPI-1* Provision the Lambda is in progress now.')
    expect((await home.directory.personBySlack(WORKSPACE, 'U0NEW'))?.name).toBe('newton')
  })
})

describe('somebody known by a mention alone', () => {
  it('gets their name with the first command that they type', async () => {
    const home = given()
    const asked = { ...ASKED, slackUser: 'U0NEW', userName: '' }
    await runTyped('mine', asked, home.ports)
    expect((await home.directory.personBySlack(WORKSPACE, 'U0NEW'))?.name).toBe('U0NEW')
    await receiveTyped('mine', { ...asked, userName: 'newton' }, home.ports)
    await finished(home)
    expect((await home.directory.personBySlack(WORKSPACE, 'U0NEW'))?.name).toBe('newton')
    await runTyped('mine', { ...asked, userName: 'somebody else' }, home.ports)
    expect((await home.directory.personBySlack(WORKSPACE, 'U0NEW'))?.name).toBe('newton')
  })
})

describe('a click that takes longer', () => {
  it.each(['task.show', 'task.why', 'task.history'])(
    'is answered from the queue, in one private message: %s',
    async (actionId) => {
      const [now, later] = [given(), given()]
      const click = { actionId, value: 'UAPI-2' }
      expect(await receiveAction(click, ASKED, later.ports)).toEqual({})
      const job = brought(later.jobs[0])
      if (job.type !== 'RunAction') throw new Error(`Not a click: ${job.type}`)
      const { type: _, asked, ...clicked } = job
      const outcome = await runAction(clicked, asked, later.ports)
      expect(outcome).toEqual(await runAction(click, ASKED, now.ports))
      expect(outcome.reply?.text).toMatch(/UAPI-2/)
    },
  )

  it('is refused at once where there is nothing to run', async () => {
    const home = given()
    const outcome = await receiveAction({ actionId: 'task.show', value: 'x' }, ASKED, home.ports)
    expect([outcome.reply?.text.split('\n')[0], home.jobs]).toEqual([
      'That button is from an older version of me, and does nothing any more.',
      [],
    ])
  })
})
