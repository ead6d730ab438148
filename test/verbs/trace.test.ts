import { describe, expect, it } from 'vitest'
import { fanOut } from '../../app/deliveries/fan-out.ts'
import { dead, givenBack, pending } from '../../app/handoffs/transitions.ts'
import { orchestrate } from '../../app/orchestrator/orchestrate.ts'
import { propagate } from '../../app/propagate.ts'
import { messageFaults } from '../support/block-kit.ts'
import { anOrchestrator } from '../support/orchestration.ts'
import { aPull, ask, changed, minute, PULL, person, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, type World, waiting, world } from './world.ts'

const { member, lead, guest } = PEOPLE
const SENT = { outcome: 'sent', receipt: { id: 'D0LENA:1772449260.000100' } } as const

/** UAPI-1 is Max's, UAPI-2 Lena's and waits for it; UAPI-3 is a guest's and waits for it too. */
function given(): World {
  const home = world()
  home.seed(
    waiting(1, 'Provision the Lambda', member.id),
    {
      ...waiting(2, 'Build <the> endpoint', lead.id, 'UAPI-1'),
      issue: { repository: 'northwind/user-api', number: 7 },
    },
    waiting(3, 'For Gaia', guest.id, 'UAPI-1'),
  )
  return home
}

/** Everything behind the door: the dependents settle, words are written and sent, and the relay writes the history. */
async function flows(home: World): Promise<ReturnType<typeof anOrchestrator>> {
  const outside = anOrchestrator()
  const { slack } = outside.ports.channels
  const channels = { ...outside.ports.channels, slack: { ...slack, send: async () => SENT } }
  const { log, ledger, directory } = home
  const ports = { ...outside.ports, tasks: log, ledger, directory, channels }
  await propagate(log, WORKSPACE, 'UAPI-1', minute(61))
  for (const id of ['UAPI-2', 'UAPI-3'] as const) {
    await orchestrate(ports, { workspace: WORKSPACE, task: id })
    for (const notice of Object.values(home.task(WORKSPACE, id).notices)) {
      if (!notice.suppressed) await fanOut(ports, { workspace: WORKSPACE, task: id, notice })
    }
  }
  for (const image of home.images) await home.history.write(image)
  return outside
}

