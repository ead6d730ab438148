import { describe, expect, it } from 'vitest'
import { standingReviews } from '../../../app/tasks/review.ts'
import { beginnings, endsTheSame, parts } from '../any-order.ts'
import { type Delivered, deliver } from '../deliver.ts'
import { pullPayload, reviewPayload, reviewRequestPayload } from '../payloads.ts'
import { DEV, type World, world } from '../world.ts'

const PULL = 'northwind/user-api#12'

const opened: Delivered = ['pull_request', pullPayload('opened', '09:00:00')]
const review = (...args: Parameters<typeof reviewPayload>): Delivered => ['pull_request_review', reviewPayload(...args)]
const request = (...args: Parameters<typeof reviewRequestPayload>): Delivered => [
  'pull_request',
  reviewRequestPayload(...args),
]

function standing({ tasks }: World) {
  return standingReviews(tasks.get('UAPI-12')!, PULL).map(({ login, state }) => `${login} ${state}`)
}

async function heard(...deliveries: readonly Delivered[]) {
  const stage = world()
  await deliver(stage, ...deliveries)
  return standing(stage)
}

describe('a review of a pull request that names a task', () => {
  it('is recorded, with the people whom we know, and changes nothing else', async () => {
    const stage = world()
    await deliver(stage, opened)
    const before = stage.tasks.get('UAPI-12')!
    await deliver(
      stage,
      request('review_requested', '09:01:00', { reviewer: 'dev-gh' }),
      review('submitted', 'approved', '09:02:00'),
    )
    const { reviews, version: _, causes: __, ...after } = stage.tasks.get('UAPI-12')!
    const { version: ___, causes: ____, ...same } = before
    expect(after).toEqual(same)
    expect(Object.values(reviews ?? {}).map(({ state, reviewer }) => [state, reviewer])).toEqual([
      ['asked', { kind: 'person', id: DEV }],
      ['approved', { kind: 'github', login: 'fern' }],
    ])
  })

  it('is found by a task that is named only later', async () => {
    const unnamed = pullPayload('opened', '09:00:00', { title: 'Provision' })
    const edited = pullPayload('edited', '09:05:00')
    const said = review('submitted', 'changes_requested', '09:02:00')
    expect(await heard(['pull_request', unnamed], said, ['pull_request', edited])).toEqual(['fern changes-requested'])
    expect(await heard(['pull_request', unnamed], said)).toEqual([])
  })

  it('counts of somebody for whom GitHub does not vouch once they have proved their login', async () => {
    const stranger = { association: 'NONE' }
    expect(await heard(opened, review('submitted', 'approved', '09:02:00', stranger))).toEqual([])
    const known = review('submitted', 'approved', '09:02:00', { ...stranger, sender: 'dev-gh' })
    expect(await heard(opened, known)).toEqual(['dev-gh approved'])
  })

  it('counts of a machine where the project heeds it', async () => {
    const bot = { sender: 'reviewer[bot]', type: 'Bot' }
    const said = review('submitted', 'approved', '09:02:00', bot)
    expect(await heard(opened, said)).toEqual([])
    const stage = world()
    const { project } = stage.ports.directory
    Object.assign(stage.ports.directory, {
      project: async (...of: Parameters<typeof project>) => ({ ...(await project(...of))!, bots: ['reviewer'] }),
    })
    await deliver(stage, opened, said)
    expect(standing(stage)).toEqual(['reviewer[bot] approved'])
  })

  it('ends the same in any order, with any repetition', async () => {
    const story: readonly Delivered[] = [
      opened,
      request('review_requested', '09:01:00', { reviewer: 'fern' }),
      request('review_requested', '09:01:00', { team: 'web' }),
      request('review_requested', '09:01:00', { reviewer: 'dev-gh' }),
      review('submitted', 'commented', '09:02:00'),
      review('submitted', 'changes_requested', '09:03:00'),
      request('review_requested', '09:04:00', { reviewer: 'fern' }),
      review('submitted', 'approved', '09:05:00', { sender: 'dev-gh' }),
      review('dismissed', 'dismissed', '09:03:00', { sender: 'fern' }),
      request('review_request_removed', '09:06:00', { reviewer: 'fern' }),
      request('review_requested', '09:07:00', { reviewer: 'quinn' }),
    ]
    expect(await heard(...story)).toEqual(['fern commented', 'dev-gh approved', 'quinn asked'])
    const endOf = (deliveries: readonly Delivered[]) => heard(...deliveries)
    await endsTheSame(beginnings(story, [story.length]), endOf, { most: 3, numRuns: 60 })
    await endsTheSame(parts(story), endOf, { most: 3, numRuns: 200 })
  })
})
