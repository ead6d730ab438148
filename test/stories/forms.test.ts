import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

/** All words of a view. */
function words(view: unknown): string {
  return JSON.stringify(view ?? {})
}

it('two colleagues get from an empty Home tab to a first hand-off without typing a command', async () => {
  await stack.home('amy')
  const empty = await stack.until('the first steps', async () => {
    const home = words(await stack.home('amy'))
    return home.includes('Three steps to your first hand-off') && home
  })
  expect(empty).toContain('Make a project')
  await stack.clickIn('amy', 'home', 'Make a project')
  const wrong = await stack.submit('amy', { key: 'u', name: 'User API' })
  expect(wrong.errors).toEqual({
    key: '"u" is no project key: two to ten letters or digits, a letter first.',
  })
  await stack.submit('amy', { key: 'uapi', name: 'User API' })
  await stack.slack('gaius', 'help')
  await stack.settled()

  const { ts, channel } = await stack.mention('amy', 'we need a table')
  await stack.shortcut('amy', 'task.from-message', { channel, ts })
  await stack.submit('amy', { phase: 'infrastructure', assign: stack.person('amy').slackId })
  await stack.settled()
  await stack.shortcut('amy', 'task.new')
  expect(await stack.options('amy', 'task.search', 'table')).toMatchObject([{ value: 'UAPI-1' }])
  await stack.submit('amy', { title: 'Build the endpoint', assign: stack.person('gaius').slackId, after: ['UAPI-1'] })
  await stack.settled()
  const home = await stack.until('what is ready', async () => {
    const seen = words(await stack.home('amy'))
    return seen.includes('Ready for you') && seen
  })
  expect(home).toContain('Finishing it lets')

  await stack.clickIn('amy', 'home', 'Start')
  await stack.settled()
  await stack.until('what is begun', async () => words(await stack.home('amy')).includes('You are on'))
  await stack.clickIn('amy', 'home', 'Done…')
  await stack.clickIn('amy', 'modal', 'Add another')
  const done = await stack.submit('amy', { 'value-0': 'https://api.example.com/v1', 'value-1': 'mind the cold start' })
  expect(words(done.modal)).toContain('is done. I am telling those who waited for it.')
  await stack.settled()
  const [handoff] = await stack.dms('gaius')
  expect(handoff?.text).toContain('Ready for you: UAPI-2')
  expect(handoff?.text).toContain('https://api.example.com/v1')
})
