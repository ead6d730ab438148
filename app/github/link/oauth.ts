import * as z from 'zod/mini'
import { Fault } from '../../errors.ts'
import { once } from '../../lazily.ts'
import type { Log } from '../../log.ts'
import type { GithubAccount } from '../../projects/person.ts'
import { err, ok, type Result } from '../../result.ts'

export type OAuthOptions = {
  readonly clientId: string
  readonly clientSecret: () => Promise<string>
  /** Where GitHub sends people back to: a callback URL of the app, to the letter. */
  readonly redirectUrl: string
  /** GitHub's pages: `https://github.com`. */
  readonly webUrl: string
  /** GitHub's API: `https://api.github.com`. */
  readonly apiUrl: string
  /** Milliseconds for one call. */
  readonly timeoutMs: number
  readonly log: Log
}

/** Why GitHub does not say whose account it is: it takes the code not (any more), or wants an address confirmed first. */
export type CodeRefusal = 'code' | 'unverified'

/** What GitHub's OAuth is asked for. What only an outage or a wrong configuration explains is thrown. */
export type GithubOAuth = {
  /** GitHub's page that asks for agreement. */
  authorizeUrl(given: { readonly state: string; readonly challenge: string }): string
  /** Whose account it is that agreed. The token that tells us is given back at once, and kept nowhere. */
  accountOf(given: {
    readonly code: string
    readonly verifier: string
  }): Promise<Result<Required<GithubAccount>, CodeRefusal>>
}

/**
 * The user side of our GitHub App, by its wire; nothing is tried again, for a code works once. It asks for nothing: the
 * token could do no more than read what is public.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export function githubOAuth(options: OAuthOptions): GithubOAuth {
  const { clientId, clientSecret, redirectUrl, webUrl, apiUrl, log } = options
  return {
    authorizeUrl({ state, challenge }) {
      const url = new URL('/login/oauth/authorize', webUrl)
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUrl,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        // Whoever has several accounts chooses one, instead of finding another one linked.
        prompt: 'select_account',
      }).toString()
      return url.href
    },

    async accountOf({ code, verifier }) {
      const form = new URLSearchParams({
        ...{ client_id: clientId, client_secret: await clientSecret(), code, redirect_uri: redirectUrl },
        code_verifier: verifier,
      })
      const token = tokenIn(
        await asked(options, 'the exchange of a code', new URL('/login/oauth/access_token', webUrl), {
          method: 'POST',
          body: form,
        }),
      )
      if (!token.ok) return token
      const authorization = `Bearer ${token.value}`
      try {
        const said = user().safeParse(
          await asked(options, 'the account', new URL('user', slashed(apiUrl)), { headers: { authorization } }),
        )
        if (!said.success) throw unreadable('the account', said.error)
        return ok(said.data)
      } finally {
        await giveBack(options, token.value).catch((error: unknown) =>
          log.info('A token of GitHub could not be given back; it ends by itself', { error }),
        )
      }
    },
  }
}

const secret = z.string().check(z.minLength(1), z.maxLength(2_000))
const refused = once(() => z.object({ error: z.string().check(z.maxLength(100)) }))
const granted = once(() => z.object({ access_token: secret }))
const user = once(() =>
  z.pipe(
    z.object({
      login: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/)),
      id: z.int().check(z.positive()),
      type: z.literal('User'),
    }),
    z.transform(({ login, id }) => ({ login, id })),
  ),
)

// https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
function tokenIn(body: unknown): Result<string, CodeRefusal> {
  const refusal = refused().safeParse(body)
  if (refusal.success) {
    switch (refusal.data.error) {
      case 'bad_verification_code':
        return err('code')
      case 'unverified_user_email':
        return err('unverified')
      default:
        throw new Fault('GitHub refused to exchange a code', { code: refusal.data.error })
    }
  }
  const parsed = granted().safeParse(body)
  if (parsed.success) return ok(parsed.data.access_token)
  throw unreadable('the exchange of a code', parsed.error)
}

// https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
async function giveBack(options: OAuthOptions, token: string): Promise<void> {
  const { clientId, clientSecret, apiUrl } = options
  const basic = Buffer.from(`${clientId}:${await clientSecret()}`).toString('base64')
  await asked(options, 'the end of a token', new URL(`applications/${clientId}/token`, slashed(apiUrl)), {
    method: 'DELETE',
    body: JSON.stringify({ access_token: token }),
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
  })
}

type Asking = {
  readonly method?: string
  readonly body?: URLSearchParams | string
  readonly headers?: Readonly<Record<string, string>>
}

async function asked({ timeoutMs }: OAuthOptions, what: string, url: URL, asking: Asking): Promise<unknown> {
  const headers = { accept: 'application/json', 'user-agent': 'codexflow', ...asking.headers }
  let response: Response
  try {
    response = await fetch(url, { ...asking, headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  } catch (error) {
    throw new Fault('GitHub gave no answer', { what }, { cause: error })
  }
  if (response.ok) return response.status === 204 ? undefined : response.json().catch(() => undefined)
  await response.body?.cancel()
  throw new Fault('GitHub did not take a call', { what, status: response.status })
}

// Only where: the rest may hold a token.
function unreadable(what: string, error: z.core.$ZodError): Fault {
  return new Fault("an answer was not GitHub's", { what, field: error.issues[0]?.path.join('.') })
}

// An enterprise server's API has a path of its own.
function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
