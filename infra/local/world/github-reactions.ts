import * as z from 'zod'
import { githubTokenOf } from './emulators.ts'
import { type Call, json, type Reply } from './http.ts'
import type { Seed } from './seed.ts'

type Reaction = { readonly id: number; readonly content: string; readonly login: string }

/** Reactions to comments, which emulate lacks. */
export type Reactions = {
  /** Answers in the emulator's stead. */
  readonly answer: (call: Call) => Promise<Reply | undefined>
  /** Adds to listed comments how often each reaction was given, as GitHub does. */
  readonly counted: (call: Call, reply: Reply) => Reply
}

const OF_COMMENT = /^(\/repos\/[^/]+\/[^/]+\/(issues|pulls)\/comments\/(\d+))\/reactions$/
const LISTED = /^\/repos\/[^/]+\/[^/]+\/issues\/\d+\/comments$/
const CONTENTS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const

const wanted = z.object({ content: z.enum(CONTENTS) })
const listed = z.array(z.looseObject({ id: z.number() }))

/**
 * Kept for as long as the world lives. Whoever gives the same one again gets the one that stands, with 200.
 * https://docs.github.com/en/rest/reactions/reactions
 */
export function reactions(seed: Seed, appSlug: string, ask: (path: string) => Promise<Response>): Reactions {
  const loginOf = new Map(seed.people.map(({ login }) => [githubTokenOf(login), login]))
  const given = new Map<string, Reaction[]>()
  let last = 0
  const by = ({ headers: { authorization = '' } }: Call) =>
    loginOf.get(authorization.replace(/^(?:bearer|token) /i, '')) ?? `${appSlug}[bot]`
  const shown = ({ id, content, login }: Reaction) => ({ id, content, user: { login } })
  return {
    async answer(call) {
      const [, comment, kind, id] = OF_COMMENT.exec(call.path) ?? []
      if (comment === undefined) return undefined
      const found = await ask(comment)
      if (!found.ok) return json(found.status, await found.json())
      const all = given.get(`${kind} ${id}`) ?? []
      if (call.method === 'GET') return json(200, all.map(shown))
      if (call.method !== 'POST') return undefined
      const read = wanted.safeParse(JSON.parse(call.body.toString('utf8') || '{}'))
      if (!read.success) return json(422, { message: 'Validation Failed' })
      const standing = all.find(({ content, login }) => content === read.data.content && login === by(call))
      if (standing !== undefined) return json(200, shown(standing))
      const fresh = { id: ++last, content: read.data.content, login: by(call) }
      given.set(`${kind} ${id}`, [...all, fresh])
      return json(201, shown(fresh))
    },
    counted(call, reply) {
      if (call.method !== 'GET' || reply.status !== 200 || !LISTED.test(call.path)) return reply
      const comments = listed.safeParse(JSON.parse(reply.body.toString('utf8')))
      if (!comments.success) return reply
      const counts = (id: number) => {
        const all = given.get(`issues ${id}`) ?? []
        return CONTENTS.map((content) => [content, all.filter((each) => each.content === content).length] as const)
      }
      const body = comments.data.map((comment) => ({ ...comment, reactions: Object.fromEntries(counts(comment.id)) }))
      return { ...reply, body: Buffer.from(JSON.stringify(body)) }
    },
  }
}
