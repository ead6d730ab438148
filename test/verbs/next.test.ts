import { describe, expect, it } from 'vitest'
import { releaseWords } from '../../app/verbs/words/next-reply.ts'
import { ANN, after, ask, aTask, BEN, person } from '../support/tasks.ts'
import { PEOPLE, waiting, world } from './world.ts'

const { member, lead, owner, guest } = PEOPLE

describe('next', () => {
  it('puts first what holds up most people, and says whom', async () => {
    const home = world()
    home.seed(
      waiting(1, 'Tidy up', member.id),
      waiting(2, 'Provision <the> Lambda', member.id),
      waiting(3, 'Build the endpoint', lead.id, 'UAPI-2'),
      waiting(4, 'Draw the page', undefined, 'UAPI-2'),
      waiting(5, 'Test it', owner.id, 'UAPI-3', 'UAPI-4'),
      after(waiting(6, 'Old work', member.id), ask.start({ by: person(member.id) })),
      waiting(7, 'Waits', member.id, 'UAPI-5'),
      waiting(8, 'Not mine', lead.id),
    )
    const reply = await home.reply('member', 'next')
    expect(reply.text).toMatchInlineSnapshot(`
      "*What to do next*
      1. *UAPI-2* Provision &lt;the&gt; Lambda · ready · made on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
            Finishing it lets Lena begin *UAPI-3* and *UAPI-4* begin, which nobody has yet.
      2. *UAPI-1* Tidy up · ready · made on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
            Nobody waits for it so far.
      You are on *UAPI-6* already."
    `)
    expect(reply.blocks?.at(-1)).toMatchObject({
      elements: [
        { action_id: 'task.start', value: 'UAPI-2' },
        { action_id: 'task.show', value: 'UAPI-2' },
      ],
    })
  })

  it('says so when nothing is ready', async () => {
    const home = world()
    expect(await home.say('lead', 'next')).toMatchInlineSnapshot(
      `"Nothing is ready for you. What is yours: \`/codexflow mine\`"`,
    )
    home.seed(after(waiting(6, 'Old work', lead.id), ask.start({ by: person(lead.id) })))
    expect(await home.say('lead', 'next')).toMatchInlineSnapshot(
      `"Nothing new is ready; you are on *UAPI-6*. What is yours: \`/codexflow mine\`"`,
    )
  })

  it('weighs 25 tasks, names 10, and says that there are more', async () => {
    const home = world()
    for (let number = 1; number <= 40; number++) home.seed(waiting(number, 'x', member.id))
    const lines = (await home.say('member', 'next')).split('\n')
    expect([lines.length, lines.at(-1)]).toEqual([22, '30 more are ready: `/codexflow mine`'])
  })

  it('names to a guest neither titles nor people of others, and still counts them', async () => {
    const home = world()
    home.seed(waiting(1, 'For Gaia', guest.id), waiting(2, 'Secret', lead.id, 'UAPI-1'))
    expect(await home.say('guest', 'next')).toMatchInlineSnapshot(`
      "*What to do next*
      1. *UAPI-1* For Gaia · ready · made on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
            Finishing it lets 1 task begin. It holds up 1 person in all."
    `)
  })

  it.each([
    [0, 0, false, 'Nobody waits for it so far.'],
    [0, 0, true, 'Others wait for it, and I did not look at all of them.'],
    [0, 1, false, 'It holds up 1 person, who waits for something else as well.'],
    [1, 1, false, 'Finishing it lets Ben begin *UAPI-2*.'],
    [
      5,
      9,
      true,
      'Finishing it lets Ben begin *UAPI-2*, you begin *UAPI-3*, Ben begin *UAPI-4* and 2 more tasks begin. It holds up at least 9 people in all.',
    ],
  ])('of %i freed tasks and %i people, at least: %s', (frees, people, atLeast, words) => {
    const freed = Array.from({ length: frees }, (_, at) =>
      aTask({ id: `UAPI-${at + 2}`, assignee: at === 1 ? ANN : BEN }),
    )
    const release = { frees: freed, people: Array(people).fill(BEN), atLeast }
    expect(releaseWords({ release, visible: freed }, new Map([[BEN, { name: 'Ben' }]]), ANN)).toBe(words)
  })

  it('does not take anything behind it', async () => {
    expect(await world().say('lead', 'next UAPI-1')).toContain('"UAPI-1" is one word too many')
  })

  it('costs the same in a project of ten tasks and of a thousand', async () => {
    const asked = async (size: number) => {
      const home = world()
      home.seed(waiting(1, 'Mine', member.id), waiting(2, 'Waits', lead.id, 'UAPI-1'))
      for (let number = 3; number <= size; number++) home.seed(waiting(number, 'x', owner.id))
      const calls: string[] = []
      for (const name of ['load', 'loadMany', 'dependents'] as const) {
        const real: (...given: never[]) => unknown = home.ports.log[name]
        Object.assign(home.ports.log, {
          [name]: (...given: never[]) => {
            calls.push(`${name} ${given.slice(1)}`)
            return real(...given)
          },
        })
      }
      await home.say('member', 'next')
      return calls
    }
    expect(await asked(1_000)).toEqual(await asked(10))
    expect(await asked(10)).toEqual(['loadMany UAPI-1', 'dependents UAPI-1', 'loadMany UAPI-2', 'dependents UAPI-2'])
  })
})