describe('trace', () => {
  it('follows a hand-off from the door to its receiver, each station with its time', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    await home.say('lead', 'start UAPI-2')
    for (const image of home.images) await home.history.write(image)
    expect(await home.say('owner', 'trace UAPI-2')).toMatchInlineSnapshot(`
      "*UAPI-2* Build &lt;the&gt; endpoint: the hand-off for Lena
      *Door* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · Max: finished it · *UAPI-1* Provision the Lambda · request \`slack:T0NORTHWIND:1\`
      *Event* · <!date^1772445660^{date_short_pretty} at {time}|2026-03-02 10:01 UTC> · Max: UAPI-1 is out of the way; it became ready
      *Rule* · TaskReady, by \`wake-the-orchestrator\`
      *Words* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · Written from 3 recorded facts.
      *Delivery* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · a direct message in Slack: sent on <!date^1772449260^{date_short_pretty} at {time}|2026-03-02 11:01 UTC> at the first attempt, receipt \`D0LENA:1772449260.000100\`.
      *Since then* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · Lena: started it
      *Now* · it is in progress."
    `)
  })

  it('ends with the answer of its receiver', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    await home.say('lead', 'got UAPI-2')
    for (const image of home.images) await home.history.write(image)
    expect((await home.say('owner', 'trace UAPI-2')).split('\n').slice(-2)).toMatchInlineSnapshot(`
      [
        "*Since then* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · Lena: got the hand-off",
        "*Now* · it was received.",
      ]
    `)
  })

  it('begins in GitHub where a pull request was merged', async () => {
    const home = given()
    const merged = changed(home.task(WORKSPACE, 'UAPI-1'), ask.pull(PULL, aPull('merged', 58), [], { at: minute(60) }))
    await home.log.append(merged)
    await flows(home)
    expect((await home.say('owner', 'trace UAPI-2')).split('\n')[1]).toMatchInlineSnapshot(
      `"*Door* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · ben-codes on GitHub: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> UAPI-2 endpoint was merged; it counts as done · *UAPI-1* Provision the Lambda"`,
    )
  })

  it('goes back to an earlier hand-off, and says when there is none', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    await home.say('owner', 'assign UAPI-2 me')
    await flows(home)
    expect((await home.say('owner', 'trace UAPI-2')).split('\n')[0]).toBe(
      '*UAPI-2* Build &lt;the&gt; endpoint: the hand-off for Olga',
    )
    expect(await home.say('owner', 'trace UAPI-2 back:1')).toMatchInlineSnapshot(`
      "*UAPI-2* Build &lt;the&gt; endpoint: the hand-off for Lena
      *Door* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · Max: finished it · *UAPI-1* Provision the Lambda · request \`slack:T0NORTHWIND:1\`
      *Event* · <!date^1772445660^{date_short_pretty} at {time}|2026-03-02 10:01 UTC> · Max: UAPI-1 is out of the way; it became ready
      *Rule* · TaskReady, by \`wake-the-orchestrator\`
      *Words* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · Written from 3 recorded facts.
      *Delivery* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · a direct message in Slack: sent on <!date^1772449260^{date_short_pretty} at {time}|2026-03-02 11:01 UTC> at the first attempt, receipt \`D0LENA:1772449260.000100\`.
      *Since then* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC> · Olga: gave it to Olga, until then Lena's
      *Since then* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · CodexFlow: a message that was no longer true was put right
      *Since then* · <!date^1772449200^{date_short_pretty} at {time}|2026-03-02 11:00 UTC> · CodexFlow: no hand-off was sent: Olga did it themselves
      *Now* · it is with somebody else."
    `)
    expect(await home.say('owner', 'trace UAPI-2 back:5')).toMatchInlineSnapshot(`
      "My records tell of no hand-off so far back for *UAPI-2*.
      Why it stands as it does: \`/codexflow why UAPI-2\`"
    `)
    expect(await home.say('owner', 'trace UAPI-1')).toContain('My records tell of no hand-off for *UAPI-1*.')
  })

  it('says what waits, what was refused and what was given up', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    const [notice] = Object.values(home.task(WORKSPACE, 'UAPI-2').notices)
    const content = (await home.ledger.content(WORKSPACE, notice!.id))!
    const fresh = pending(content, content.deliveries[0]!, Date.parse(minute(62)))
    const claimed = { ...fresh, state: 'CLAIMED', attempt: 2, answered: 1, leaseUntil: 0, doubtUntil: 0 } as const
    const states = [
      fresh,
      claimed,
      { ...claimed, state: 'AMBIGUOUS', doubtUntil: Date.parse(minute(65)) } as const,
      givenBack(claimed, Date.parse(minute(66))),
      dead(claimed, 'the channel is archived'),
      { ...fresh, state: 'CANCELLED' } as const,
    ]
    Object.assign(home.ledger, { entries: async () => states })
    const lines = (await home.say('owner', 'trace UAPI-2')).split('\n').filter((line) => line.startsWith('*Delivery*'))
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: waits to be sent at once.
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: is being sent, attempt 2.
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: no answer to attempt 2; I look for it on <!date^1772445900^{date_short_pretty} at {time}|2026-03-02 10:05 UTC>.
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: again on <!date^1772445960^{date_short_pretty} at {time}|2026-03-02 10:06 UTC>; refusals so far: 1.
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: given up after 2 attempts: the channel is archived.
      *Delivery* · <!date^1772445720^{date_short_pretty} at {time}|2026-03-02 10:02 UTC> · a direct message in Slack: not sent, for it was no longer true.
      "
    `)
  })

  it('tells a guest of their own hand-off, and of the work before it only the id', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    const said = await home.say('guest', 'trace UAPI-3')
    expect(said.split('\n')[1]).toBe('*Door* · *UAPI-1*')
    expect(said).not.toContain('Provision')
    expect(await home.say('guest', 'trace UAPI-2')).toMatch(/^As a guest you may not see this task/)
  })

  it('stops where the history stops, and invents nothing', async () => {
    const home = given()
    await home.say('member', 'done UAPI-1')
    await flows(home)
    const [written] = home.images.filter(({ events }) => events.some(({ type }) => type === 'HandoffWritten'))
    Object.assign(home.history, {
      page: async () => ({
        items: [
          { version: 3, events: written!.events },
          { type: 'HistoryGap', from: 1, to: 2 },
        ],
      }),
    })
    expect((await home.say('owner', 'trace UAPI-2')).split('\n')[1]).toBe('*Event* · no record tells what led to it.')
  })

  it.each([
    ['trace', 'it lacks the id of a task'],
    ['trace UAPI-1 back:soon', '"soon" is no number of hand-offs to go back'],
    ['trace UAPI-1 UAPI-2', '"UAPI-2" is one word too many'],
    ['trace UAPI-99', 'I know no task UAPI-99'],
  ])('does not take %s', async (text, answer) => {
    expect(await given().say('owner', text)).toContain(answer)
  })

  it('keeps to the limits of Slack', async () => {
    const home = given()
    home.seed({ ...waiting(2, `<!here> ${'&'.repeat(190)}`, lead.id, 'UAPI-1') })
    await home.say('member', 'done UAPI-1')
    await flows(home)
    for (let turn = 0; turn < 20; turn++) {
      home.images.push(
        changed(
          home.task(WORKSPACE, 'UAPI-2'),
          ask.block(`person:per_${turn}`, '>'.repeat(500), { by: person(lead.id) }),
        ),
      )
      home.seed(home.images.at(-1)!.task)
    }
    for (const image of home.images) await home.history.write(image)
    expect(messageFaults(await home.reply('owner', 'trace UAPI-2'))).toEqual([])
  })
})
