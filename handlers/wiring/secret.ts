import { readSecret, secretsManagerCall } from '../../app/aws/secrets-manager.ts'
import type { Config } from '../../app/config.ts'
import { Fault } from '../../app/errors.ts'
import { once } from '../../app/lazily.ts'
import {
  cachedSecret,
  type Secret,
  type SecretFields,
  type SecretPorts,
  type SecretSpec,
} from '../../app/secrets/cached-secret.ts'
import { type KeyRing, keyRing } from '../../app/secrets/key-ring.ts'
import { wiring } from '../wiring.ts'

/** Milliseconds for each of three attempts: a door waits for it at a cold start. */
const PATIENCE = { connectMs: 500, requestMs: 1_000 } as const

/**
 * The secrets that this function uses, each read when it is first needed: `infra/secrets.ts` says what they hold and which
 * function may read which.
 */
export const slackSigners = once(() => secret('slack-signing', { overlaps: true, take: signing }))
export const githubSigners = once(() => secret('github-webhook', { overlaps: true, take: signing }))

/** What CloudFront says to the doors, and what it said before; nothing where there is none before them. */
export const edgeMarks = once(() =>
  wiring().config.secrets['edge-header'] === undefined
    ? undefined
    : secret('edge-header', {
        overlaps: true,
        take: (versions) => versions.flatMap((fields) => [fields.text('secret'), ...fields.list('before')]),
      }),
)

/** The client secret of our Slack app, and the token of the one workspace that installed it by hand. */
export function slackApp(): Promise<{
  readonly clientSecret?: string | undefined
  readonly botToken?: string | undefined
}> {
  return slackAppSecret().now()
}
/** The same secret, where it must be there. */
export async function slackClientSecret(): Promise<string> {
  const { clientSecret } = await slackApp()
  if (clientSecret === undefined) throw new Fault('the secret slack-app lacks clientSecret')
  return clientSecret
}
const slackAppSecret = once(() =>
  secret('slack-app', {
    take: first((fields) => ({ clientSecret: fields.optional('clientSecret'), botToken: fields.optional('botToken') })),
  }),
)

/** What our GitHub App signs its own tokens with. PEM. */
export function githubKey(): Promise<string> {
  return githubAppSecret().now()
}
const githubAppSecret = once(() => secret('github-app', { take: first((fields) => fields.text('privateKey')) }))

/** The client secret of our GitHub App, for linking accounts in a browser. */
export function githubClientSecret(): Promise<string> {
  return githubOAuthSecret().now()
}
const githubOAuthSecret = once(() => secret('github-oauth', { take: first((fields) => fields.text('clientSecret')) }))

/** Keys of our own making: for marks of comments, codes, tickets and states. */
export async function keys(): Promise<KeyRing> {
  return (await ownKeys().now()).ring
}
/** Keys that sealed tokens before KMS did. */
export async function vaultKeys(): Promise<readonly string[]> {
  return (await ownKeys().now()).vault
}
const ownKeys = once(() =>
  secret('keys', {
    take: first((fields) => ({
      ring: keyRing({ keys: fields.list('ring'), next: fields.optional('next') }),
      vault: fields.list('vault'),
    })),
  }),
)

// Whoever rotates has the next one known everywhere before anybody signs with it.
function signing(versions: readonly SecretFields[]): readonly string[] {
  return versions
    .flatMap((fields) => [fields.text('secret'), fields.optional('next')])
    .filter((one) => one !== undefined)
}

function first<Value>(take: (fields: SecretFields) => Value): (versions: readonly SecretFields[]) => Value {
  return ([fields]) => take(fields!)
}

const ports = once((): SecretPorts => {
  const { config, aws, clock, wait, log, learn } = wiring()
  const call = secretsManagerCall({ ...aws, endpoint: config.endpoints.secrets, patience: PATIENCE })
  return { read: readSecret(call), learn, now: clock, wait, log }
})

function secret<Value>(
  name: keyof Config['secrets'],
  spec: Pick<SecretSpec<Value>, 'overlaps' | 'take'>,
): Secret<Value> {
  const variable = `CODEXFLOW_SECRET_${name.toUpperCase().replaceAll('-', '_')}`
  return cachedSecret({ id: wiring().config.secrets[name], variable, ...spec }, ports())
}
