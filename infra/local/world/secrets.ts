import { generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** Names and secrets by which the application and this world know each other. */
export type Secrets = z.output<typeof secretsSchema>

export const secretsSchema = z.object({
  slack: z.object({
    teamId: z.string(),
    appId: z.string(),
    botUserId: z.string(),
    botId: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    signingSecret: z.string(),
    /** The old `token` field of every payload; never to be trusted, but present. */
    verificationToken: z.string(),
    botToken: z.string(),
  }),
  github: z.object({
    appId: z.number(),
    appSlug: z.string(),
    installationId: z.number(),
    privateKey: z.string(),
    webhookSecret: z.string(),
  }),
})

/** The secrets kept in `dir`, so that an application configured once stays configured; new ones without a `dir`. */
export function keptSecrets(dir: string | undefined): Secrets {
  const file = dir === undefined ? undefined : join(dir, 'world-secrets.json')
  if (file !== undefined) {
    const kept = secretsSchema.safeParse(readJson(file))
    if (kept.success) return kept.data
  }
  const secrets = newSecrets()
  if (file !== undefined) writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

/** The user side of our GitHub App; derived, so that a world whose secrets are older has one too. */
export function githubUserApp({ github }: Secrets): { readonly clientId: string; readonly clientSecret: string } {
  const secret = Buffer.from(hkdfSync('sha256', github.webhookSecret, '', 'client secret', 20)).toString('hex')
  return { clientId: `Iv1.local${github.appId}`, clientSecret: secret }
}

function newSecrets(): Secrets {
  const word = () => randomBytes(16).toString('hex')
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    slack: {
      // emulate's only team has this id and no seed can change it.
      teamId: 'T000000001',
      appId: 'A0CODEXFLOW',
      botUserId: 'U0CODEXFLOW',
      botId: 'B0CODEXFLOW',
      clientId: '1000000000.2000000000',
      clientSecret: word(),
      signingSecret: word(),
      verificationToken: word(),
      botToken: `xoxb-1000000000-${word()}`,
    },
    github: { appId: 4711, appSlug: 'codexflow', installationId: 47110001, privateKey, webhookSecret: word() },
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
