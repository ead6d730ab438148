/**
 * Which secrets there are, and what they hold: `infra/local` fills them on a laptop, `infra/aws` makes them in Secrets Manager, and
 * `grants.ts` says who reads them. Data only, and never a value. Each is changed by itself, because Secrets Manager remembers one version
 * before the one in force; `docs/operations.md` says how.
 */
export type SecretSpec = {
  readonly what: string
  /** Fields of its JSON object that must be there. */
  readonly fields: readonly string[]
  readonly optional: readonly string[]
  /** A field that may be made up at deployment, so that nobody has to think of it. */
  readonly made?: string
  /** The option of a stage without which nobody needs it; absent: every stage does. */
  readonly only?: 'edge'
}

export const secrets = {
  'slack-signing': {
    what: 'what Slack signs its requests with',
    fields: ['secret'],
    optional: [],
  },
  'slack-app': {
    what: 'the client secret of the Slack app, and the bot token of the one workspace that was installed by hand',
    fields: [],
    optional: ['clientSecret', 'botToken'],
  },
  'github-webhook': {
    what: 'what GitHub signs its deliveries with, and what it will sign with next',
    fields: ['secret'],
    optional: ['next'],
    made: 'secret',
  },
  'github-app': {
    what: 'the private key of the GitHub App (PEM)',
    fields: ['privateKey'],
    optional: [],
  },
  'github-oauth': {
    what: 'the client secret of the GitHub App, for linking accounts in a browser',
    fields: [],
    optional: ['clientSecret'],
  },
  keys: {
    what: 'keys of our own making: they mark our comments, and sign codes, tickets and states',
    fields: [],
    optional: ['ring', 'next', 'vault'],
    made: 'next',
  },
  'edge-header': {
    what: 'what CloudFront says to the API, so that a door can tell who came by the edge, and what it said before',
    fields: ['secret'],
    optional: ['before'],
    made: 'secret',
    only: 'edge',
  },
} as const satisfies Record<string, SecretSpec>
export type SecretName = keyof typeof secrets
export const secretNames = Object.keys(secrets) as readonly SecretName[]

/** Those that a stage has. A laptop has no edge. */
export function secretNamesIn(stage: { readonly edge: boolean }): readonly SecretName[] {
  return secretNames.filter((name) => {
    const { only }: SecretSpec = secrets[name]
    return only === undefined || stage[only]
  })
}

/** `application` in the encryption context of what the vault seals (`app/aws/kms-vault.ts`). */
export const VAULT = 'codexflow vault'

/** What a secret is called in Secrets Manager. */
export function secretId(stage: string, name: SecretName): string {
  return `codexflow/${stage}/${name}`
}

/** The environment that tells functions what these secrets are called: nothing that is secret. */
export function secretVariables(stage: string, names: readonly SecretName[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [secretVariable(name), secretId(stage, name)]))
}

/** The variable that tells a function what it is called. */
function secretVariable(name: SecretName): string {
  return `CODEXFLOW_SECRET_${name.toUpperCase().replaceAll('-', '_')}`
}
