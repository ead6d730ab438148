import { randomUUID } from 'node:crypto'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { PageAnswer } from '../../../app/browser/page.ts'
import { directory } from '../../../app/dynamo/directory.ts'
import { installations } from '../../../app/dynamo/installations.ts'
import { logins } from '../../../app/dynamo/logins.ts'
import { linkDoor } from '../../../app/github/link/door.ts'
import { githubOAuth } from '../../../app/github/link/oauth.ts'
import { newTicket } from '../../../app/github/link/ticket.ts'
import { jsonLog } from '../../../app/log.ts'
import type { PersonId } from '../../../app/tasks/ids.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../../support/table.ts'

/** The door of a link, with GitHub behind nock, a clock that is moved by hand, and a real table. */

export const GITHUB = 'https://github.test'
export const API = 'https://api.github.test'
const SECRET = 'client-secret-of-the-tests'
const KEY = 'a key of our own in the tests'
const app = {
  clientId: 'Iv1.codexflow',
  clientSecret: async () => SECRET,
  redirectUrl: 'https://codexflow.test/github/oauth',
  webUrl: GITHUB,
  apiUrl: API,
}

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

export type Browser = {
  /** What it keeps for us. */
  cookie: string
  get(path: string, query?: Readonly<Record<string, string>>): Promise<PageAnswer>
  post(form: Readonly<Record<string, string>>): Promise<PageAnswer>
}

/** A workspace of Gaius and Fern. */
export async function linkWorld() {
  let time = Date.parse('2026-03-02T10:00:00Z')
  const lines: string[] = []
  const now = () => time
  const log = jsonLog((line) => lines.push(line), {}, [SECRET, KEY])
  const people = directory(table.store)
  const workspace = workspaceOf(`T0${randomUUID().slice(0, 8).toUpperCase()}`)
  await people.saveSettings({ workspace, name: 'Northwind' })
  const save = (id: PersonId, name: string) =>
    people.savePerson({ workspace, id, name, role: 'member', slackUser: `U0${id}` })
  const gaius = await save('per_gaius', 'Gaius Okoro')
  const fern = await save('per_fern', 'Fern Li')
  let present = true
  const door = linkDoor({
    oauth: githubOAuth({ ...app, timeoutMs: 10_000, log }),
    keys: async () => [KEY],
    directory: people,
    logins: logins(table.store),
    useUp: installations(table.store).useUp,
    isPresent: async () => present,
    nonce: () => randomUUID(),
    now,
    log,
  })
  let causes = 0
  const ticket = (person: PersonId = 'per_gaius', cause = `c${++causes}`) =>
    newTicket([KEY], { workspace, person, cause, at: time })

  /** A browser of its own, which keeps the cookie that it was given and takes no other path than it is sent on. */
  const browser = (): Browser => {
    const self: Browser = {
      cookie: '',
      get: (rawPath, queryStringParameters = {}) => ask({ rawPath, queryStringParameters, method: 'GET' }),
      post: (form) =>
        ask({
          rawPath: '/github/link',
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: Buffer.from(new URLSearchParams(form).toString()).toString('base64'),
        }),
    }
    const ask = async ({ method, ...request }: { method: string; rawPath: string; [field: string]: unknown }) => {
      const answer = await door({
        headers: {},
        isBase64Encoded: true,
        requestContext: { http: { method } },
        ...(self.cookie === '' ? {} : { cookies: [self.cookie] }),
        ...request,
      })
      for (const set of answer.cookies ?? []) self.cookie = set.includes('Max-Age=0') ? '' : set.split(';')[0]!
      return answer
    }
    return self
  }
  return {
    ...{ people, workspace, gaius, fern, save, lines, ticket, browser, now },
    leave: () => {
      present = false
    },
    later: (ms: number) => {
      time += ms
    },
    loginOf: async (id: PersonId) => (await people.person(workspace, id))?.githubLogin,
    /** To GitHub, and back with what GitHub says there; the state that was carried. */
    async toGithub(user: Browser, given = ticket()) {
      const away = await user.get('/github/link', { ticket: given })
      const location = new URL(away.headers['location'] ?? 'https://nowhere.test')
      return { away, location, state: location.searchParams.get('state') ?? '' }
    },
    /** All the way to the question. */
    async toQuestion(user: Browser, account: object = octocat(), given = ticket()) {
      const { state } = await this.toGithub(user, given)
      agreed(account)
      const back = await user.get('/github/oauth', { code: 'code-1', state })
      const page = await user.get('/github/link')
      return { back, page, state, token: tokenIn(page) }
    },
    /** All the way, with a yes. */
    async link(user: Browser, account: object = octocat(), given = ticket()) {
      const { token } = await this.toQuestion(user, account, given)
      return user.post({ token, answer: 'yes' })
    },
  }
}
export type LinkWorld = Awaited<ReturnType<typeof linkWorld>>

/** What `GET /user` says. */
export function octocat(over: object = {}): object {
  return { login: 'octocat', id: 583_231, type: 'User', ...over }
}

/** GitHub takes the code, says whose it is, and takes the token back. */
export function agreed(account: object = octocat(), check: (form: Record<string, string>) => void = () => {}): void {
  exchanged({ access_token: 'ghu_canary', token_type: 'bearer', scope: '' }, check)
  nock(API, { reqheaders: { authorization: 'Bearer ghu_canary' } })
    .get('/user')
    .reply(200, account)
  nock(API).delete('/applications/Iv1.codexflow/token', { access_token: 'ghu_canary' }).reply(204)
}

/** GitHub answers the exchange of one code. */
export function exchanged(answer: object, check: (form: Record<string, string>) => void = () => {}): void {
  nock(GITHUB)
    .post('/login/oauth/access_token', (form: Record<string, string>) => {
      check(form)
      return true
    })
    .reply(200, answer)
}

/** What the form of the question would send along. */
export function tokenIn({ body }: PageAnswer): string {
  return /name="token" value="([\w-]+)"/.exec(body)?.[1] ?? ''
}

/** The words of a page. */
export function wordsOf({ statusCode, body }: PageAnswer): string {
  const words = body
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '')
    .replaceAll(/<button[^>]*>(.*?)<\/button>/g, '[ $1 ]')
    .replace(/<[^>]*>/g, '')
  return [String(statusCode), ...words.split('\n').filter((line) => line.trim() !== '')].join('\n')
}

/** The first line of it. */
export function titleOf(page: PageAnswer): string {
  return wordsOf(page).split('\n').slice(0, 2).join(' ')
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})
