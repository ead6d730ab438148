import { afterAll, beforeAll, expect, it } from 'vitest'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { type ConverseStub, startConverseStub } from '../support/converse-stub.ts'
import { type Inside, inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask, dmsAbout } from '../support/story.ts'

let stub: ConverseStub
let stack: Stack
let within: Inside
beforeAll(async () => {
  stub = await startConverseStub()
  // Long enough for whoever else comes to the same hand-off to ask for its words too.
  stub.play({ is: 'hang' })
  stack = await startStack({
    env: {
      BEDROCK_MODEL_ID: 'anthropic.claude-3-sonnet',
      BEDROCK_ENDPOINT: stub.url,
      BEDROCK_GUARDRAIL_ID: 'guardrail1',
      BEDROCK_GUARDRAIL_VERSION: '1',
      BEDROCK_DEADLINE_MS: '4000',
      AWS_ACCESS_KEY_ID: 'stub',
      AWS_SECRET_ACCESS_KEY: 'stub',
      CODEXFLOW_ANSWER_WITHIN_MINUTES: '3',
    },
  })
  await stack.settleIn()
  within = inside(stack)
})
afterAll(async () => {
  await stack?.stop()
  await stub?.close()
})

/** A time of day in UTC, so many minutes from now: `09:05`. */
const timeOfDay = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16)
const writing = (name: string) => [
  `${name}: bedrock:InvokeModel on model`,
  `${name}: bedrock:ApplyGuardrail on guardrail`,
  `${name}: sqs:SendMessage on queue digests`,
  `${name}: sqs:SendMessage on queue alarms`,
]
const settled = () => stack.settled({ delayed: 'ignore' })

it('A hand-off of somebody whose day begins in a few minutes, and who wants all of it in a digest, waits for that', async () => {
  const hours = `hours:${timeOfDay(6)}-${timeOfDay(8 * 60)}`
  await stack.slack('gaius', `settings ${hours} days:mon-sun zone:UTC digest:on budget:0`)
  const task = await addTask(stack, '"Write the endpoint" phase:backend assign:@gaius')
  await settled()
  await within.until(...writing('orchestrate'))
  expect(await dmsAbout(stack, 'gaius', task)).toEqual([])
})

it('What falls due in minutes is put down again for a workspace that was brought back', async () => {
  await within.send('follow-ups', packFollowUp({ type: 'ReviveWorkspace', workspace: within.workspace }))
  await within.until('follow-up: sqs:SendMessage on queue alarms')
  await settled()
})

it('One that was left unwritten by a crash is written by whoever finds it: by the same model, for the same digest', async () => {
  const { first, second } = (await addPair(stack)) as { first: TaskId; second: TaskId }
  await settled()
  await stack.kill()
  const { workspace, store } = within
  const task = second
  const { blockers } = (await taskLog(store).load(workspace, task))!
  const changed = blockers[first]!.at + 1
  const at = new Date().toISOString()
  const command = { type: 'SettleBlocker', blocker: first, open: false, changed, by: SYSTEM, at } as const
  expect((await submit(taskLog(store), { workspace, task, command })).ok).toBe(true)
  await stack.restart()
  await within.until(...writing('reconcile'))
  await settled()
  expect(await dmsAbout(stack, 'gaius', second)).toEqual([])
})
