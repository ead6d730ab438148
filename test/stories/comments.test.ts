import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, dmsAbout } from '../support/story.ts'

const REPOSITORY = 'northwind/user-api'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** The signs on a comment, once there is one that says what came of it. */
function outcome(on: string, id: number): Promise<string[]> {
  return stack.until(`a sign on comment ${id}`, async () => {
    const found = (await stack.comments(on)).find((comment) => comment.id === id)
    const signs = Object.entries(found?.reactions ?? {}).flatMap(([sign, count]) => (count > 0 ? [sign] : []))
    return signs.some((sign) => sign !== 'eyes') ? signs.filter((sign) => sign !== 'eyes') : undefined
  })
}

/** Our answers on a conversation that say something like that. */
async function answers(on: string, fits: RegExp): Promise<readonly string[]> {
  return (await stack.botComments(on)).filter((body) => fits.test(body))
}

const pullFor = (task: string) =>
  stack.github.openPull('devi', REPOSITORY, { title: `${task} Provision`, branch: `${task}-commands` })

describe('a command in a comment', () => {
  it('finishes a task, and the next person is told', async () => {
    const { first, second } = await addPair(stack)
    const on = `${REPOSITORY}#1`
    const said = `Ready for you.\n/codexflow done ${first} note:"the table is in eu-west-1"`
    expect(await outcome(on, await stack.github.comment('devi', on, said))).toEqual(['rocket'])
    await stack.settled()
    expect((await stack.slack('amy', `show ${first}`)).text).toMatch(/✅ done[\s\S]*eu-west-1/)
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
    expect(await answers(on, /codexflow done/)).toEqual([])
  })

  it('on the pull request of a task means that task', async () => {
    const { first } = await addPair(stack)
    const on = `${REPOSITORY}#${await pullFor(first)}`
    await stack.settled()
    const id = await stack.github.comment('devi', on, '/codexflow block "no access to the account"')
    expect(await outcome(on, id)).toEqual(['rocket'])
    expect((await stack.slack('amy', `show ${first}`)).text).toContain('no access to the account')
    expect(await outcome(on, await stack.github.comment('devi', on, '/codexflow done'))).toEqual(['confused'])
    await stack.settled()
    expect(await answers(on, /cannot be finished yet/)).toHaveLength(1)
  })

  it('that asks something is answered once, however often its webhook comes', async () => {
    const { first } = await addPair(stack)
    const on = `${REPOSITORY}#${await pullFor(first)}`
    await stack.settled()
    const known = new Set((await stack.outside.deliveries()).map(({ id }) => id))
    const id = await stack.github.comment('gaius', on, '/codexflow why')
    expect(await outcome(on, id)).toEqual(['rocket'])
    const fresh = (await stack.outside.deliveries()).filter(
      (each) => !known.has(each.id) && each.event === 'issue_comment',
    )
    for (let round = 0; round < 5; round++) for (const each of fresh) await stack.redeliver(each.id)
    await stack.settled()
    expect(await answers(on, /> `\/codexflow why`/)).toHaveLength(1)
  })

  it('whose answer GitHub took without saying so is still answered once', async () => {
    const { first } = await addPair(stack)
    const on = `${REPOSITORY}#${await pullFor(first)}`
    await stack.settled()
    await stack.faults({ github: 'lost', method: 'POST /repos/:owner/:repo/issues/:n/comments', times: 2 })
    // The person's own comment is the first that GitHub takes and does not answer.
    await stack.github.comment('gaius', on, '/codexflow show').catch(() => undefined)
    await stack.until('the answer', async () => ((await answers(on, /codexflow show`/)).length > 0 ? true : undefined))
    await stack.settled()
    expect(await answers(on, /> `\/codexflow show`/)).toHaveLength(1)
  })

  it('of somebody whom only GitHub knows is served there, by the role that they have, and linking is offered once', async () => {
    const { first } = await addPair(stack)
    const on = `${REPOSITORY}#${await pullFor(first)}`
    await stack.settled()
    const says = async (who: string, text: string) =>
      outcome(on, await stack.github.comment(who, on, `/codexflow ${text}`))
    // The organisation let Quinn into this repository alone: a guest, until an owner says otherwise.
    expect(await says('quinn', 'why')).toEqual(['confused'])
    expect(await says('amy', 'people @quinn-moss role:member')).toEqual(['rocket'])
    expect(await says('quinn', 'why')).toEqual(['rocket'])
    await stack.settled()
    const offered = await answers(on, /codexflow link`/)
    expect([offered.length, offered[0]?.includes('As a guest you may not see this task')]).toEqual([1, true])
    expect((await stack.slack('amy', 'people')).text).toContain('quinn-moss')
  })

  it('that cannot be done says why, and neither our answers nor quotes are commands', async () => {
    const on = `${REPOSITORY}#1`
    const id = await stack.github.comment('devi', on, '> /codexflow cancel UAPI-1\n\n/codexflow done UAPI-9999')
    expect(await outcome(on, id)).toEqual(['confused'])
    await stack.settled()
    expect(await answers(on, /I know no task UAPI/)).toHaveLength(1)
    expect(await answers(on, /cancel UAPI-1/)).toEqual([])
  })
})
