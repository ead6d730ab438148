import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addTask, dmsAbout } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

const file = () => join(stack.dir, 'schedules.json')
const scheduled = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : '')

/** Puts a message down as operators do. */
async function put(message: object): Promise<void> {
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' }
  const sqs = new SQSClient({ region: stack.local.region, endpoint: stack.local.parts.sqs, credentials })
  const QueueUrl = stack.local.queues['follow-ups']!.url
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }))
  sqs.destroy()
}

describe('a laptop that lost its schedules and kept its table', () => {
  it('has the alarm of what waits for a decision again when its workspace is set again, and nobody hears of it', async () => {
    await stack.slack('amy', 'project settings UAPI approver-tech-lead:@quinn')
    const task = await addTask(stack, '"Release 1.4" phase:deployment assign:@devi gate:approved:tech-lead')
    await stack.slack('devi', `request ${task}`)
    await stack.settled()
    expect(scheduled()).toContain(task)
    await stack.kill()
    rmSync(file())
    await stack.restart()
    await stack.settled()
    expect(scheduled()).not.toContain(task)
    const before = await dmsAbout(stack, 'quinn', task)

    await put({ type: 'ReviveWorkspace', workspace: stack.local.slack.teamId })
    await stack.until('the alarm of the request', () => scheduled().includes(task))
    await stack.until('the end', () => stack.log().includes('a workspace is set again'))
    await stack.settled()
    expect(await dmsAbout(stack, 'quinn', task)).toEqual(before)
  })
})
