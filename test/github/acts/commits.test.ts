import { describe, expect, it } from 'vitest'
import { act } from '../../../app/github/act.ts'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import { pushPayload } from '../configuration/stage.ts'
import { mergedPayload, SHA1, SHA2 } from '../payloads.ts'
import { PRIYA, type World, world } from '../world.ts'

async function deliver(stage: World, name: string, payload: Readonly<Record<string, unknown>>) {
  const read = sourceOf(name, payload['action'] as string | undefined)!.read(payload)
  if (!read.ok) throw new Error(read.error)
  for (const work of read.value) await act(stage.ports, work, async () => {})
}
const pushed = (message: string, how: object = {}) =>
  pushPayload({ before: SHA1, after: SHA2 }, { by: 'priya-gh', message, touched: [], ...how })
const task = (stage: World) => stage.tasks.get('UAPI-12')!
const SUBJECT = `northwind/user-api@${SHA2.slice(0, 12)}`

describe('a commit on the default branch', () => {
  it('that completes a task finishes it, in the name of the one who pushed, once', async () => {
    const stage = world()
    const payload = pushed('Provision the Lambda\n\nCompletes UAPI-12')
    await deliver(stage, 'push', payload)
    expect(task(stage)).toMatchObject({
      status: 'done',
      closedBy: { kind: 'person', id: PRIYA },
      pulls: { [SUBJECT]: { state: 'merged', title: 'Provision the Lambda', sha: SHA2 } },
    })
    const seen = task(stage)
    await deliver(stage, 'push', payload)
    expect(task(stage)).toBe(seen)
  })

  it.each([
    ['only says what it belongs to', 'Provision\n\nTask: UAPI-12', {}],
    ['mentions a task', 'Provision the Lambda of UAPI-12', {}],
    ['is on another branch', 'Completes UAPI-12', { ref: 'refs/heads/feature' }],
    ['was there before: its branch is new', 'Completes UAPI-12', { created: true }],
    ['was there before: history was replaced', 'Completes UAPI-12', { forced: true }],
    ['was pushed by a bot that nobody heeds', 'Completes UAPI-12', { by: 'renovate[bot]' }],
    ['names what is no task', 'Completes OTHER-1', {}],
    ['is of a repository that nobody connected', 'Completes UAPI-12', { id: 9 }],
  ])('finishes nothing when it %s', async (_, message, how) => {
    const stage = world()
    await deliver(stage, 'push', pushed(message, how))
    expect(task(stage).version).toBe(1)
  })

  it('leaves it to the pull request that brought it, where that names the task itself', async () => {
    const stage = world()
    stage.github.brought(SHA2, { title: 'UAPI-12 Provision', body: '', branch: 'provision' })
    await deliver(stage, 'push', pushed('Completes UAPI-12'))
    expect(task(stage).version).toBe(1)
    await deliver(stage, 'pull_request', mergedPayload('10:00:00'))
    expect(Object.keys(task(stage).pulls)).toEqual(['northwind/user-api#12'])
  })

  it('speaks for itself where its pull request names no task', async () => {
    const stage = world()
    stage.github.brought(SHA2, { title: 'Provision', body: '', branch: 'provision' })
    await deliver(stage, 'push', pushed('Completes UAPI-12'))
    expect(task(stage).status).toBe('done')
  })

  it('of a bot counts where the project heeds that bot', async () => {
    const stage = world()
    const { directory } = stage.ports
    const { project } = directory
    const heeding = async (...given: Parameters<typeof project>) => {
      const seen = await project(...given)
      return seen === undefined ? undefined : { ...seen, bots: ['renovate[bot]'] }
    }
    Object.assign(directory, { project: heeding })
    await deliver(stage, 'push', pushed('Completes UAPI-12', { by: 'renovate[bot]' }))
    expect(task(stage).status).toBe('done')
  })
})

describe('a pull request of a bot', () => {
  const BOT = { user: { login: 'renovate[bot]', type: 'Bot' } }

  it('speaks for no task, merged or not, unless the project heeds that bot', async () => {
    const stage = world()
    await deliver(stage, 'pull_request', mergedPayload('10:00:00', BOT))
    expect(task(stage).version).toBe(1)
    const { project } = stage.ports.directory
    Object.assign(stage.ports.directory, {
      project: async (...given: Parameters<typeof project>) => ({
        ...(await project(...given))!,
        bots: ['Renovate[bot]'],
      }),
    })
    await deliver(stage, 'pull_request', mergedPayload('10:00:00', BOT))
    expect(task(stage).status).toBe('done')
  })
})
