/** What exists in the outside world before anybody does anything. */
export type Seed = {
  readonly team: { readonly name: string; readonly domain: string }
  readonly people: readonly SeedPerson[]
  /** Public Slack channels; the bot and everybody are members. */
  readonly channels: readonly string[]
  /** GitHub organisation; the app is installed on all of its repositories. */
  readonly owner: string
  readonly repositories: readonly SeedRepository[]
}

export type SeedPerson = {
  /** Slack user name, and the short name by which acts are done (`as: 'amy'`). */
  readonly name: string
  readonly fullName: string
  readonly title: string
  readonly email: string
  readonly login: string
  /** `admin` makes them a member of the organisation, `write` a collaborator on each of its repositories. */
  readonly github: 'admin' | 'write'
}

export type SeedRepository = {
  readonly name: string
  readonly description: string
  readonly issues: readonly { readonly title: string; readonly body: string; readonly assignees: readonly string[] }[]
}

export const northwind: Seed = {
  team: { name: 'Northwind', domain: 'northwind' },
  people: [
    {
      name: 'amy',
      fullName: 'Amy Adeyemi',
      title: 'Product manager',
      email: 'amy@northwind.example',
      login: 'amy-adeyemi',
      github: 'admin',
    },
    {
      name: 'devi',
      fullName: 'Devi Rao',
      title: 'Cloud engineer',
      email: 'devi@northwind.example',
      login: 'devi-rao',
      github: 'write',
    },
    {
      name: 'gaius',
      fullName: 'Gaius Okoro',
      title: 'Backend developer',
      email: 'gaius@northwind.example',
      login: 'gaius-okoro',
      github: 'write',
    },
    {
      name: 'fern',
      fullName: 'Fern Li',
      title: 'Frontend developer',
      email: 'fern@northwind.example',
      login: 'fern-li',
      github: 'write',
    },
    {
      name: 'quinn',
      fullName: 'Quinn Moss',
      title: 'QA engineer',
      email: 'quinn@northwind.example',
      login: 'quinn-moss',
      github: 'write',
    },
  ],
  channels: ['user-api', 'team-infrastructure', 'team-backend', 'team-frontend', 'team-qa'],
  owner: 'northwind',
  repositories: [
    {
      name: 'user-api',
      description: 'The user service of Northwind',
      issues: [
        {
          title: 'Implement user CRUD endpoints',
          body: 'Create, read, update and delete users, on the table that infrastructure provides.',
          assignees: ['gaius-okoro'],
        },
      ],
    },
  ],
}

/** The first person who may do everything in GitHub. Throws when the seed has none. */
export function adminOf(seed: Seed): SeedPerson {
  const admin = seed.people.find(({ github }) => github === 'admin')
  if (admin === undefined) throw new Error('The seed has no person with github: admin. Name one.')
  return admin
}

/** What the world itself needs to look at everything in Slack, and to bring the bot into its channels. */
export const LOOKING_SCOPES: readonly string[] = [
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'users:read',
  'users:read.email',
]

/** Permissions of the app's installation, and thereby of its tokens. */
export const APP_PERMISSIONS: Readonly<Record<string, string>> = {
  metadata: 'read',
  contents: 'read',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  deployments: 'read',
  actions: 'read',
  statuses: 'read',
  members: 'read',
  administration: 'read',
}
