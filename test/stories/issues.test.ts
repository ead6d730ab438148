import { afterAll, beforeAll, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { importBook } from '../../app/dynamo/import-book.ts'
import { keys } from '../../app/dynamo/table.ts'
import { newImport } from '../../app/ports/imports.ts'
import { packImport } from '../../app/queue/imports.ts'
import { inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
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
  await stack.settled()
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
  await stack.settled()
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
  await stack.settled()
  const now = (await stack.slack('amy', 'list UAPI')).text
  expect(now).toContain('Retire the queue')
  expect([fresh > 0, now.includes('Provision the queue')]).toEqual([true, false])
})

it('A pull request that closes an issue is one of the task that follows it, and what git revert takes back is open again', async () => {
  const issue = await stack.github.openIssue('amy', REPOSITORY, 'Limit the rate')
  await stack.settled()
  const stands = async () => {
    const list = (await stack.slack('amy', 'list UAPI')).text.split('\n')
    return list.find((line) => line.includes('Limit the rate')) ?? 'done'
  }
  const asked = { title: 'Limits', branch: 'limits', body: `With this the API fixes #${issue}.` }
  const pull = `${REPOSITORY}#${await stack.github.openPull('devi', REPOSITORY, asked)}`
  await stack.settled()
  const id = /UAPI-\d+/.exec(await stands())?.[0]
  const says = async () =>
    (await stack.checks(pull)).flatMap(({ name, output }) => (name === 'CodexFlow' ? output.title : []))
  expect(await says()).toEqual([`Merging completes ${id}`])
  const sha = await stack.github.merge('devi', pull)
  await stack.settled()
  expect(await says()).toEqual([`Merged: ${id} is done`])
  const message = `Revert "Limits"\n\nThis reverts commit ${sha}.`
  await stack.github.commit('devi', REPOSITORY, { path: 'limits.md', content: 'none' }, message)
  await stack.settled()
  expect(await says()).toEqual([`Reverted: ${id} is open`])
})

it('Brought in once more, its open pull requests are judged by the rules of today', async () => {
  const { workspace, store, send, until } = inside(stack)
  const number = await stack.github.openPull('devi', REPOSITORY, { title: 'Tidy up', branch: 'tidy-up', body: '' })
  await stack.settled()
  const { project, saveProject } = directory(store)
  const now = (await project(workspace, 'UAPI'))!
  await saveProject({ ...now, withoutTask: 'ask', version: now.version + 1 })
  // As if it had named a task until now, and nobody had heard that it does not.
  const { id } = now.repositories[0]!
  const key = keys.pull(workspace, id, number)
  const { pull, ...row } = (await store.get(key)) as { pull: { tasks: string[] } }
  await store.put({ ...key, ...row, pull: { ...pull, tasks: ['UAPI-1'], isOpen: true, ordinal: 0 }, isListed: true })
  await store.put({ ...keys.openPull(workspace, id, number), kind: 'open-pull', number })

  const imports = importBook(store)
  const last = (await imports.load(workspace, id))!
  const { project: of, repository, rule, by, asked } = last
  const wanted = { workspace, project: of, repository, rule, by, asked, run: 'again', startedAt: last.startedAt }
  await imports.save(newImport(wanted), last)
  await send('imports', packImport({ workspace, repository: id, run: 'again', step: 1 }))
  await until('import: sqs:SendMessage on queue statements', 'import: dynamodb:DeleteItem on table')
  await stack.settled()
  expect(await store.get(keys.openPull(workspace, id, number))).toBeUndefined()
})
