import { describe, expect, it } from 'vitest'
import type { Project } from '../../../app/projects/project.ts'
import { deliver } from '../deliver.ts'
import { mergedPayload, pullPayload, SHA2 } from '../payloads.ts'
import { DEV, REPOSITORY, W, world } from '../world.ts'

const NOTHING = { title: 'Tidy up', head: { sha: SHA2, ref: 'tidy-up' } }
const FORK = { ...NOTHING, author_association: 'NONE', head: { ...NOTHING.head, repo: { id: 666 } } }
const BY_MALLORY = { ...FORK, user: { login: 'mallory', type: 'User' } }
const BY_BOT = { ...NOTHING, user: { login: 'renovate[bot]', type: 'Bot' } }
const LOOK = { kind: 'pull', workspace: W, repository: REPOSITORY.id, number: 12 }

/** A world whose project is as given. */
function asking(over: Partial<Project> = { withoutTask: 'ask' }) {
  const stage = world()
  const { project } = stage.ports.directory
  const changed = async (...of: Parameters<typeof project>) => ({ ...(await project(...of))!, ...over })
  Object.assign(stage.ports.directory, { project: changed })
  const hear = (...pulls: readonly object[]) => deliver(stage, ...pulls.map((pull) => ['pull_request', pull] as const))
  const row = () => stage.ports.pulls.pull(W, REPOSITORY.id, 12)
  return { ...stage, hear, row }
}
const opened = (pull: object) => pullPayload('opened', '09:00:00', { ...pull })

describe('a pull request that names no task', () => {
  it('is looked at where its project asks each to name one: opened, edited, and closed', async () => {
    const { hear, restated } = asking()
    await hear(opened(NOTHING))
    expect(restated).toEqual([LOOK])
    await hear(pullPayload('edited', '09:10:00', { ...NOTHING, title: 'UAPI-99 is no task here' }))
    await hear(mergedPayload('09:20:00', NOTHING))
    expect(restated).toEqual([LOOK, LOOK, LOOK])
  })

  it.each<[string, Partial<Project>]>([
    ['says nothing of it', {}],
    ['says to leave them alone', { withoutTask: 'ignore' }],
    ['was put away', { withoutTask: 'ask', archivedAt: '2026-06-01T08:00:00Z' }],
  ])('is left alone where its project %s', async (_, project) => {
    const { hear, restated } = asking(project)
    await hear(opened(NOTHING))
    expect(restated).toEqual([])
  })

  it('is nothing to ask about once it names one: then the task tells of it', async () => {
    const { hear, restated } = asking()
    await hear(opened({}))
    expect(restated).toEqual([])
  })

  it.each([
    ['a stranger, from a fork', BY_MALLORY],
    ['a bot that nobody heeds', BY_BOT],
  ])('of %s is left alone', async (_, pull) => {
    const { hear, restated, row } = asking()
    await hear(opened(pull))
    expect([restated, await row()]).toEqual([[], undefined])
  })

  it('is asked of a bot that is heeded, and of somebody who has proved the login', async () => {
    const bot = asking({ withoutTask: 'ask', bots: ['renovate[bot]'] })
    await bot.hear(opened(BY_BOT))
    const proved = asking()
    proved.logins.set('mallory', DEV)
    await proved.hear(opened(BY_MALLORY))
    expect([bot.restated, proved.restated]).toEqual([[LOOK], [LOOK]])
  })

  it('lets a check go that asked somebody who is not listened to any more', async () => {
    const { hear, restated, row, logins } = asking()
    logins.set('mallory', DEV)
    await hear(opened(BY_MALLORY))
    expect(await row()).not.toHaveProperty('isUnheard')
    logins.delete('mallory')
    await hear(pullPayload('edited', '09:10:00', BY_MALLORY))
    expect([restated, await row()]).toMatchObject([[LOOK, LOOK], { tasks: [], isOpen: true, isUnheard: true }])
  })
})
