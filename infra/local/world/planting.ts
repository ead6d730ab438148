import * as z from 'zod'
import { PLANTING_CALLS, plantingToken } from './emulators.ts'
import type { Highest } from './numbers.ts'
import type { Seed } from './seed.ts'

type Call = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<unknown>

/** Two calls each: more would take longer than anybody waits for a start. */
const MOST = PLANTING_CALLS / 2 - 100
/** Calls at a time. */
const ABREAST = 8

/**
 * Fills GitHub at `url` with what the seed says, then lets its numbers go on where those of an earlier world ended:
 * what the application knows by number must never be something else. Throws when there are too many.
 */
export async function plant(url: string, seed: Seed, highest: Highest): Promise<void> {
  const repositories = seed.repositories.map((repository) => {
    const { name, issues } = repository
    const lost = Math.max(0, (highest.issues[`${seed.owner}/${name}`] ?? 0) - issues.length)
    return { ...repository, path: `/repos/${seed.owner}/${name}`, lost }
  })
  const all = repositories.reduce((sum, { lost }) => sum + lost, highest.comments)
  if (all > MOST) {
    throw new Error(
      `Earlier worlds had ${all} issues, pull requests and comments, too many to count on from. Begin anew: npm start -- --fresh`,
    )
  }
  const call = caller(url)
  for (const { path, issues, lost } of repositories) {
    for (const { login, github } of seed.people) {
      if (github === 'write') await call('PUT', `${path}/collaborators/${login}`, { permission: 'push' })
    }
    for (const issue of issues) await call('POST', `${path}/issues`, issue)
    await times(lost, () => placeholder(call, path))
  }
  const ground = repositories.find(({ issues, lost }) => issues.length + lost > 0)
  if (ground !== undefined) await times(highest.comments, () => comment(call, ground.path))
}

const LOST = 'Lost with an earlier world'
const createdSchema = z.looseObject({ id: z.number() })
const issueSchema = z.looseObject({ number: z.number() })

// emulate numbers an issue one higher than the highest there is, and nothing sets its number but that.
async function placeholder(call: Call, path: string): Promise<void> {
  const { number } = issueSchema.parse(await call('POST', `${path}/issues`, { title: LOST }))
  await call('PATCH', `${path}/issues/${number}`, { state: 'closed', state_reason: 'not_planned' })
}

async function comment(call: Call, path: string): Promise<void> {
  const { id } = createdSchema.parse(await call('POST', `${path}/issues/1/comments`, { body: LOST }))
  await call('DELETE', `${path}/issues/comments/${id}`)
}

async function times(count: number, act: () => Promise<void>): Promise<void> {
  let left = count
  const turns = async () => {
    while (left-- > 0) await act()
  }
  await Promise.all(Array.from({ length: ABREAST }, turns))
}

function caller(url: string): Call {
  let calls = 0
  return async (method, path, body = {}) => {
    const headers = { authorization: `Bearer ${plantingToken(calls++)}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`The seed does not grow: ${method} ${path} answers ${response.status}.`)
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  }
}
