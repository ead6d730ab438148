/**
 * The story of the architecture document: a cloud engineer provisions the Lambda of the User API, and the backend
 * developer who waited only for that is told, and says that it reached him. Then something needs approval, and gets it. Data
 * only; `story.ts` plays it.
 *
 * `{code}` and `{pull}` stand for what an earlier step brought to light.
 */
export type Step = {
  /** Whose hands: a short name of the seed. */
  readonly as: string
  readonly act: Act
  /** What has to come of it before the story goes on. */
  readonly brings: readonly Expected[]
  /** Keeps what the first group finds in the answer, under a name for later steps. */
  readonly keeps?: { readonly name: string; readonly from: RegExp }
}

export type Act =
  /** Types `/codexflow <text>`. */
  | { readonly kind: 'slack'; readonly text: string }
  /** Clicks a button of the last message before them. */
  | { readonly kind: 'click'; readonly button: string }
  | { readonly kind: 'comment'; readonly on: string; readonly body: string }
  /** Its number is kept as `pull`. */
  | {
      readonly kind: 'open-pull'
      readonly repository: string
      readonly title: string
      readonly branch: string
      readonly body: string
      readonly file: { readonly path: string; readonly content: string }
    }
  | { readonly kind: 'check'; readonly on: string; readonly name: string; readonly conclusion: 'success' | 'failure' }
  | { readonly kind: 'merge'; readonly on: string }

/** One message that must come, and what it must contain. */
export type Expected =
  | { readonly in: 'answer'; readonly contains: readonly string[] }
  | { readonly in: 'dm'; readonly to: string; readonly contains: readonly string[] }
  | { readonly in: 'private'; readonly to: string; readonly contains: readonly string[] }
  | { readonly in: 'comment'; readonly on: string; readonly contains: readonly string[] }
  | { readonly in: 'check'; readonly on: string; readonly contains: readonly string[] }
  | { readonly in: 'mail'; readonly contains: readonly string[] }

export const REPOSITORY = 'northwind/user-api'
export const ISSUE = `${REPOSITORY}#1`

/** What the finished Lambda leaves for the next person, and every message about it has to say. */
export const FACTS = [
  'arn:aws:lambda:us-east-1:123456789012:function:user-api',
  'https://api.example.com/v1/users',
  'Node.js 24.x',
  'prod DocumentDB',
] as const
export const DOCUMENTS = [
  ['Deployment Guide', 'https://docs.northwind.example/user-api/deployment'],
  ['Database Schema', 'https://docs.northwind.example/user-api/schema'],
  ['API Specs', 'https://docs.northwind.example/user-api/openapi'],
] as const

const [ARN, API, RUNTIME, DATABASE] = FACTS

const PULL_BODY = `Provisions the Lambda function of the User API behind API Gateway, with its IAM roles.

Completes UAPI-1

\`\`\`codexflow
lambda: user-api
arn: ${ARN}
api: ${API}
runtime: ${RUNTIME}
database: ${DATABASE}
${DOCUMENTS.map(([label, url]) => `${label} = ${url}`).join('\n')}
\`\`\`
`

const everything = [...FACTS, ...DOCUMENTS.map(([, url]) => url)]

function linking(as: string, login: string): readonly Step[] {
  return [
    {
      as,
      act: { kind: 'slack', text: `link ${login}` },
      brings: [{ in: 'answer', contains: [login] }],
      keeps: { name: 'code', from: /\blink ([A-Z0-9]{5}-[A-Z0-9]{5})/ },
    },
    { as, act: { kind: 'comment', on: ISSUE, body: '/codexflow link {code}' }, brings: [] },
  ]
}

