import { describe, expect, it } from 'vitest'
import { act } from '../../../app/github/act.ts'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import { silentLog } from '../../../app/log.ts'
import { commentPayload, pullPayload, SAID_AT } from '../payloads.ts'
import { W, type World, world } from '../world.ts'

async function deliver(
  stage: World,
  name: string,
  payload: { readonly action: string; readonly [field: string]: unknown },
): Promise<void> {
  const read = sourceOf(name, payload.action)!.read(payload)
  if (!read.ok) throw new Error(read.error)
  for (const work of read.value) await act(stage.ports, work, async () => {})
}

describe('a command in a comment', () => {
  it('is handed on with who asks, where, and the task that the pull request is about', async () => {
    const stage = world()
    await deliver(stage, 'pull_request', pullPayload('opened', '09:00:00', { number: 5 }))
    await deliver(stage, 'issue_comment', commentPayload('/codexflow done\n/codexflow why'))
    const asked = {
      workspace: W,
      at: '2026-06-02T08:00:00.000Z',
      cause: 'github:1001:comment:77',
      channel: '',
      account: { login: 'dev-gh' },
      comment: {
        ...{ kind: 'comment', id: 77, number: 5, at: SAID_AT },
        ...{ repository: 'northwind/user-api', installation: 7 },
      },
      project: 'UAPI',
      task: 'UAPI-12',
    }
    expect(stage.handedOn).toEqual([{ type: 'RunComment', lines: ['done', 'why'], asked }])
    expect(stage.seen).toEqual([asked])
  })

  it('has no task of its own where there are two, or none', async () => {
    const stage = world([{}, { id: 'UAPI-13' }])
    const titled = pullPayload('opened', '09:00:00', { number: 5, title: 'UAPI-12 and UAPI-13' })
    await deliver(stage, 'pull_request', titled)
    await deliver(stage, 'issue_comment', commentPayload('/codexflow done'))
    const issue = { number: 6, title: 'UAPI-99 is no task', author_association: 'OWNER' }
    await deliver(stage, 'issue_comment', { ...commentPayload('/codexflow done'), issue })
    expect(stage.handedOn.map((job) => job.asked.task)).toEqual([undefined, undefined])
  })

  it('of somebody whom neither GitHub nor the workspace vouches for takes its turn among strangers, and gets no eyes', async () => {
    let room = 1
    const stage = world([{}], silentLog, () => room-- > 0)
    const anybody = { sender: 'anybody', association: 'NONE' }
    await deliver(stage, 'issue_comment', commentPayload('/codexflow done', anybody))
    await deliver(stage, 'issue_comment', commentPayload('/codexflow done', anybody))
    // Whom the workspace knows is no stranger, whatever GitHub tells us of them.
    await deliver(stage, 'issue_comment', commentPayload('/codexflow why', { association: 'CONTRIBUTOR' }))
    expect(stage.handedOn.map(({ asked, lines }) => [asked.account.login, ...lines])).toEqual([
      ['anybody', 'done'],
      ['dev-gh', 'why'],
    ])
    expect(stage.seen.map(({ account }) => account.login)).toEqual(['dev-gh'])
  })

  it('is none of our business where nobody has connected the repository', async () => {
    const stage = world()
    const repository = { id: 9, full_name: 'a/b' }
    await deliver(stage, 'issue_comment', { ...commentPayload('/codexflow done'), repository })
    expect([stage.handedOn, stage.seen]).toEqual([[], []])
  })
})
