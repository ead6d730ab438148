import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
}, 60_000)
afterAll(() => stack?.stop())

const REPOSITORY = 'northwind/user-api'

it('A repository with a history comes in at connecting, tells nobody of each issue, and its issues are followed from then on', async () => {
  const old = []
  for (const title of ['Provision the queue', 'Drain the queue', 'Watch the queue']) {
    old.push(await stack.github.openIssue('amy', REPOSITORY, title))
  }
  const [queue, drain, watch] = old.map((number) => `${REPOSITORY}#${number}`)
  await stack.github.relate('amy', drain!, 'blocked-by', queue!)
  await stack.settled()
  const before = (await stack.dms('gaius')).length
  await stack.slack('amy', `project connect ${REPOSITORY} project:UAPI import:all`)
  await stack.settled({ timeoutMs: 60_000 })
  const list = (await stack.slack('amy', 'list UAPI')).text
  for (const title of ['Provision the queue', 'Drain the queue', 'Watch the queue']) expect(list).toContain(title)
  expect((await stack.dms('gaius')).length).toBe(before)
  const told = await stack.until('the word that all is in', async () =>
    (await stack.dms('amy')).find(({ text }) => text.includes(`${REPOSITORY} is in`)),
  )
  expect(told.text).toMatch(/open issues are tasks of \*UAPI\*/)
  expect(told.text).toContain('1 dependency or sub-issue')
  const idOf = (title: string) =>
    /UAPI-\d+/.exec(list.split('\n').find((line) => line.includes(title)) ?? '')?.[0] ?? ''
  const waits = async (title: string) => (await stack.slack('amy', `why ${idOf(title)}`)).text
  expect(await waits('Drain the queue')).toContain(idOf('Provision the queue'))
  // Live, as well.
  await stack.github.relate('amy', watch!, 'part', drain!)
  await stack.github.assign('amy', drain!, 'gaius')
  // Fern has linked no account: who she is in Slack, nobody knows.
  await stack.github.assign('amy', watch!, 'fern')
  await stack.settled({ timeoutMs: 60_000 })
  expect(await waits('Watch the queue')).toContain(idOf('Drain the queue'))

  await stack.github.setState('devi', `${REPOSITORY}#${old[0]}`, 'closed')
  // Whoever waited for it, and was assigned on GitHub, is told.
  await stack.until('the hand-off to Gaius', async () =>
    (await stack.dms('gaius')).find(({ text }) => text.includes(idOf('Drain the queue'))),
  )
  // Whoever is known from GitHub alone is told there.
  await stack.github.setState('gaius', `${REPOSITORY}#${old[1]}`, 'closed')
  await stack.until('the mention of Fern on the issue', async () =>
    (await stack.botComments(watch!)).some((body) =>
      body.includes(`@fern-li, \`${idOf('Watch the queue')}\` is ready`),
    ),
  )
  const fresh = await stack.github.openIssue('devi', REPOSITORY, 'Retire the queue')
  await stack.settled({ timeoutMs: 60_000 })
  const now = (await stack.slack('amy', 'list UAPI')).text
  expect(now).toContain('Retire the queue')
  expect([fresh > 0, now.includes('Provision the queue')]).toEqual([true, false])
}, 180_000)
