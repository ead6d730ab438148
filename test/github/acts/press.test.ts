import { describe, expect, it } from 'vitest'
import { act } from '../../../app/github/act.ts'
import { actsOn, sourceOf } from '../../../app/github/sources/registry.ts'
import { submit } from '../../../app/submit.ts'
import { ask, minute, person } from '../../support/tasks.ts'
import { pullPayload } from '../payloads.ts'
import { DEV, PRIYA, REPOSITORY, W, type World, world } from '../world.ts'

const GATES = [{ kind: 'merged' }, { kind: 'approved', roles: ['qa'], quorum: 1 }] as const

/** Somebody presses a button on our check run, as GitHub tells it to us. */
function pressing(identifier: string | undefined, over: object = {}, run: object = {}) {
  return {
    action: identifier === undefined ? 'rerequested' : 'requested_action',
    repository: REPOSITORY,
    sender: { login: 'dev-gh', id: 7, type: 'User' },
    check_run: {
      ...{ id: 70, name: 'CodexFlow', external_id: 'codexflow:v1:pull/5:0123', head_sha: 'a'.repeat(40) },
      ...{ status: 'completed', html_url: 'https://github.com/northwind/user-api/runs/70', ...run },
    },
    ...(identifier === undefined ? {} : { requested_action: { identifier } }),
    ...over,
  }
}

async function deliver(stage: World, payload: ReturnType<typeof pressing>): Promise<boolean> {
  const read = sourceOf('check_run', payload.action)!.read(payload)
  if (!read.ok) throw new Error(read.error)
  for (const work of read.value) await act(stage.ports, work, async () => {})
  return actsOn('check_run', payload.action, payload)
}

async function opened(ids: readonly string[] = ['UAPI-12']) {
  const stage = world(ids.map((id) => ({ id: id as 'UAPI-12', gates: GATES })))
  const read = sourceOf('pull_request', 'opened')!.read(
    pullPayload('opened', '09:00:00', { number: 5, title: ids.join(' and ') }),
  )
  if (!read.ok) throw new Error(read.error)
  for (const work of read.value) await act(stage.ports, work, async () => {})
  return stage
}

const asks = (stage: World, task: 'UAPI-12') =>
  submit(stage.ports.tasks, { workspace: W, task, command: ask.approval({ qa: [PRIYA] }, { by: person(DEV) }) })

describe('a button on our check run', () => {
  it('says its verb in the name of whoever pressed it, for each task that calls for it', async () => {
    const stage = await opened(['UAPI-12', 'UAPI-13'])
    await deliver(stage, pressing('request'))
    await asks(stage, 'UAPI-12')
    await deliver(stage, pressing('request'))
    await deliver(stage, pressing('approve'))
    expect(stage.handedOn.map(({ lines }) => lines)).toEqual([
      ['request UAPI-12', 'request UAPI-13'],
      ['request UAPI-13'],
      ['approve UAPI-12'],
    ])
    expect(stage.handedOn[0]?.asked).toEqual({
      workspace: W,
      at: '2026-06-02T08:00:00.000Z',
      cause: 'github:1001:button:70:dev-gh:request:0,0',
      channel: '',
      account: { login: 'dev-gh', id: 7 },
      comment: {
        ...{ kind: 'button', id: 70, number: 5, at: '2026-06-02T08:00:00.000Z' },
        ...{ repository: 'northwind/user-api', installation: 7 },
      },
      project: 'UAPI',
    })
    expect(stage.seen).toEqual([])
  })

  it('that is delivered again is the same occasion; one for a later request is another', async () => {
    const stage = await opened()
    await asks(stage, 'UAPI-12')
    await deliver(stage, pressing('approve'))
    await deliver(stage, pressing('approve'))
    await submit(stage.ports.tasks, {
      ...{ workspace: W, task: 'UAPI-12' as const },
      command: ask.vote(PRIYA, 'rejected', 'no plan', { at: minute(61) }),
    })
    await asks(stage, 'UAPI-12')
    await deliver(stage, pressing('approve'))
    const [first, again, later] = stage.handedOn.map(({ asked }) => asked.cause)
    expect(again).toBe(first)
    expect(later).not.toBe(first)
  })

  it('that nothing calls for any more is refused in words: its verb is said all the same', async () => {
    const stage = await opened()
    await deliver(stage, pressing('approve'))
    expect(stage.handedOn.map(({ lines }) => lines)).toEqual([['approve UAPI-12']])
  })

  it('has the check written again where somebody asked GitHub to run it', async () => {
    const stage = await opened()
    expect(await deliver(stage, pressing(undefined))).toBe(true)
    expect(stage.restated).toEqual([{ kind: 'pull', workspace: W, repository: 1001, number: 5, again: true }])
  })

  it.each<[string, ReturnType<typeof pressing>]>([
    ['of an unknown name', pressing('delete-everything')],
    ['pressed by a bot', pressing('approve', { sender: { login: 'helper[bot]', type: 'Bot' } })],
    ['on a check run that is about no pull request', pressing('approve', {}, { external_id: 'codexflow:v1:push/1:0' })],
    ['on our check of the configuration', pressing(undefined, {}, { name: 'CodexFlow configuration' })],
    ['on a check of another app', pressing('approve', {}, { name: 'build' })],
  ])('%s does nothing', async (_, payload) => {
    const stage = await opened()
    await deliver(stage, payload)
    expect([stage.handedOn, stage.restated]).toEqual([[], []])
  })

  it('does nothing in a repository that nobody connected, nor on a pull request that names nothing', async () => {
    const stage = await opened()
    await deliver(stage, pressing('approve', { repository: { id: 9, full_name: 'a/b' } }))
    await deliver(stage, pressing('approve', {}, { external_id: 'codexflow:v1:pull/6:0123' }))
    expect(stage.handedOn).toEqual([])
  })
})

describe('what is said about our own check runs', () => {
  it.each(['created', 'completed'])('(%s) is dropped at the door', (action) => {
    for (const name of ['CodexFlow', 'CodexFlow configuration']) {
      expect(actsOn('check_run', action, { ...pressing('approve', { action }, { name }) })).toBe(false)
    }
  })

  it('and what we say ourselves, whatever stands in it', () => {
    const comment = { id: 1, body: '/codexflow approve UAPI-12', user: { login: 'codexflow[bot]', type: 'Bot' } }
    const payload = { action: 'created', repository: REPOSITORY, issue: { number: 5 }, comment }
    expect(actsOn('issue_comment', 'created', { ...payload, sender: comment.user })).toBe(false)
  })
})
