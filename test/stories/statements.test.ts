import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask, completes } from '../support/story.ts'

const REPOSITORY = 'northwind/user-api'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

async function opened(task: string, as = 'devi') {
  const pull = await stack.github.openPull(as, REPOSITORY, {
    title: `${task} Provision`,
    branch: `${task}-${Math.random().toString(36).slice(2)}`,
    body: completes(task),
  })
  return `${REPOSITORY}#${pull}`
}

/** What our checks on the head say, the oldest first. */
async function ours(pull: string) {
  const checks = (await stack.checks(pull)).filter(({ name }) => name === 'CodexFlow')
  return checks.map(({ output }) => output.title)
}

describe('the check run of a pull request', () => {
  it('stays true while others move: who waits, who has it, what stands in the way, what was merged and taken back', async () => {
    const { first, second } = await addPair(stack)
    const pull = await opened(first)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 1 person`])

    await stack.slack('gaius', `block ${second} "no access"`)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
    await stack.slack('gaius', `unblock ${second}`)
    const third = await addTask(stack, `"Test the endpoints" phase:qa assign:@fern after:${first}`)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 2 people`])
    await stack.slack('amy', `after ${third} remove:${first}`)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 1 person`])

    await stack.github.push('devi', pull)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 1 person`])
    await stack.github.merge('devi', pull)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merged: ${first} is done`])
    const revert = await stack.github.revert('devi', pull)
    await stack.github.merge('devi', `${REPOSITORY}#${revert}`)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Reverted: ${first} is open`])
    expect(await ours(`${REPOSITORY}#${revert}`)).toEqual([])
  })

  it('says what is needed beyond merging, and that it is there', async () => {
    const first = await addTask(stack, '"Release" phase:infrastructure assign:@devi gate:merged,checks')
    const pull = await opened(first)
    await stack.settled()
    expect(await ours(pull)).toEqual([`After merging, ${first} still needs a green check`])
    await stack.github.check('devi', pull, 'success')
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
  })

  it('is not there where no task is named, and takes back what it said where one is named no more', async () => {
    const first = await addTask(stack, '"Named" phase:infrastructure assign:@devi')
    const unnamed = await opened('nothing')
    const pull = await opened(first)
    await stack.settled()
    expect([await ours(unnamed), await ours(pull)]).toEqual([[], [`Merging completes ${first}`]])
    await stack.github.editPull('devi', pull, { title: 'Nothing in particular', body: 'Nothing.' })
    await stack.settled()
    // The branch still names it.
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
  })

  it('asks for a task where the repository does, until one is named, and asks no bystander', async () => {
    const first = await addTask(stack, '"Asked" phase:infrastructure assign:@devi')
    const early = await opened('nothing')
    const file = { path: '.github/codexflow.yml', content: 'pull-requests: { without-task: ask }\n' }
    await stack.github.commit('amy', REPOSITORY, file, 'Ask for tasks')
    await stack.settled()
    expect((await stack.slack('amy', 'project show UAPI')).text).toContain('Pull requests that name no task are asked')

    const pull = await opened('nothing')
    await stack.settled()
    expect([await ours(early), await ours(pull)]).toEqual([[], ['Names no task yet']])
    const [asked] = (await stack.checks(pull)).filter(({ name }) => name === 'CodexFlow')
    expect(asked).toMatchObject({ conclusion: 'action_required' })
    await stack.github.editPull('devi', pull, { body: `Task: ${first}` })
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
    await stack.github.editPull('devi', pull, { body: 'Nothing.' })
    await stack.settled()
    expect(await ours(pull)).toEqual(['Names no task yet'])

    await stack.github.commit('amy', REPOSITORY, { path: file.path }, 'Ask no more')
    await stack.settled()
    const late = await opened('nothing')
    await stack.settled()
    expect(await ours(late)).toEqual([])
  })

  it('follows what a project decides in Slack, though nothing happens to the task or the pull request', async () => {
    const { first } = await addPair(stack)
    const pull = await opened(first)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 1 person`])
    await stack.slack('amy', 'project settings UAPI contract-infrastructure-backend:"doc=Runbook, block"')
    await stack.settled()
    expect(await ours(pull)).toEqual([`${first} lacks something that the next phase needs`])
    await stack.slack('amy', 'project settings UAPI contract-infrastructure-backend:none')
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first} and unblocks 1 person`])
  })

  it('leads to no work of ours: what GitHub says about our checks and comments is dropped at the door', async () => {
    const issue = `${REPOSITORY}#${await stack.github.openIssue('amy', REPOSITORY, 'Endpoints')}`
    const { first } = await addPair(stack, `issue:${issue}`)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    const heard = (await stack.outside.deliveries()).filter(
      ({ event }) => event === 'check_run' || event === 'issue_comment',
    )
    const whole = await Promise.all(heard.map(({ id }) => stack.outside.delivery(id)))
    const own = whole.filter(({ payload }) => JSON.stringify(payload['sender']).includes('codexflow[bot]'))
    expect(new Set(own.map(({ event }) => event))).toEqual(new Set(['check_run', 'issue_comment']))
    // 202: on the queue. 200: nothing of ours.
    expect(
      own.flatMap(({ attempts }) => attempts.map(({ status }) => status)).filter((status) => status !== 200),
    ).toEqual([])
  })
})

