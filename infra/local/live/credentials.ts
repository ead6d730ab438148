/** What connects a real Slack workspace and a real GitHub App. Nothing of it is ever printed. */
export type Credentials = {
  readonly slack: { readonly appToken: string; readonly botToken: string; readonly apiUrl: string }
  readonly github: {
    readonly appId: number
    readonly privateKey: string
    readonly webhookSecret: string
    readonly apiUrl: string
    readonly webUrl: string
    /** To link accounts in a browser on this machine; without it, a code in a comment does. */
    readonly user?: { readonly clientId: string; readonly clientSecret: string }
  }
  /** The channel of the webhook proxy, such as `https://smee.io/…`. */
  readonly proxyUrl: string
}

/** A variable that is missing or cannot be right, and where the value is found. */
export type Want = { readonly variable: Variable; readonly why: string; readonly where: string }
type Variable = keyof typeof WHERE

const WHERE = {
  SLACK_APP_TOKEN:
    'api.slack.com/apps, your app, Basic Information, App-Level Tokens: Generate, with the scope connections:write',
  SLACK_BOT_TOKEN:
    'api.slack.com/apps, your app, OAuth & Permissions: Bot User OAuth Token, there once it is installed',
  GITHUB_APP_ID: 'github.com/settings/apps, your app, General, About: App ID',
  GITHUB_PRIVATE_KEY:
    'the same page, Private keys: Generate; the text of the .pem file, or its path in GITHUB_PRIVATE_KEY_FILE',
  GITHUB_WEBHOOK_SECRET: 'the same page, Webhook: Secret, a long word of your own choosing',
  GITHUB_PROXY_URL: 'smee.io, Start a new channel; the same address is the Webhook URL of the GitHub App',
} as const

/** Reads the credentials from the environment, or says all that is wanted at once. `readFile` throws when there is none. */
export function readCredentials(
  env: NodeJS.ProcessEnv,
  readFile: (path: string) => string,
): { readonly credentials: Credentials } | { readonly wanted: readonly Want[] } {
  const key = privateKey(env, readFile)
  const checks: readonly (readonly [Variable, string | undefined])[] = [
    ['SLACK_APP_TOKEN', trouble(env['SLACK_APP_TOKEN'], /^xapp-/, 'begins with xapp-; what is there does not')],
    ['SLACK_BOT_TOKEN', trouble(env['SLACK_BOT_TOKEN'], /^xoxb-/, otherBotToken(env['SLACK_BOT_TOKEN']))],
    ['GITHUB_APP_ID', trouble(env['GITHUB_APP_ID'], /^\d+$/, 'is a number; what is there is none')],
    ['GITHUB_PRIVATE_KEY', key.trouble],
    ['GITHUB_WEBHOOK_SECRET', trouble(env['GITHUB_WEBHOOK_SECRET'], /./, '')],
    [
      'GITHUB_PROXY_URL',
      trouble(env['GITHUB_PROXY_URL'], /^https?:\/\/\S+$/, 'is a web address; what is there is none'),
    ],
  ]
  const wanted = checks.flatMap(([variable, why]) =>
    why === undefined ? [] : [{ variable, why, where: WHERE[variable] }],
  )
  if (wanted.length > 0) return { wanted }
  return {
    credentials: {
      slack: {
        appToken: given(env['SLACK_APP_TOKEN']),
        botToken: given(env['SLACK_BOT_TOKEN']),
        apiUrl: env['SLACK_API_URL'] ?? 'https://slack.com/api/',
      },
      github: {
        appId: Number(env['GITHUB_APP_ID']),
        privateKey: key.pem,
        webhookSecret: given(env['GITHUB_WEBHOOK_SECRET']),
        apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
        webUrl: env['GITHUB_WEB_URL'] ?? 'https://github.com',
        ...githubUser(given(env['GITHUB_CLIENT_ID']), given(env['GITHUB_CLIENT_SECRET'])),
      },
      proxyUrl: given(env['GITHUB_PROXY_URL']),
    },
  }
}

/** The list as it is printed: what is wanted, and where each thing is found. */
export function wantedWords(wanted: readonly Want[]): string {
  const items = wanted.map(({ variable, why, where }) => `  ${variable} ${why}.\n      ${where}`)
  return `Live mode needs these variables in the environment:\n\n${items.join('\n')}\n\nREADME, "Live: your own Slack and GitHub", goes through it step by step.`
}

function githubUser(clientId: string, clientSecret: string): Pick<Credentials['github'], 'user'> {
  return clientId === '' || clientSecret === '' ? {} : { user: { clientId, clientSecret } }
}

function trouble(value: string | undefined, form: RegExp, otherwise: string): string | undefined {
  if (given(value) === '') return 'is missing'
  return form.test(given(value)) ? undefined : otherwise
}

// https://docs.slack.dev/authentication/using-token-rotation
function otherBotToken(value: string | undefined): string {
  return given(value).startsWith('xoxe')
    ? 'is one of those that end after twelve hours; live mode needs an app without token rotation'
    : 'begins with xoxb-; what is there does not'
}

function given(value: string | undefined): string {
  return (value ?? '').trim()
}

// Many shells and files keep a key in one line, with its breaks written as \n.
function privateKey(env: NodeJS.ProcessEnv, readFile: (path: string) => string) {
  const path = given(env['GITHUB_PRIVATE_KEY_FILE'])
  let text = given(env['GITHUB_PRIVATE_KEY'])
  if (text === '' && path !== '') {
    try {
      text = readFile(path).trim()
    } catch {
      return { pem: '', trouble: 'is missing: GITHUB_PRIVATE_KEY_FILE names a file that cannot be read' }
    }
  }
  const pem = text.replaceAll('\\n', '\n')
  return {
    pem,
    trouble: trouble(pem, /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n/, 'is the text of a .pem file; what is there is not'),
  }
}
