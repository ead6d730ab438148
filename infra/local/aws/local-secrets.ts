import { hkdfSync } from 'node:crypto'
import { type SecretName, secretId, secretNames } from '../../secrets.ts'
import { githubUserApp, type Secrets } from '../world/secrets.ts'

/** What the secrets of `infra/secrets.ts` say on a laptop, field by field. */
export type LocalSecrets = { readonly [Name in SecretName]?: Readonly<Record<string, string | readonly string[]>> }

/** Where the runtime keeps them. */
export const SECRETS_FILE = 'secrets.json'

/** The stage that a laptop is. */
export const LAPTOP = 'laptop'

/** What a secret is called on a laptop. */
export function localSecretId(name: SecretName): string {
  return secretId(LAPTOP, name)
}

/** What each is called. */
export function localSecretIds(): Readonly<Record<SecretName, string>> {
  return Object.fromEntries(secretNames.map((name) => [name, localSecretId(name)])) as Record<SecretName, string>
}

/** By what it is called there. */
export function givenSecrets(
  given: LocalSecrets,
): Record<string, Readonly<Record<string, string | readonly string[]>>> {
  const names = Object.keys(given) as SecretName[]
  return Object.fromEntries(names.map((name) => [localSecretId(name), given[name] ?? {}]))
}

/** The secrets by which the emulated Slack and GitHub know us, and keys of our own. */
export function worldSecrets(world: Secrets): LocalSecrets {
  const { slack, github } = world
  return {
    'slack-signing': { secret: slack.signingSecret },
    'slack-app': { clientSecret: slack.clientSecret, botToken: slack.botToken },
    'github-webhook': { secret: github.webhookSecret },
    'github-app': { privateKey: github.privateKey },
    'github-oauth': { clientSecret: githubUserApp(world).clientSecret },
    keys: {
      next: derived(github.webhookSecret, 'comment markers'),
      // Opens what was sealed before there was a KMS here.
      vault: [derivedBytes(slack.signingSecret, 'vault', 32).toString('base64')],
    },
    // Nobody asks for it, unless CODEXFLOW_SECRET_EDGE_HEADER names it: there is no CloudFront here.
    'edge-header': { secret: derived(slack.signingSecret, 'edge') },
  }
}

/** A key of its own that stays the same as long as `secret` does. */
export function derived(secret: string, purpose: string): string {
  return derivedBytes(secret, purpose, 24).toString('hex')
}

function derivedBytes(secret: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes))
}
