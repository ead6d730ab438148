import * as z from 'zod/mini'
import { Fault } from '../../errors.ts'
import { once } from '../../lazily.ts'
import { err, ok, type Result } from '../../result.ts'
import { type Workspace, workspaceOf } from '../../tasks/workspace.ts'
import { posted } from '../web-api.ts'

export type OAuthOptions = {
  readonly clientId: string
  readonly clientSecret: () => Promise<string>
  readonly redirectUrl: string
  /** Slack's API: `https://slack.com/api/`. */
  readonly apiUrl: string
  /** Milliseconds for one call. */
  readonly timeoutMs: number
}

/** What a workspace has granted. */
export type Grant = {
  readonly workspace: Workspace
  readonly teamName: string
  readonly enterprise?: string
  readonly appId: string
  readonly botUser: string
  /** The Slack user who installs. */
  readonly installer: string
  readonly scopes: readonly string[]
  readonly token: string
  readonly rotation?: Renewal
}
/** How the next token is got, and for how long the present one lives. */
export type Renewal = { readonly refreshToken: string; readonly expiresInMs: number }
export type Renewed = { readonly token: string; readonly rotation: Renewal }

/** What Slack's OAuth is asked for. What only an outage or a wrong configuration explains is thrown. */
export type OAuth = {
  /** `code`: Slack does not take the code (any more). `organisation`: it was granted for a whole enterprise. */
  exchange(code: string): Promise<Result<Grant, 'code' | 'organisation'>>
  /** The error is Slack's word for why this refresh token will never work (again). */
  renew(refreshToken: string): Promise<Result<Renewed, string>>
  /** What a person is called; `undefined` when Slack does not say. */
  whoIs(token: string, user: string): Promise<{ readonly name: string; readonly email?: string } | undefined>
}

/** A code that came too late, twice, or was made up. */
const CODE_REFUSED: ReadonlySet<string> = new Set(['invalid_code', 'code_already_used', 'code_expired'])
/** https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
const NEVER_AGAIN: ReadonlySet<string> = new Set([
  ...['invalid_refresh_token', 'invalid_grant', 'token_revoked', 'token_expired'],
  ...['authorization_not_found', 'account_inactive', 'no_longer_installed', 'app_uninstalled'],
])

/**
 * Slack's OAuth by its wire; nothing is tried again, for a code and a refresh token work once.
 * https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function slackOAuth({ clientId, clientSecret, redirectUrl, apiUrl, timeoutMs }: OAuthOptions): OAuth {
  const basic = async () => `Basic ${Buffer.from(`${clientId}:${await clientSecret()}`).toString('base64')}`
  const call = async (method: string, form: Readonly<Record<string, string>>, given?: string) => {
    const authorization = given ?? (await basic())
    const response = await posted(new URL(method, apiUrl), new URLSearchParams(form), timeoutMs, method, {
      authorization,
    })
    const body: unknown = await response.json().catch(() => undefined)
    return { method, body }
  }
  return {
    async exchange(code) {
      const said = read(access(), await call('oauth.v2.access', { code, redirect_uri: redirectUrl }))
      if (said.ok)
        return said.value.is_enterprise_install || !said.value.team ? err('organisation') : granted(said.value)
      if (CODE_REFUSED.has(said.error)) return err('code')
      throw new Fault('Slack refused an installation', { code: said.error })
    },
    async renew(refreshToken) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
      const said = read(renewed(), await call('oauth.v2.access', form))
      if (said.ok) return said
      if (NEVER_AGAIN.has(said.error)) return said
      throw new Fault('Slack refused to renew a token', { code: said.error })
    },
    async whoIs(token, user) {
      const said = read(known(), await call('users.info', { user }, `Bearer ${token}`))
      return said.ok ? said.value : undefined
    },
  }
}

function read<T>(schema: z.ZodMiniType<T>, { method, body }: { method: string; body: unknown }): Result<T, string> {
  const refusal = refused().safeParse(body)
  if (refusal.success) return err(refusal.data.error)
  const parsed = schema.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  // Only where: the rest may hold tokens.
  throw new Fault("an answer was not Slack's", { method, field: parsed.error.issues[0]?.path.join('.') })
}

const id = z.string().check(z.regex(/^[A-Z0-9]{1,40}$/))
const secret = z.string().check(z.minLength(1), z.maxLength(2_000))
const named = z.object({ id, name: z.nullish(z.string().check(z.maxLength(300))) })
const refused = once(() => z.object({ ok: z.literal(false), error: z.string().check(z.maxLength(100)) }))
const rotating = { refresh_token: secret, expires_in: z.int().check(z.positive()) }
const access = once(() =>
  z.object({
    ok: z.literal(true),
    access_token: z.optional(secret),
    refresh_token: z.optional(rotating.refresh_token),
    expires_in: z.optional(rotating.expires_in),
    scope: z._default(z.string().check(z.maxLength(5_000)), ''),
    bot_user_id: z.optional(id),
    app_id: id,
    team: z.nullish(named),
    enterprise: z.nullish(named),
    is_enterprise_install: z._default(z.boolean(), false),
    authed_user: z.object({ id }),
  }),
)
const renewed = once(() =>
  z.pipe(
    z.object({ ok: z.literal(true), access_token: secret, ...rotating }),
    z.transform((it) => ({ token: it.access_token, rotation: renewalOf(it.refresh_token, it.expires_in) })),
  ),
)
const known = once(() =>
  z.pipe(
    z.object({
      ok: z.literal(true),
      user: z.object({
        name: z._default(z.string().check(z.maxLength(300)), ''),
        real_name: z.nullish(z.string().check(z.maxLength(300))),
        profile: z.nullish(z.object({ email: z.catch(z.nullish(z.email().check(z.maxLength(300))), undefined) })),
      }),
    }),
    z.transform(({ user }) => ({
      name: user.real_name || user.name,
      ...(user.profile?.email ? { email: user.profile.email } : {}),
    })),
  ),
)

function granted(it: z.output<ReturnType<typeof access>>): Result<Grant, never> {
  if (!it.team || it.access_token === undefined || it.bot_user_id === undefined) {
    throw new Fault('Slack granted an installation without a bot')
  }
  return ok({
    // Slack says so, to the one who holds our client secret.
    workspace: workspaceOf(it.team.id),
    teamName: it.team.name ?? it.team.id,
    ...(it.enterprise ? { enterprise: it.enterprise.id } : {}),
    appId: it.app_id,
    botUser: it.bot_user_id,
    installer: it.authed_user.id,
    scopes: it.scope.split(',').filter((scope) => scope !== ''),
    token: it.access_token,
    ...(it.refresh_token === undefined || it.expires_in === undefined
      ? {}
      : { rotation: renewalOf(it.refresh_token, it.expires_in) }),
  })
}

function renewalOf(refreshToken: string, seconds: number): Renewal {
  return { refreshToken, expiresInMs: seconds * 1000 }
}
