import { describe, expect, it } from 'vitest'
import type { GithubClient } from '../../app/github/client.ts'
import { lookAt } from '../../app/github/look.ts'

const API = { id: 1001, fullName: 'northwind/user-api', installation: 7, owner: 3 }
const APP = { permissions: { metadata: 'read', checks: 'read', issues: 'write' } }
const INSTALLED = { id: 7, account: { id: 3 }, suspended_at: null, permissions: { ...APP.permissions } }
const FOUND = { id: 1001, full_name: 'northwind/user-api', archived: false, owner: { id: 3 } }

const OF_REPOSITORY = 'GET /repos/{owner}/{repo}/installation'
const INSTALLATION = 'GET /app/installations/{installation_id}'
const REPOSITORY = 'GET /repos/{owner}/{repo}'
const TOKEN = 'token'

type Answers = Readonly<Record<string, unknown>>
const THERE: Answers = { [OF_REPOSITORY]: INSTALLED, [REPOSITORY]: FOUND, [TOKEN]: {}, 'GET /app': APP }

function refused(status: number, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error('no'), { status, response: { headers } })
}

/** GitHub as the answers say; what they do not name is not found. */
function gitHub(answers: Answers) {
  const calls: string[] = []
  const answer = async (route: string) => {
    calls.push(route)
    const said = Object.hasOwn(answers, route) ? answers[route] : refused(404)
    if (said instanceof Error) throw said
    return said
  }
  const client: Pick<GithubClient, 'asApp' | 'asInstallation'> = {
    asApp: (route) => answer(route),
    asInstallation: async () => {
      await answer(TOKEN)
      return (route) => answer(route)
    },
  }
  return { client, calls }
}

const look = (answers: Answers, repository: Parameters<typeof lookAt>[1] = API) =>
  lookAt(gitHub(answers).client, repository)

describe('a look at a repository that is there', () => {
  it('tells its name, its installation, its owner and that nothing is lacking, in four requests', async () => {
    const { client, calls } = gitHub(THERE)
    const says = { name: 'northwind/user-api', installation: 7, owner: 3, lacks: [] }
    expect(await lookAt(client, API)).toEqual(says)
    expect(calls).toEqual([OF_REPOSITORY, TOKEN, REPOSITORY, 'GET /app'])
  })

  it('follows a new name, and a new installation of the same owner', async () => {
    const answers = {
      ...THERE,
      [OF_REPOSITORY]: { ...INSTALLED, id: 8 },
      [REPOSITORY]: { ...FOUND, full_name: 'northwind/accounts' },
    }
    expect(await look(answers)).toEqual({ name: 'northwind/accounts', installation: 8, owner: 3, lacks: [] })
  })

  it('names what the app asks for and is not granted', async () => {
    const permissions = { metadata: 'read', issues: 'read' }
    const answers = { ...THERE, [OF_REPOSITORY]: { ...INSTALLED, permissions } }
    expect(await look(answers)).toMatchObject({ lacks: ['checks: read', 'issues: write'] })
  })

  it('believes an owner where none is known yet', async () => {
    const { owner: _, ...unknown } = API
    expect(await look(THERE, unknown)).toMatchObject({ owner: 3 })
  })
})

describe('a look at a repository that is out of reach says why', () => {
  const suspended = { ...INSTALLED, suspended_at: '2026-06-01T08:00:00Z' }
  const other = { ...FOUND, full_name: 'contoso/user-api', owner: { id: 4 } }
  it.each<[string, Answers, object]>([
    ['the app was uninstalled', {}, { away: 'uninstalled' }],
    ['the app is suspended', { ...THERE, [OF_REPOSITORY]: suspended }, { away: 'suspended' }],
    ['the app is suspended, and the repository hidden', { [INSTALLATION]: suspended }, { away: 'suspended' }],
    ['it was taken from the app', { [INSTALLATION]: INSTALLED }, { away: 'gone' }],
    ['it went private in between', { ...THERE, [REPOSITORY]: refused(404) }, { away: 'gone' }],
    ['the token is refused', { ...THERE, [TOKEN]: refused(403) }, { away: 'gone' }],
    ['it was taken down', { ...THERE, [REPOSITORY]: refused(451) }, { away: 'gone' }],
    ['it was deleted', { ...THERE, [REPOSITORY]: refused(410) }, { away: 'gone' }],
    ['its name belongs to another', { ...THERE, [REPOSITORY]: { ...FOUND, id: 1002 } }, { away: 'gone' }],
    ['another owner has it', { ...THERE, [REPOSITORY]: other }, { away: 'moved', name: 'contoso/user-api' }],
    ['it is archived', { ...THERE, [REPOSITORY]: { ...FOUND, archived: true } }, { away: 'archived', installation: 7 }],
  ])('%s', async (_, answers, says) => {
    expect(await look(answers)).toMatchObject(says)
  })
})

it.each([
  ['GitHub is away', refused(502)],
  ['GitHub wants us to wait', refused(403, { 'retry-after': '60' })],
  ['GitHub does not know us', refused(401)],
  ['the connection was lost', Object.assign(new Error('lost'), { status: 500 })],
])('where %s nothing is known: a look fails', async (_, error) => {
  for (const route of [OF_REPOSITORY, REPOSITORY, TOKEN, 'GET /app']) {
    await expect(look({ ...THERE, [route]: error })).rejects.toBe(error)
  }
})
