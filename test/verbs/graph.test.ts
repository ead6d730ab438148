import { describe, expect, it } from 'vitest'
import { err } from '../../app/result.ts'
import { mayBeShown } from '../../app/slack/show-drawing.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { after, ask } from '../support/tasks.ts'
import { PEOPLE, waiting, world } from './world.ts'

const { member, lead, owner, guest } = PEOPLE

describe('graph', () => {
  function home() {
    const here = world()
    here.seed(
      waiting(1, 'Provision the Lambda', member.id),
      waiting(2, 'Build <the> endpoint', lead.id, 'UAPI-1'),
      waiting(3, 'Draw the page', undefined, 'UAPI-1', 'OPS-4' as TaskId),
      waiting(4, 'Test it', owner.id, 'UAPI-2', 'UAPI-3'),
      waiting(5, 'Alone', owner.id),
      after(waiting(6, 'Write the PRD', owner.id), ask.done()),
      waiting(10, 'Deploy it', owner.id, 'UAPI-4'),
    )
    return here
  }

  it('shows a project step by step, with the longest chain marked', async () => {
    expect(await home().say('member', 'graph')).toMatchInlineSnapshot(`
      "*UAPI User API: what waits for what*
      ◆ The longest chain of open work: UAPI-1 → UAPI-2 → UAPI-4 → UAPI-10 (4 tasks, one after the other)
      *Step 1*
      ◆ *UAPI-1* Provision the Lambda · 🟢 ready · Max
      *Step 2*
      ◆ *UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · waits for UAPI-1 · Lena
      • *UAPI-3* Draw the page · ⏳ waiting · waits for UAPI-1 and OPS-4 · nobody assigned
      *Step 3*
      ◆ *UAPI-4* Test it · ⏳ waiting · waits for UAPI-2 and UAPI-3 · Olga
      *Step 4*
      ◆ *UAPI-10* Deploy it · ⏳ waiting · waits for UAPI-4 · Olga
      *On their own*
      • *UAPI-5* Alone · 🟢 ready · Olga
      Closed tasks are not shown: \`/codexflow graph UAPI status:all\`"
    `)
  })

  it('shows closed tasks when asked, and keeps them out of the longest chain', async () => {
    const here = home()
    here.seed(after(waiting(1, 'Provision the Lambda', member.id), ask.done()))
    expect(await here.say('member', 'graph uapi status:all')).toMatchInlineSnapshot(`
      "*UAPI User API: what waits for what*
      ◆ The longest chain of open work: UAPI-2 → UAPI-4 → UAPI-10 (3 tasks, one after the other)
      *Step 1*
      • *UAPI-1* Provision the Lambda · ✅ done · Max
      *Step 2*
      ◆ *UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · waits for UAPI-1 · Lena
      • *UAPI-3* Draw the page · ⏳ waiting · waits for UAPI-1 and OPS-4 · nobody assigned
      *Step 3*
      ◆ *UAPI-4* Test it · ⏳ waiting · waits for UAPI-2 and UAPI-3 · Olga
      *Step 4*
      ◆ *UAPI-10* Deploy it · ⏳ waiting · waits for UAPI-4 · Olga
      *On their own*
      • *UAPI-5* Alone · 🟢 ready · Olga
      • *UAPI-6* Write the PRD · ✅ done · Olga"
    `)
  })

  it('shows what is around one task', async () => {
    expect(await home().say('member', 'graph UAPI-2 steps:1')).toMatchInlineSnapshot(`
      "*What waits for what around UAPI-2*
      ◆ The longest chain of open work: UAPI-1 → UAPI-2 → UAPI-4 (3 tasks, one after the other)
      *Step 1*
      ◆ *UAPI-1* Provision the Lambda · 🟢 ready · Max
      *Step 2*
      ◆ *UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · waits for UAPI-1 · Lena · *asked about*
      *Step 3*
      ◆ *UAPI-4* Test it · ⏳ waiting · waits for UAPI-2 and UAPI-3 · Olga"
    `)
    expect(await home().say('member', 'graph UAPI-2 steps:3')).toContain('*UAPI-10* Deploy it')
  })

  it('offers a button that shows it as a picture, and says who would see it where others are', async () => {
    const here = home()
    const button = async (text: string, channel: string) => {
      const { blocks } = await here.reply('member', text, { channel })
      const row = blocks?.find((block) => block.type === 'actions')
      return row?.elements.map((each) => each.type === 'button' && [each.value, each.confirm?.text.text])
    }
    expect(await button('graph', 'D0DIRECT')).toEqual([['UAPI', undefined]])
    expect(await button('graph uapi status:all', 'C0UAPI')).toEqual([
      ['UAPI status:all', 'Everybody in this conversation will see it.'],
    ])
    expect(await button('graph UAPI-2 steps:1', 'D0DIRECT')).toEqual([['UAPI-2 steps:1', undefined]])
    // What has its picture needs no button for it, and what nothing waits for makes none.
    expect(await button('graph picture', 'D0DIRECT')).toBeUndefined()
    const alone = world()
    alone.seed(waiting(5, 'Alone', owner.id))
    expect((await alone.reply('member', 'graph')).blocks?.some(({ type }) => type === 'actions')).toBe(false)
  })

  it('is shown as a picture on request, with the same tasks and nothing more', async () => {
    const here = home()
    const said = await here.say('member', 'graph UAPI-2 picture steps:1', { channel: 'C0UAPI', thread: '1.2' })
    expect(said.split('\n').at(-1)).toBe('The picture stands in this conversation, for everybody in it to see.')
    expect(here.shown).toMatchInlineSnapshot(`
      [
        {
          "alt": "What waits for what around UAPI-2: 3 tasks in 3 steps. The longest chain of open work is UAPI-1, then UAPI-2, then UAPI-4. The answer beside it says the same in words.",
          "channel": "C0UAPI",
          "drawing": {
            "left": 0,
            "lines": [
              {
                "from": "UAPI-1",
                "to": "UAPI-2",
              },
              {
                "from": "UAPI-2",
                "to": "UAPI-4",
              },
            ],
            "tasks": [
              {
                "asked": false,
                "id": "UAPI-1",
                "marked": true,
                "state": "ready",
                "title": "Provision the Lambda",
                "who": "Max",
              },
              {
                "asked": true,
                "id": "UAPI-2",
                "marked": true,
                "state": "waiting",
                "title": "Build <the> endpoint",
                "who": "Lena",
              },
              {
                "asked": false,
                "id": "UAPI-4",
                "marked": true,
                "state": "waiting",
                "title": "Test it",
                "who": "Olga",
              },
            ],
            "title": "What waits for what around UAPI-2",
          },
          "thread": "1.2",
          "workspace": "T0NORTHWIND",
        },
      ]
    `)
    expect(await here.say('guest', 'graph picture')).toContain('There is no open task here.')
    expect(here.shown.at(-1)?.drawing.tasks).toEqual([])
  })

  it('says why there is no picture, and still answers in words', async () => {
    const here = home()
    const later = async () => ({ ...(await home().ports.later()), showDrawing: async () => err('Slack is away') })
    Object.assign(here.ports, { later })
    const lines = (await here.say('member', 'graph picture')).split('\n')
    expect([lines[0], lines.at(-2)]).toEqual([
      '*UAPI User API: what waits for what*',
      'There is no picture this time: Slack is away.',
    ])
  })

  it('is not shown twice when the command comes again, and its button brings it where it is not', async () => {
    const here = home()
    const later = async () => ({ ...(await home().ports.later()), showDrawing: mayBeShown })
    Object.assign(here.ports, { later })
    const { text, blocks } = await here.reply('member', 'graph UAPI picture')
    expect(text).toContain(
      '\nThere is no picture this time: I was interrupted, and it may stand here already.\nClosed tasks',
    )
    expect(blocks?.at(-1)).toMatchObject({ type: 'actions', elements: [{ action_id: 'graph.picture', value: 'UAPI' }] })
  })

  it('tells a guest no more than the ids of what is not theirs', async () => {
    const here = home()
    here.seed(waiting(2, 'For Gaia', guest.id, 'UAPI-1'))
    expect(await here.say('guest', 'graph UAPI-2')).toMatchInlineSnapshot(`
      "*What waits for what around UAPI-2*
      ◆ The longest chain of open work: UAPI-1 → UAPI-2 → UAPI-4 (3 tasks, one after the other)
      *Step 1*
      ◆ *UAPI-1*
      *Step 2*
      ◆ *UAPI-2* For Gaia · ⏳ waiting · waits for UAPI-1 · Gaia · *asked about*
      *Step 3*
      ◆ *UAPI-4*"
    `)
    expect(await here.say('guest', 'graph')).toMatchInlineSnapshot(`
      "*UAPI User API: what waits for what*
      *Step 1*
      • *UAPI-2* For Gaia · ⏳ waiting · waits for UAPI-1 · Gaia"
    `)
    expect(await here.say('guest', 'graph UAPI-1')).toMatch(/^As a guest you may not see this task/)
  })

  it.each([
    ['graph NOPE', 'There is no project NOPE'],
    ['graph UAPI-99', 'I know no task UAPI-99'],
    ['graph UAPI-1 steps:9', '"9" is no number of steps; say 1 to 5'],
    ['graph UAPI status:late', '"late" is no status here; say open or all'],
    ['graph a b', '"b" is one word too many'],
    ['graph U', '"U" is no project key'],
  ])('does not take %s', async (text, answer) => {
    expect(await home().say('member', text)).toContain(answer)
  })

  it('says that there is nothing', async () => {
    expect(await world().say('member', 'graph')).toMatchInlineSnapshot(`
      "*UAPI User API: what waits for what*
      There is no open task here."
    `)
  })
})