export const story: readonly Step[] = [
  ...linking('amy', 'amy-adeyemi'),
  {
    as: 'amy',
    act: { kind: 'slack', text: 'project new UAPI "User API"' },
    brings: [{ in: 'answer', contains: ['UAPI', 'User API'] }],
  },
  {
    as: 'amy',
    act: { kind: 'slack', text: `project connect ${REPOSITORY}` },
    brings: [{ in: 'private', to: 'amy', contains: [REPOSITORY, 'connected'] }],
  },
  ...linking('devi', 'devi-rao'),
  ...linking('gaius', 'gaius-okoro'),
  {
    as: 'amy',
    act: {
      kind: 'slack',
      text: 'task add "Provision Lambda for the User API" phase:infrastructure assign:@devi',
    },
    brings: [{ in: 'answer', contains: ['UAPI-1', 'Devi Rao'] }],
  },
  {
    as: 'amy',
    act: {
      kind: 'slack',
      text: `task add "Implement user CRUD endpoints" phase:backend assign:@gaius after:UAPI-1 issue:${ISSUE}`,
    },
    brings: [{ in: 'answer', contains: ['UAPI-2', 'Gaius Okoro', 'comes after UAPI-1'] }],
  },
  {
    as: 'gaius',
    act: { kind: 'slack', text: 'why UAPI-2' },
    brings: [{ in: 'answer', contains: ['UAPI-1', 'Devi Rao'] }],
  },
  {
    as: 'devi',
    act: {
      kind: 'open-pull',
      repository: REPOSITORY,
      title: 'Provision the Lambda of the User API',
      branch: 'UAPI-1-lambda',
      body: PULL_BODY,
      file: { path: 'infra/user-api.yml', content: 'function: user-api\nruntime: nodejs24.x\n' },
    },
    brings: [
      {
        in: 'check',
        on: `${REPOSITORY}#{pull}`,
        contains: ['Merging completes UAPI-1 and unblocks 1 person', 'Gaius Okoro', 'UAPI-2'],
      },
    ],
  },
  {
    as: 'devi',
    act: { kind: 'check', on: `${REPOSITORY}#{pull}`, name: 'build', conclusion: 'success' },
    brings: [],
  },
  {
    as: 'devi',
    act: { kind: 'merge', on: `${REPOSITORY}#{pull}` },
    brings: [
      { in: 'dm', to: 'gaius', contains: ['UAPI-2', ...everything] },
      { in: 'comment', on: ISSUE, contains: [ARN, API] },
      { in: 'check', on: `${REPOSITORY}#{pull}`, contains: ['Merged: UAPI-1 is done'] },
      { in: 'mail', contains: ['UAPI-2', ARN, API] },
    ],
  },
  {
    as: 'gaius',
    act: { kind: 'click', button: 'Got it' },
    brings: [
      { in: 'dm', to: 'gaius', contains: ['Ready, and received: UAPI-2', 'Gaius Okoro got it'] },
      { in: 'comment', on: ISSUE, contains: ['Gaius Okoro got it'] },
    ],
  },
  {
    as: 'amy',
    act: { kind: 'slack', text: 'project settings UAPI approver-tech-lead:@amy' },
    brings: [{ in: 'answer', contains: ['tech lead', 'Amy Adeyemi'] }],
  },
  {
    as: 'amy',
    act: {
      kind: 'slack',
      text: 'task add "Open the User API to partners" phase:deployment assign:@devi gate:approved:tech-lead',
    },
    brings: [
      { in: 'answer', contains: ['UAPI-3', 'approved by tech lead'] },
      { in: 'dm', to: 'devi', contains: ['UAPI-3'] },
    ],
  },
  {
    as: 'devi',
    act: { kind: 'slack', text: 'request UAPI-3 "Staging has run for two days without an error"' },
    brings: [
      { in: 'answer', contains: ['UAPI-3'] },
      { in: 'dm', to: 'amy', contains: ['Your approval is asked for: UAPI-3', 'Devi Rao', 'Staging has run'] },
    ],
  },
  {
    as: 'amy',
    act: { kind: 'click', button: 'Approve' },
    brings: [
      { in: 'dm', to: 'amy', contains: ['Approved: UAPI-3', 'Approved by Amy Adeyemi'] },
      { in: 'dm', to: 'devi', contains: ['Approved: UAPI-3', 'Amy Adeyemi'] },
    ],
  },
]
