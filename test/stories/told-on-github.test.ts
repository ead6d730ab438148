import { afterAll, beforeAll, expect, it } from 'vitest'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { type Inside, inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'

const REPOSITORY = 'northwind/user-api'

let stack: Stack
let within: Inside
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
  await stack.slack('amy', 'project settings UAPI import:label:codexflow')
  await stack.link('quinn')
  await stack.slack('quinn', 'settings channel:github')
  within = inside(stack)
})
afterAll(() => stack?.stop())

type Told = { readonly task: TaskId; readonly notice: () => Promise<string | undefined> }

/** An issue that is Quinn's, the task that it became, and what Quinn was told on it, as it reads today. */
async function issueOfQuinn(title: string): Promise<Told> {
  const { login } = stack.person('quinn')
  const made = await stack.github.rest('amy')('POST', `/repos/${REPOSITORY}/issues`, {
    ...{ title, labels: ['codexflow', 'qa'], assignees: [login] },
  })
  const comments = () => stack.botComments(`${REPOSITORY}#${(made as { readonly number: number }).number}`)
  const at = await stack.until('Quinn is told there', async () => {
    const found = (await comments()).findIndex((body) => body.includes(`@${login}`))
    return found < 0 ? undefined : found
  })
  await stack.settled()
  const notice = async () => (await comments())[at]
  return { notice, task: /UAPI-\d+/.exec((await notice())!)![0] as TaskId }
}

const signing = (name: string) => [
  `${name}: secretsmanager:GetSecretValue on secret github-app`,
  `${name}: secretsmanager:GetSecretValue on secret keys`,
]

it('What was said on GitHub is taken back there, as soon as it is true no longer', async () => {
  const { task, notice } = await issueOfQuinn('Try it')
  await stack.slack('amy', `cancel ${task}`)
  await stack.settled()
  await within.until(...signing('orchestrate'))
  expect(await notice()).toContain(`${task}\` was cancelled`)
})

it('Also by whoever finds after a crash that it still stands there', async () => {
  const { task, notice } = await issueOfQuinn('Try it once more')
  await stack.kill()
  const { workspace, store } = within
  const command = { type: 'CancelTask', by: SYSTEM, at: new Date().toISOString() } as const
  expect((await submit(taskLog(store), { workspace, task, command })).ok).toBe(true)
  await stack.restart()
  await within.until(...signing('reconcile'))
  await stack.settled()
  expect(await notice()).toContain(`${task}\` was cancelled`)
})
