import { expect, it } from 'vitest'
import { residents } from '../../../infra/local/people/residents.ts'
import { lookout } from '../../../infra/local/story/lookout.ts'
import { inWorld } from '../../support/in-world.ts'

const here = inWorld()
const repository = 'northwind/user-api'

it('sees comments and checks on issues and pull requests, and does not ask issues that have none', async () => {
  const folk = await residents(here.world.urls)
  const watch = await lookout(folk)
  for (let issue = 0; issue < 110; issue++) await folk.github.openIssue('amy', repository, `Issue ${issue}`)
  const pull = await folk.github.openPull('devi', repository, { title: 'A change', branch: 'a-change' })
  expect(await watch.news()).toEqual([])
  await folk.github.comment('devi', `${repository}#${pull}`, 'Ready')
  await folk.github.comment('gaius', `${repository}#1`, 'Mine')

  const before = (await here.outside.calls()).github
  const news = await watch.news()
  const after = (await here.outside.calls()).github
  const seen = { kind: 'comment', isBot: false, edited: false }
  expect(news).toHaveLength(2)
  expect(news).toEqual(
    expect.arrayContaining([
      { ...seen, on: `${repository}#${pull}`, by: 'devi-rao', body: 'Ready' },
      { ...seen, on: `${repository}#1`, by: 'gaius-okoro', body: 'Mine' },
    ]),
  )
  const spent = Object.entries(after).map(([method, calls]) => [method, calls - (before[method] ?? 0)] as const)
  expect(Object.fromEntries(spent.filter(([, calls]) => calls > 0))).toEqual({
    'GET /search/issues': 2,
    'GET /repos/:owner/:repo/issues/:n/comments': 2,
    'GET /repos/:owner/:repo/pulls/:n': 1,
    'GET /repos/:owner/:repo/commits/:sha/check-runs': 1,
  })
})

it('sees what CodexFlow says in channels, threads and direct messages, and not what people write there', async () => {
  const folk = await residents(here.world.urls)
  const asked = await folk.mention('gaius', 'graph', { channel: 'user-api' })
  const direct = await folk.direct('amy', 'mine')
  const watch = await lookout(folk)
  const said = await here.bot('chat.postMessage', { channel: asked.channel, thread_ts: asked.ts, text: 'The graph' })
  expect(said.status).toBe(200)
  await here.bot('chat.postMessage', { channel: direct.channel, text: 'Nothing is yours.' })
  await folk.mention('fern', 'mine', { channel: 'user-api', thread: asked.ts })
  expect(await watch.news()).toMatchObject([
    { kind: 'dm', to: 'amy', message: { text: 'Nothing is yours.' } },
    { kind: 'channel', channel: 'user-api', message: { text: 'The graph', thread_ts: asked.ts, thread: [] } },
  ])
})
