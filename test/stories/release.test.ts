import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../app/dynamo/table.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { type AwsStandIn, awsStandIn } from '../support/aws-stand-in.ts'
import { inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { dmsAbout, shown } from '../support/story.ts'

/** CodePipeline, which lets each token be answered once. */
let pipeline: AwsStandIn
const answered = new Set<unknown>()
let stack: Stack
beforeAll(async () => {
  pipeline = await awsStandIn(({ input }) => {
    if (answered.has(input['token']))
      return { status: 400, body: '{"__type":"ApprovalAlreadyCompletedException","message":"done"}' }
    answered.add(input['token'])
    return { body: '{"approvedAt":1}' }
  })
  stack = await startStack({
    env: { CODEXFLOW_PIPELINE_ENDPOINT: pipeline.place.endpoint, CODEXFLOW_RELEASES: 'T000000001/UAPI' },
  })
  await stack.settleIn()
})
afterAll(async () => {
  await stack?.stop()
  await pipeline?.close()
})

/** By what the pipeline knows the wait that we call by a short name. */
const tokenOf = (name: string) => `0d9f6c1e-${name}-a5b3`
const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16)}Z`

/** The pipeline says that it waits, as CodePipeline does. */
async function ask(name: string, expires = inHours(7 * 24)): Promise<void> {
  const sns = new SNSClient({
    region: stack.local.region,
    endpoint: stack.local.parts.sns,
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
  })
  const approval = {
    ...{ pipelineName: 'codexflow', stageName: 'Approval', actionName: 'Approval', token: tokenOf(name), expires },
    approvalReviewLink: 'https://console.aws.amazon.com/codepipeline/home',
    customData: `${name} to production`,
  }
  const Message = JSON.stringify({ region: 'us-east-1', consoleLink: 'https://console.aws.amazon.com', approval })
  const TopicArn = `${stack.local.emailTopic.slice(0, stack.local.emailTopic.lastIndexOf(':'))}:codexflow-approvals`
  await sns.send(new PublishCommand({ TopicArn, Message }))
  sns.destroy()
}

/** The task that Quinn was asked about by that name. */
const taskCalled = async (title: string) => {
  const asked = (await stack.dms('quinn')).find((message) => shown(message).includes(title))
  return asked === undefined ? undefined : /UAPI-\d+/.exec(asked.text)?.[0]
}
const results = (name: string) =>
  pipeline.asked.filter(({ input }) => input['token'] === tokenOf(name)).map(({ input }) => input['result'])

async function askedFor(name: string): Promise<string> {
  await ask(name)
  const task = await stack.until(`a task for ${name}`, () => taskCalled(`Release ${name} to production`))
  await stack.settled()
  return task
}

describe('a pipeline that waits for people', () => {
  it('is rejected at once, and told what to do, where nobody may decide', async () => {
    await ask('first')
    await stack.until('the answer', () => results('first').length > 0)
    expect(results('first')).toEqual([
      {
        status: 'Rejected',
        summary:
          'Nobody may decide: /codexflow project settings UAPI approver-product-manager:@somebody approver-tech-lead:@somebody',
      },
    ])
    await stack.slack('amy', 'project settings UAPI approver-product-manager:@amy approver-tech-lead:@quinn')
    await stack.settled()
  })

  it('goes on when product manager and tech lead have both pressed the button in Slack', async () => {
    const task = await askedFor('r2')
    const [toAmy] = await dmsAbout(stack, 'amy', task)
    const [toQuinn] = await dmsAbout(stack, 'quinn', task)
    await stack.click('amy', 'Approve', toAmy)
    await stack.settled()
    expect(results('r2')).toEqual([])
    await stack.click('quinn', 'Approve', toQuinn)
    await stack.settled()
    expect(results('r2')).toEqual([
      { status: 'Approved', summary: `${task}: approved by Amy Adeyemi and Quinn Moss in Slack` },
    ])
  })

  it('asks once, however often it says that it waits', async () => {
    const task = await askedFor('r3')
    await ask('r3')
    await stack.settled()
    expect(await dmsAbout(stack, 'quinn', task)).toHaveLength(1)
    await stack.slack('amy', `reject ${task} "not before the audit"`)
    await stack.settled()
    expect(results('r3')).toEqual([
      { status: 'Rejected', summary: `${task}: rejected by Amy Adeyemi in Slack: not before the audit` },
    ])
    expect((await stack.slack('amy', `show ${task}`)).text).toContain('cancelled')
  })

  it('that has moved on meanwhile is left alone, and nothing is said twice', async () => {
    const task = await askedFor('r4')
    answered.add(tokenOf('r4'))
    await stack.slack('amy', `approve ${task}`)
    await stack.slack('quinn', `approve ${task}`)
    await stack.settled()
    expect(results('r4')).toHaveLength(1)
    expect(stack.log()).toContain('a pipeline did not wait for its answer any more')
  })

  it('that nobody answers in time hears that before it gives up', async () => {
    await ask('r5', inHours(0))
    await stack.until('the answer', () => results('r5').length > 0)
    expect(results('r5')).toMatchObject([
      { status: 'Rejected', summary: expect.stringContaining('nobody decided in time') },
    ])
  })

  it('gets a number that nobody has, where a restore has put the numbers back', async () => {
    const { store, workspace, until } = inside(stack)
    const counter = keys.counter(workspace, 'UAPI')
    const { last } = (await store.get(counter)) as { last: number }
    await store.put({ ...counter, kind: 'counter', last: last - 1 })
    expect(await askedFor('r6')).toBe(`UAPI-${last + 1}`)
    await until('release: dynamodb:UpdateItem on table')
  })

  it('never has its token in a log, and in the table only sealed', async () => {
    const { store, workspace } = inside(stack)
    const task = await askedFor('r7')
    const kept = await store.get(keys.pipelineWait(workspace, task as TaskId))
    expect(kept?.['token']).toMatch(/^k1\./)
    expect(JSON.stringify(kept)).not.toContain('0d9f6c1e')
    expect(stack.log()).not.toContain('0d9f6c1e')
    expect(pipeline.asked.length).toBeGreaterThan(0)
  })
})
