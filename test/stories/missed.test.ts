import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { keys } from '../../app/dynamo/table.ts'
import { packVisit } from '../../app/queue/visits.ts'
import { inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask, completes, dmsAbout } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
  // As GitHub does it: a delivery that fails is not repeated by itself.
  await stack.outside.repeat(false)
})
afterAll(() => stack?.stop())

describe('what happened in GitHub while CodexFlow was away', () => {
  it('is asked for again when it is back: a merge hands the work on, once', async () => {
    const { first, second } = await addPair(stack)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: `${first} Provision`,
      branch: `${first}-missed`,
      body: completes(first),
    })
    await stack.settled()
    const known = (await stack.outside.deliveries()).length
    await stack.kill()
    await stack.github.merge('devi', `northwind/user-api#${pull}`)
    const missed = await stack.until('the failed deliveries', async () => {
      const all = (await stack.outside.deliveries()).slice(known)
      return all.length > 0 && all.every(({ attempts }) => attempts.length > 0) && all
    })
    expect(new Set(missed.flatMap(({ attempts }) => attempts.map(({ status }) => status)))).toEqual(new Set([0]))

    await stack.restart()
    await stack.until('the message', async () => (await dmsAbout(stack, 'gaius', second)).length > 0)
    const merged = missed.find(({ event, action }) => event === 'pull_request' && action === 'closed')!
    await stack.until('the redelivery', async () => (await stack.outside.delivery(merged.guid)).state === 'delivered')
    const { attempts } = await stack.outside.delivery(merged.guid)
    expect(attempts.map(({ status, redelivery }) => [status, redelivery])).toEqual([
      [0, false],
      [202, true],
    ])
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
  })

  it('leaves the connection as it is: GitHub was asked, and everything is in reach', async () => {
    await stack.settled()
    expect(stack.log()).not.toMatch(/could not be visited|does not list|stands otherwise/)
    await stack.slack('amy', 'project show UAPI')
    await stack.settled()
    const answers = (await stack.outside.ephemerals(stack.person('amy').slackId)).map(({ text }) => text).join('\n')
    expect(answers).toContain('Repositories: northwind/user-api')
    expect(answers).not.toMatch(/out of reach|has not granted/)
  })
})

it('a repository that is connected brings its open pull requests along', async () => {
  const other = await startStack()
  try {
    await other.link('amy')
    await other.slack('amy', 'project new UAPI "User API"')
    const task = await addTask(other, '"Draw the page" phase:frontend assign:@fern')
    await other.github.openPull('devi', 'northwind/user-api', {
      title: `${task} Draw it`,
      branch: `${task}-early`,
      body: '',
    })
    await other.settled()
    const status = async () => (await other.slack('amy', `show ${task}`)).text.split('\n')[1]
    expect(await status()).toContain('ready')
    await other.slack('amy', 'project connect northwind/user-api')
    await other.settled()
    expect(await status()).toContain('in review')
  } finally {
    await other.stop()
  }
})

it('a repository that stands in another installation by now is found in that, and not in the old one', async () => {
  const { workspace, store, send } = inside(stack)
  const { project, changeRepository } = directory(store)
  const { id, installation } = (await project(workspace, 'UAPI'))!.repositories[0]!
  await changeRepository(id, (seen) => ({ ...seen, installation: 7 }))
  await send('visits', packVisit({ type: 'look', repository: id, compare: false, tries: 0 }))
  await stack.settled()
  expect((await project(workspace, 'UAPI'))!.repositories[0]!.installation).toBe(installation)
  expect(await store.get(keys.installed(7, id))).toBeUndefined()
})
