import { describe, expect, it } from 'vitest'
import { imaginedPorts } from '../../app/insight/simulate.ts'
import { whatIf } from '../../app/insight/what-if.ts'
import { silentLog } from '../../app/log.ts'
import { orchestrate } from '../../app/orchestrator/orchestrate.ts'
import { propagate } from '../../app/propagate.ts'
import { packPreset } from '../../app/slack/modals/preset.ts'
import { receiveForm } from '../../app/slack/modals/submit.ts'
import { receiveTyped } from '../../app/slack/typed.ts'
import { runMore } from '../../app/verbs/run.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, PROJECT, type World, waiting, world } from './world.ts'

const { member, lead, owner, guest } = PEOPLE

const ASKED = {
  workspace: WORKSPACE,
  slackUser: member.slackUser!,
  userName: 'max',
  channel: 'C0UAPI',
  at: minute(60),
  cause: 'slack:T0NORTHWIND:done',
  responseUrl: 'https://hooks.slack.com/commands/T0/1/abc',
}

/** UAPI-1 holds up tasks of Lena, of Max himself, of nobody, and one that waits for UAPI-9 too. */
function given(): World {
  const home = world({ projects: [{ ...PROJECT, phaseChannels: { backend: 'C0BACKEND' } }] })
  home.seed(
    waiting(1, 'Provision the Lambda', member.id),
    waiting(2, 'Build <the> endpoint', lead.id, 'UAPI-1'),
    waiting(3, 'Write it down', member.id, 'UAPI-1'),
    waiting(4, 'Test it', owner.id, 'UAPI-1', 'UAPI-9'),
    waiting(5, 'Look after it', undefined, 'UAPI-1'),
    waiting(9, 'Elsewhere', owner.id),
  )
  return home
}

/** Finishes it at the door, and says what the queue brings. */
async function follows(home: World, asked = ASKED): Promise<string | undefined> {
  await receiveTyped('done UAPI-1', asked, home.ports)
  const job = home.jobs.at(-1)
  if (job?.type !== 'TellMore') throw new Error('Nothing more was to be said.')
  return (await runMore(job.text, job.asked, home.ports))?.lines.join('\n')
}

describe('whoever finishes a task', () => {
  it('is answered at once, and hears from the queue who hears of it, where and when', async () => {
    const home = given()
    await home.directory.savePreferences(lead, { quiet: true, zone: 'America/New_York' })
    const { text } = await receiveTyped('done UAPI-1', ASKED, home.ports)
    expect(text).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is done. I am telling those who waited for it.
      If that was too early: \`/codexflow reopen UAPI-1\`"
    `)
    expect(home.jobs).toEqual([{ type: 'TellMore', text: 'done UAPI-1', asked: ASKED }])
    expect((await runMore('done UAPI-1', ASKED, home.ports))?.lines.join('\n')).toMatchInlineSnapshot(`
      "Who waited for *UAPI-1*:
      • *UAPI-2* Build &lt;the&gt; endpoint: Lena hears of it on <!date^1772460000^{date_short_pretty} at {time}|2026-03-02 14:00 UTC>, when their working hours begin, by a direct message in Slack.
      • *UAPI-5* Look after it: the team hears of it at once, by the channel <#C0BACKEND>.
      • *UAPI-3* Write it down is ready now, and yours.
      • *UAPI-4* Test it is not ready yet: it waits for UAPI-9."
    `)
    expect([home.images.length, home.all()]).toEqual([1, []])
  })

  it('reads all of it in one answer where there is time: in a thread, or in a conversation', async () => {
    expect(await given().say('member', 'done UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is done. I am telling those who waited for it.
      Who waited for *UAPI-1*:
      • *UAPI-2* Build &lt;the&gt; endpoint: Lena hears of it at once, by a direct message in Slack.
      • *UAPI-5* Look after it: the team hears of it at once, by the channel <#C0BACKEND>.
      • *UAPI-3* Write it down is ready now, and yours.
      • *UAPI-4* Test it is not ready yet: it waits for UAPI-9.
      If that was too early: \`/codexflow reopen UAPI-1\`"
    `)
  })

  it('reads the same when everybody has been told meanwhile: what was written counts', async () => {
    const [before, after] = [given(), given()]
    await after.directory.savePreferences(lead, { quiet: true, zone: 'America/New_York' })
    await before.directory.savePreferences(lead, { quiet: true, zone: 'America/New_York' })
    const expected = await follows(before)
    await receiveTyped('done UAPI-1', ASKED, after.ports)
    const ports = { ...after, tasks: after.log, answerWithin: 240 }
    const inEarnest = {
      ...imaginedPorts(
        ports,
        { ...whatIf(ports, WORKSPACE), tasks: after.log, ledger: after.ledger },
        [],
        Date.parse(minute(60)),
      ),
    }
    await propagate(after.log, WORKSPACE, 'UAPI-1', minute(60))
    for (const task of ['UAPI-2', 'UAPI-3', 'UAPI-5'] as const)
      await orchestrate(inEarnest, { workspace: WORKSPACE, task })
    // Whatever Lena chooses now, her message is held as it was written.
    await after.directory.savePreferences(lead, { quiet: false })
    expect((await runMore('done UAPI-1', ASKED, after.ports))?.lines.join('\n')).toBe(expected)
  })

  it('hears nothing more where nobody waits', async () => {
    const home = world()
    home.seed(waiting(1, 'Provision the Lambda', member.id))
    const { text } = await receiveTyped('done UAPI-1', ASKED, home.ports)
    expect(text).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is done.
      If that was too early: \`/codexflow reopen UAPI-1\`"
    `)
    expect(home.jobs).toEqual([])
  })

  it('hears that nobody has to be told where those who waited have gone on', async () => {
    const home = given()
    for (const number of [2, 3, 4, 5]) await home.say('owner', `cancel UAPI-${number}`)
    expect(await follows(home)).toBe('Nobody has to hear of *UAPI-1*: whatever came after it has begun, or is over.')
  })

  it('hears nothing more of what was refused', async () => {
    const home = given()
    await receiveTyped('done UAPI-2', ASKED, home.ports)
    expect(home.jobs).toEqual([])
  })

  it('has finished it also where nobody can say more: the queue may be away', async () => {
    const home = given()
    const ports = { ...home.ports, followUp: () => Promise.reject(new Error('the queue is away')) }
    expect((await receiveTyped('done UAPI-1', ASKED, ports)).text).toMatch(/^\*UAPI-1\* Provision the Lambda is done\./)
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('done')
  })

  it('as a guest hears only the ids of tasks that are not theirs', async () => {
    const home = given()
    home.seed(waiting(1, 'For Gaia', guest.id))
    expect(await follows(home, { ...ASKED, slackUser: guest.slackUser! })).toMatchInlineSnapshot(`
      "Who waited for *UAPI-1*:
      • *UAPI-2* is ready now, and whoever has it hears of it.
      • *UAPI-3* is ready now, and whoever has it hears of it.
      • *UAPI-5* is ready now, and whoever has it hears of it.
      • *UAPI-4* is not ready yet."
    `)
  })

  it('in the form hears it on its page', async () => {
    const home = given()
    const form = { callbackId: 'task.done', viewId: 'V1', privateMetadata: packPreset({ task: 'UAPI-1' }), values: {} }
    expect(await receiveForm(form, ASKED, { ...home.ports, logger: silentLog })).toMatchObject({ kind: 'show' })
    expect(home.jobs).toEqual([{ type: 'SubmitForm', ...form, asked: ASKED, more: true }])
  })
})
