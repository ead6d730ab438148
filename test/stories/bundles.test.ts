import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFunctions } from '../../infra/bundles/bundle.ts'
import { bundleFile } from '../../infra/bundles/bundle-files.ts'
import { errorsIn } from '../../infra/local/terminal/terminal.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { API, ARN, addPair, completes, dmsAbout, shown } from '../support/story.ts'

// Away from the project: what a bundle needs must lie beside it, not in our own packages.
const outdir = mkdtempSync(join(tmpdir(), 'codexflow-story-bundles-'))
let stack: Stack
beforeAll(async () => {
  await bundleFunctions({ outdir })
  stack = await startStack({ bundles: outdir })
  await stack.settleIn()
})
afterAll(async () => {
  await stack?.stop()
  rmSync(outdir, { recursive: true, force: true })
})

describe('the functions as they are deployed', () => {
  it('tell the next person once, with every fact, when a pull request merges, and leave a comment and a mail', async () => {
    const issue = await stack.github.openIssue('amy', 'northwind/user-api', 'Implement user CRUD endpoints')
    const { first, second } = await addPair(stack, `issue:northwind/user-api#${issue}`)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: 'Provision the Lambda of the User API',
      branch: `${first}-lambda`,
      body: completes(first),
    })
    await stack.settled()
    await stack.github.merge('amy', `northwind/user-api#${pull}`)
    await stack.settled()

    const [dm, ...more] = await dmsAbout(stack, 'gaius', second)
    expect(more).toEqual([])
    for (const fact of [ARN, API, 'prod DocumentDB', 'https://docs.example.com/api']) expect(shown(dm!)).toContain(fact)
    const comments = await stack.botComments(`northwind/user-api#${issue}`)
    expect(comments).toEqual([expect.stringContaining(ARN)])
    const mails = (await stack.mails()).filter(({ subject }) => subject?.includes(second))
    expect(mails).toEqual([expect.objectContaining({ message: expect.stringContaining(ARN) })])

    await stack.click('gaius', 'task.start', { ts: dm!.ts })
    await stack.settled()
    expect(shown((await dmsAbout(stack, 'gaius', second))[0]!)).toMatch(/started/i)
  })

  it('answer from the queue, with pictures that they draw by what lies beside them', async () => {
    const { second } = await addPair(stack)
    const channel = stack.channels.find(({ name }) => name === 'user-api')!
    const { text } = await stack.slack('amy', `graph ${second} picture`, { channel: channel.id })
    expect(text).toContain('The picture stands in this conversation, for everybody in it to see.')
  })

  it('have failed nowhere', () => {
    expect(errorsIn(stack.log())).toEqual([])
  })

  it('are what runs: without its bundle a function is not there', async () => {
    const health = () => fetch(stack.local.doors.health).then(({ status }) => status)
    expect(await health()).toBe(200)
    const file = bundleFile(outdir, 'health')
    rmSync(file)
    await stack.restart()
    expect(await health()).toBe(500)
    expect(stack.log()).toContain(file)
  })
})
