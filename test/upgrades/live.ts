import type { Stack } from '../support/stack.ts'
import { ARN, addPair, addTask, completes } from '../support/story.ts'

const AT = 'northwind/user-api'

/** What was lived: the tasks that a test looks for, and what people saw. */
export type Lived = {
  /** Pairs whose hand-off is written; the ledger is put into each of its states on one of them. */
  readonly pairs: readonly { readonly first: string; readonly second: string }[]
  /** A pair of which nothing is finished. */
  readonly open: { readonly first: string; readonly second: string }
  /** A task that waits for somebody's approval. */
  readonly approval: string
  readonly buttons: readonly { readonly actionId: string; readonly value: string }[]
  readonly modals: readonly { readonly callbackId: string; readonly privateMetadata: string }[]
  /** Bodies of our own comments. */
  readonly comments: readonly string[]
}

/** Lives through something of everything that people do, so that it stands in the table. */
export async function live(stack: Stack): Promise<Lived> {
  await stack.settleIn()
  await stack.slack('amy', 'project settings UAPI lead:@amy approver-tech-lead:@quinn approver-tech-lead:@amy')
  await stack.slack('amy', 'settings quiet:on zone:Europe/Berlin')
  const issue = await stack.github.openIssue('amy', AT, 'Implement user CRUD endpoints')
  const { first } = await addPair(stack, `issue:${AT}#${issue}`)
  const pull = await stack.github.openPull('devi', AT, {
    title: 'Provision the Lambda of the User API',
    branch: `${first}-lambda`,
    body: completes(first),
  })
  await stack.settled()
  await stack.github.check('devi', `${AT}#${pull}`, 'success')
  await stack.github.merge('amy', `${AT}#${pull}`)
  await stack.settled({ delayed: 'ignore' })
  await stack.github.deploy('amy', AT, { environment: 'production', state: 'success', pull: `${AT}#${pull}` })
  const revert = await stack.github.revert('amy', `${AT}#${pull}`)
  await stack.github.merge('amy', `${AT}#${revert}`)
  const open = await addPair(stack)
  const other = await stack.github.openPull('devi', AT, {
    title: 'A second function',
    branch: `${open.first}-second`,
    body: completes(open.first),
  })
  await stack.github.check('devi', `${AT}#${other}`, 'failure')
  const approval = await addTask(stack, '"Release 1.4" phase:deployment assign:@devi gate:approved:tech-lead')
  await stack.slack('devi', `request ${approval}`)
  const pairs = []
  for (let number = 0; number < 6; number++) pairs.push(await addPair(stack))
  for (const pair of pairs) await stack.slack('devi', `done ${pair.first} arn:${ARN}`)
  await stack.slack('devi', `block ${open.second} "No account yet"`)
  await stack.slack('fern', 'feedback It tells me just what I need')
  await stack.slack('fern', `link ${stack.person('fern').login}`)
  await stack.settled({ delayed: 'ignore' })
  return { pairs, open, approval, ...(await seen(stack, [`${AT}#${issue}`, `${AT}#${pull}`])) }
}

async function seen(stack: Stack, places: readonly string[]) {
  const messages = (await Promise.all(stack.people.map(({ name }) => stack.dms(name)))).flat()
  const buttons = messages.flatMap(({ blocks = [] }) => blocks).flatMap(buttonsIn)
  await stack.slack('devi', 'task new')
  const modal = await stack.modal('devi')
  const modals = modal === undefined ? [] : [{ callbackId: modal.callback_id, privateMetadata: modal.private_metadata }]
  await stack.until('a comment of ours', async () => (await stack.botComments(places[0]!)).length > 0)
  const comments = (await Promise.all(places.map((place) => stack.botComments(place)))).flat()
  return { buttons, modals, comments }
}

function buttonsIn(block: object): { readonly actionId: string; readonly value: string }[] {
  const { elements = [] } = block as { readonly elements?: readonly Record<string, unknown>[] }
  return elements.flatMap(({ action_id: actionId, value }) =>
    typeof actionId === 'string' && typeof value === 'string' ? [{ actionId, value }] : [],
  )
}
