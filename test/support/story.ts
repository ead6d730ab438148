import type { SeenMessage } from '../../infra/local/world/outside.ts'
import type { Stack } from './stack.ts'

/** What stories have in common: pull requests with resources, tasks by their ids, and messages as people read them. */

export const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:user-api'
export const API = 'https://api.example.com/v1/users'

/** The body of a pull request that completes a task and names what it leaves behind. */
export function completes(task: string): string {
  return [
    `Completes ${task}`,
    '',
    '```codexflow',
    'lambda: user-api',
    `arn: ${ARN}`,
    `api: ${API}`,
    'runtime: Node.js 24.x',
    'database: prod DocumentDB',
    'doc: API Specs = https://docs.example.com/api',
    '```',
  ].join('\n')
}

/** Adds a task as Amy and gives its id; throws with the answer when there is none. */
export async function addTask(stack: Stack, text: string): Promise<string> {
  const { text: answer } = await stack.slack('amy', `task add ${text}`)
  const id = /UAPI-\d+/.exec(answer)?.[0]
  if (id === undefined) throw new Error(`No task was made: ${answer}`)
  return id
}

/** Adds one task for Devi and one for Gaius that waits for it. */
export async function addPair(stack: Stack, more = ''): Promise<{ first: string; second: string }> {
  const first = await addTask(stack, '"Provision the Lambda" phase:infrastructure assign:@devi')
  const second = await addTask(stack, `"Implement the endpoints" phase:backend assign:@gaius after:${first} ${more}`)
  return { first, second }
}

/** A person's direct messages that name a task as their subject, oldest first. */
export async function dmsAbout(stack: Stack, name: string, task: string): Promise<readonly SeenMessage[]> {
  const all = await stack.dms(name)
  return all.filter(({ text }) => text.startsWith(task) || text.split('\n')[0]?.includes(task))
}

/** All that a message shows: its text and every text of its blocks. */
export function shown(message: { readonly text: string; readonly blocks?: unknown }): string {
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`
}

/** What stands in the thread of a message, line by line, without the times. */
export function threadOf({ thread }: SeenMessage): readonly string[] {
  return thread.map(({ text }) => text.replace(/ · <!date\^[^>]*>/, ''))
}
