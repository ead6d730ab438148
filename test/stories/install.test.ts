import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { awsClient } from '../../app/aws/client.ts'
import { directory } from '../../app/dynamo/directory.ts'
import { personId } from '../../app/projects/person.ts'
import { inside } from '../support/inside.ts'
import { installAs } from '../support/install-as.ts'
import { slackTells } from '../support/slack-event.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: { CODEXFLOW_PURGE_AFTER_MS: '1000' } })
})
afterAll(() => stack?.stop())

const install = (as: string) => installAs(stack, as)
const told = (event: object) => slackTells(stack.local, event)

/** What the table holds about the workspace, by partition; a story about deletion may look through all of it. */
async function rows(): Promise<string[]> {
  const table = new DynamoDBClient(awsClient({ region: 'us-east-1', endpoint: stack.table.endpoint }))
  const { Items = [] } = await table.send(new ScanCommand({ TableName: stack.table.name }))
  table.destroy()
  const ours = Items.filter((item) => JSON.stringify(item).includes(stack.local.slack.teamId))
  return [...new Set(ours.map((item) => item['pk']?.S ?? ''))].toSorted()
}

it('a workspace installs CodexFlow on Slack’s own page, and its new token carries the next hand-off', async () => {
  const { statuses, comeBack } = await install('amy')
  const answers = [await comeBack(false), await comeBack(), await comeBack()]
  expect([...statuses, ...answers.map(({ status }) => status)]).toEqual([302, 200, 302, 400, 200, 400])
  expect(await answers[1]!.text()).toContain('<h1>CodexFlow is in Northwind</h1>')

  await stack.settleIn()
  await stack.slack('amy', 'task add "Write the endpoint" project:UAPI phase:backend assign:@gaius')
  await stack.settled()
  expect((await stack.dms('gaius')).map(({ text }) => text.split('\n')[0])).toEqual(['*🟢 Ready for you: UAPI-1*'])
})

it('whoever installs it anew, and is somebody else to Slack than they were, is known by their e-mail address', async () => {
  const { workspace, store } = inside(stack)
  const amy = stack.person('amy')
  const id = personId(workspace, amy.email)
  const known = await directory(store).person(workspace, id)
  await directory(store).savePerson({ ...known!, slackUser: 'U0BEFORE' })
  expect(await directory(store).personBySlack(workspace, amy.slackId)).toBeUndefined()
  expect((await (await install('amy')).comeBack()).status).toBe(200)
  expect((await directory(store).personBySlack(workspace, amy.slackId))?.id).toBe(id)
  expect(await directory(store).personBySlack(workspace, 'U0BEFORE')).toBeUndefined()
})

it('uninstalls it: the door says so at once, all of it is deleted, and it can be installed anew', async () => {
  const { teamId } = stack.local.slack
  expect((await rows()).length).toBeGreaterThan(10)
  expect(await told({ type: 'tokens_revoked', tokens: { oauth: [], bot: [stack.local.slack.botUserId] } })).toBe(200)
  expect(await told({ type: 'app_uninstalled' })).toBe(200)
  await stack.until('the removal', async () => (await stack.slack('amy', 'mine')).text.includes('not set up'))
  await stack.settled()
  expect(await rows()).toEqual([`W#${teamId}#INSTALLATION`])

  const again = await install('gaius')
  expect((await again.comeBack()).status).toBe(200)
  expect((await stack.slack('gaius', 'project new NEW "New"')).text).toContain('Project *NEW* New is made.')
  expect((await stack.slack('gaius', 'list project:UAPI')).text).not.toContain('Write the endpoint')
})
