import { type FunctionName, routes } from '../../infra/topology.ts'

type Rule = { readonly packages: RegExp; readonly why: string }

/** What no function carries. */
const NOWHERE: readonly Rule[] = [
  { packages: /^(express|body-parser|raw-body|koa|fastify)$/, why: 'API Gateway is the HTTP server' },
  { packages: /^(undici|node-fetch|cross-fetch|whatwg-fetch|axios|got)$/, why: 'Node has a client of its own' },
  { packages: /^(iconv-lite|mime-db|mime-types)$/, why: 'bodies are UTF-8, of types that are known' },
  { packages: /^(@slack\/socket-mode|ws)$/, why: 'Slack calls us over HTTP' },
  { packages: /^(@slack\/oauth|jsonwebtoken)$/, why: 'tokens are records of our own' },
  { packages: /^@sentry\//, why: 'what goes wrong is a line of the log' },
  { packages: /^(ioredis|redis)$/, why: 'what is kept is in the table' },
  { packages: /^(pino|pino-.*|@probot\/pino)$/, why: 'the log is one of our own' },
  { packages: /^@aws-sdk\/client-(dynamodb|sqs)/, why: 'the table and the queues are called by their wire' },
  {
    packages: /^@(aws-sdk|smithy)\/credential-provider-(?!env$|node$)/,
    why: 'Lambda gives credentials in environment variables',
  },
]

/** What no door carries besides: whoever waits at a door waits for every byte. */
const AT_NO_DOOR: readonly Rule[] = [
  { packages: /^@aws-sdk\/(?!util-dynamodb$)/, why: 'a door calls AWS by its wire' },
  { packages: /^(probot|@probot\/.*|@octokit\/.*|bottleneck|yaml)$/, why: 'Probot works behind the inbox' },
  { packages: /^(@resvg|@dagrejs)\//, why: 'pictures are drawn behind a queue' },
]

const DOORS: readonly FunctionName[] = routes.map((route) => route.function)

/** What these functions carry, by the names of packages, and should not; and why not. */
export function bundleFaults(carried: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(carried).flatMap(([name, packages]) => {
    const rules = DOORS.some((door) => door === name) ? [...NOWHERE, ...AT_NO_DOOR] : NOWHERE
    return packages.flatMap((each) => {
      const rule = rules.find((rule) => rule.packages.test(each))
      return rule === undefined ? [] : [`${name} carries ${each}: ${rule.why}`]
    })
  })
}
