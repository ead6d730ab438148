import * as z from 'zod'
import { adminHeaders } from './github-intake.ts'
import type { Highest } from './numbers.ts'
import type { Seed } from './seed.ts'

type Call = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<unknown>

/** More than these would take longer than anybody waits for a start. */
const MOST = 5_000
/** Calls at a time. */
const ABREAST = 8

/**
 * Fills GitHub at `url` with what the seed says, then lets its numbers go on where those of an earlier world ended:
 * what the application knows by number must never be something else. Throws when there are too many.
 */
export async function plant(url: string, seed: Seed, highest: Highest): Promise<void> {
  const call = caller(url, seed)
  for (const repository of seed.repositories) {
    const path = `/repos/${seed.owner}/${repository.name}`
    for (const { login, github } of seed.people) {
      if (github === 'write') await call('PUT', `${path}/collaborators/${login}`, { permission: 'push' })
    }
    for (const issue of repository.issues) await call('POST', `${path}/issues`, issue)
    const lost = (highest.issues[`${seed.owner}/${repository.name}`] ?? 0) - repository.issues.length
    await times(lost, `issues of ${repository.name}`, () => placeholder(call, path))
  }
  const ground = seed.repositories.find(({ issues }) => issues.length > 0)
  if (ground === undefined) return
  const path = `/repos/${seed.owner}/${ground.name}/issues`
  await times(highest.comments, 'comments', async () => {
    const { id } = createdSchema.parse(await call('POST', `${path}/1/comments`, { body: LOST }))
    await call('DELETE', `${path}/comments/${id}`)
  })
}

const LOST = 'Lost with an earlier world'
const createdSchema = z.looseObject({ id: z.number() })
const issueSchema = z.looseObject({ number: z.number() })

// emulate numbers an issue one higher than the highest there is, and nothing sets its number but that.
async function placeholder(call: Call, path: string): Promise<void> {
  const { number } = issueSchema.parse(await call('POST', `${path}/issues`, { title: LOST }))
  await call('PATCH', `${path}/issues/${number}`, { state: 'closed', state_reason: 'not_planned' })
}

async function times(count: number, what: string, act: () => Promise<void>): Promise<void> {
  if (count > MOST) {
    throw new Error(`Earlier worlds had ${count} ${what}, too many to count on from. Begin anew: npm start -- --fresh`)
  }
  let left = count
  const turns = async () => {
    while (left-- > 0) await act()
  }
  await Promise.all(Array.from({ length: ABREAST }, turns))
}

function caller(url: string, seed: Seed): Call {
  const headers = { ...adminHeaders(seed), 'content-type': 'application/json' }
  return async (method, path, body = {}) => {
    const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`The seed does not grow: ${method} ${path} answers ${response.status}.`)
    const text = await response.text()
    return text === '' ? undefined : JSON.parse(text)
  }
}
