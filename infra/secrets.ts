import type { FunctionName } from './topology.ts'

/**
 * Which secrets there are, what they hold and who reads them: `infra/local` fills them on a laptop, `infra/aws` makes them in
 * Secrets Manager. Data only, and never a value. Each is changed by itself, because Secrets Manager remembers one version
 * before the one in force.
 */
export type SecretSpec = {
  readonly what: string
  /** Fields of its JSON object that must be there. */
  readonly fields: readonly string[]
  readonly optional: readonly string[]
  /** `rotation`: we change it ourselves (`rotations` of the topology). `hand`: `docs/operations.md` says how. */
  readonly changedBy: 'rotation' | 'hand'
  /** A field that may be made up at deployment, so that nobody has to think of it. */
  readonly made?: string
  readonly readBy: readonly FunctionName[]
}

/** They send to Slack, for any workspace. */
const SPEAK_SLACK = [
  ...['slack-door', 'follow-up', 'deliver', 'redraw', 'orchestrate', 'alarm', 'digest', 'visit', 'reconcile'],
] as const satisfies readonly FunctionName[]
/** They ask GitHub, or write there. */
const SPEAK_GITHUB = [
  ...['github-worker', 'follow-up', 'deliver', 'redraw', 'orchestrate', 'alarm', 'reconcile'],
  ...['publish', 'import', 'sweep', 'visit', 'rounds'],
] as const satisfies readonly FunctionName[]
/** They mark comments of ours and find them again, or give out codes and tickets. */
const SIGN = [
  ...['slack-door', 'slack-install', 'github-link', 'github-worker', 'follow-up', 'deliver', 'redraw', 'orchestrate'],
  ...['alarm', 'reconcile', 'publish', 'import'],
] as const satisfies readonly FunctionName[]

export const secrets = {
  'slack-signing': {
    what: 'what Slack signs its requests with',
    fields: ['secret'],
    optional: [],
    changedBy: 'hand',
    readBy: ['slack-door'],
  },
  'slack-app': {
    what: 'the client secret of the Slack app, and the bot token of the one workspace that was installed by hand',
    fields: [],
    optional: ['clientSecret', 'botToken'],
    changedBy: 'hand',
    readBy: ['slack-install', ...SPEAK_SLACK],
  },
  'github-webhook': {
    what: 'what GitHub signs its deliveries with, and what it will sign with after the next rotation',
    fields: ['secret'],
    optional: ['next'],
    changedBy: 'rotation',
    made: 'secret',
    readBy: ['github-door'],
  },
  'github-app': {
    what: 'the private key of the GitHub App (PEM)',
    fields: ['privateKey'],
    optional: [],
    changedBy: 'hand',
    readBy: SPEAK_GITHUB,
  },
  'github-oauth': {
    what: 'the client secret of the GitHub App, for linking accounts in a browser',
    fields: [],
    optional: ['clientSecret'],
    changedBy: 'hand',
    readBy: ['github-link'],
  },
  keys: {
    what: 'keys of our own making: they mark our comments, and sign codes, tickets and states',
    fields: [],
    optional: ['ring', 'next', 'vault'],
    changedBy: 'rotation',
    made: 'next',
    readBy: SIGN,
  },
} as const satisfies Record<string, SecretSpec>
export type SecretName = keyof typeof secrets

/** What a secret is called in Secrets Manager. */
export function secretId(stage: string, name: SecretName): string {
  return `codexflow/${stage}/${name}`
}

/** The variable that tells a function what it is called. */
export function secretVariable(name: SecretName): string {
  return `CODEXFLOW_SECRET_${name.toUpperCase().replaceAll('-', '_')}`
}
