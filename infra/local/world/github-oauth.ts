import { createHash } from 'node:crypto'
import { type Call, json, type Reply } from './http.ts'

/** Ways to agree that are remembered; nobody on a laptop begins more at once. */
const MOST = 1_000

/**
 * What emulate lacks of GitHub's OAuth: it takes a code without the proof of the one who began (PKCE), and no token back.
 * `instead` answers in its stead, `noted` has to see its answers.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export function oauthRepair(): {
  readonly instead: (call: Call) => Reply | undefined
  readonly noted: (call: Call, reply: Reply) => void
} {
  const byState = new Map<string, string>()
  const byCode = new Map<string, string>()
  const keep = (known: Map<string, string>, key: string, challenge: string) => {
    known.set(key, challenge)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
  }
  return {
    instead({ method, path, query, body }) {
      if (method === 'GET' && path === '/login/oauth/authorize') {
        const challenge = query.get('code_challenge')
        if (challenge !== null) keep(byState, query.get('state') ?? '', challenge)
        return undefined
      }
      if (method === 'DELETE' && /^\/applications\/[^/]+\/token$/.test(path)) {
        return { status: 204, headers: {}, body: Buffer.alloc(0) }
      }
      if (method !== 'POST' || path !== '/login/oauth/access_token') return undefined
      const form = new URLSearchParams(body.toString())
      const challenge = byCode.get(form.get('code') ?? '')
      const proved = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (challenge === undefined || challenge === proved) return undefined
      return json(200, {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
      })
    },
    noted({ method, path }, { headers }) {
      const location = headers['location']
      if (method !== 'POST' || path !== '/login/oauth/callback' || typeof location !== 'string') return
      const back = URL.parse(location)?.searchParams
      const challenge = byState.get(back?.get('state') ?? '')
      if (challenge !== undefined) keep(byCode, back?.get('code') ?? '', challenge)
    },
  }
}