describe('a button on the check run', () => {
  it('asks and approves in the name of whoever presses it, and tells whoever may not why', async () => {
    await stack.slack('amy', 'project settings UAPI approver-tech-lead:@amy')
    const first = await addTask(stack, '"Release" phase:infrastructure assign:@devi gate:merged,approved:tech-lead')
    const pull = await opened(first)
    await stack.settled()
    expect(await ours(pull)).toEqual([`After merging, ${first} still needs an approval`])

    await press('devi', pull, 'request')
    await press('devi', pull, 'approve')
    const [refusal, ...more] = await stack.botComments(pull)
    expect(more).toEqual([])
    expect(refusal).toMatch(/^@devi-rao, that button on the check did not work:/)
    expect(await ours(pull)).toEqual([`After merging, ${first} still needs an approval`])

    await press('amy', pull, 'approve')
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
    expect(await stack.botComments(pull)).toHaveLength(1)
  })

  /** GitHub tells of it with the check run as it stands; the emulator has no buttons. */
  async function press(as: string, pull: string, identifier: string) {
    const [run] = (await stack.checks(pull)).filter(({ name }) => name === 'CodexFlow')
    const rest = stack.github.rest(as)
    const repository = await rest('GET', `/repos/${REPOSITORY}`)
    const [other] = await stack.outside.deliveries()
    const { installation } = (await stack.outside.delivery(other!.id)).payload
    const payload = { action: 'requested_action', check_run: run, requested_action: { identifier }, repository }
    const sender = await rest('GET', '/user')
    await stack.outside.hook({ name: 'check_run', payload: { ...payload, installation, sender } })
    await stack.settled()
  }
})

describe('when GitHub has a bad moment', () => {
  it.each(['500', 'lost', '429'] as const)('(%s) the check run still comes, once', async (github) => {
    const first = await addTask(stack, '"Provision" phase:infrastructure assign:@devi')
    await stack.faults({ github, times: 1, method: 'POST /repos/:owner/:repo/check-runs', retryAfterSeconds: 1 })
    const pull = await opened(first)
    await stack.until('the check', async () => (await ours(pull)).length > 0)
    await stack.settled()
    expect(await ours(pull)).toEqual([`Merging completes ${first}`])
  })

  it.each(['500', 'lost', '429'] as const)('(%s) the comment still comes, once, and stays true', async (github) => {
    const issue = `${REPOSITORY}#${await stack.github.openIssue('amy', REPOSITORY, 'Endpoints')}`
    const { first, second } = await addPair(stack, `issue:${issue}`)
    const method = 'POST /repos/:owner/:repo/issues/:n/comments'
    await stack.faults({ github, times: 1, method, retryAfterSeconds: 1 })
    await stack.slack('devi', `done ${first}`)
    await stack.until('the comment', async () => (await stack.botComments(issue)).length > 0)
    await stack.slack('gaius', `start ${second}`)
    await stack.settled()
    const comments = await stack.botComments(issue)
    expect(comments.map((body) => body.split('\n')[0])).toEqual([`**\`${second}\` is under way with Gaius Okoro**`])
  })
})
