import * as z from 'zod'

type Json = Readonly<Record<string, unknown>>

/** What the repair of one delivery has to look up. */
export type Lookup = {
  /** Pull requests whose head is this commit; the open ones are named in a check run. */
  readonly pullsAt: (repository: string, sha: string) => Promise<readonly Json[]>
}

const refSchema = z.looseObject({ ref: z.string(), sha: z.string(), repo: z.looseObject({}).nullish() })
const pullSchema = z.looseObject({
  id: z.number(),
  number: z.number(),
  url: z.string(),
  state: z.string(),
  head: refSchema,
  base: refSchema,
})
const repositorySchema = z.looseObject({ full_name: z.string(), default_branch: z.string() })
const checkSchema = z.looseObject({ head_sha: z.string(), name: z.string().optional() })

/**
 * Adds to one of emulate's thin payloads what GitHub's own has and applications read.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export async function repairPayload(event: string, payload: Json, app: App, lookup: Lookup): Promise<Json> {
  const repository = repositorySchema.safeParse(payload['repository'])
  const full = { ...payload, ...(app.organization === undefined ? {} : { organization: { login: app.organization } }) }
  switch (event) {
    case 'pull_request': {
      const pull = pullSchema.safeParse(payload['pull_request'])
      return pull.success ? { ...full, number: pull.data.number } : full
    }
    case 'check_run':
    case 'check_suite': {
      const check = checkSchema.safeParse(payload[event])
      if (!check.success || !repository.success) return full
      const pulls = (await lookup.pullsAt(repository.data.full_name, check.data.head_sha)).map((p) =>
        pullSchema.parse(p),
      )
      const open = pulls.filter(({ state }) => state === 'open')
      const headBranch = pulls[0]?.head.ref ?? null
      const suite = check.data['check_suite']
      const nested =
        typeof suite === 'object' && suite !== null ? { check_suite: { ...suite, head_branch: headBranch } } : {}
      const own = event === 'check_suite' ? { head_branch: headBranch } : nested
      const by = isOurs(payload, app) ? { id: app.id, slug: app.slug, name: 'CodexFlow' } : ACTIONS
      return { ...full, [event]: { ...check.data, ...own, app: by, pull_requests: open.map(brief) } }
    }
    case 'push':
      return repository.success ? { ...full, ...pushFields(payload, repository.data) } : full
    default:
      return full
  }
}

/** Our own app, and the organisation it is installed on. */
export type App = { readonly id: number; readonly slug: string; readonly organization?: string }

// GitHub Actions' real id and slug: whoever reports a check by a person's token here stands in for it.
const ACTIONS = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' }

function isOurs(payload: Json, app: App): boolean {
  const sender = z.looseObject({ login: z.string() }).safeParse(payload['sender'])
  return sender.success && sender.data.login === `${app.slug}[bot]`
}

function brief({ id, number, url, head, base }: z.output<typeof pullSchema>): Json {
  const end = ({ ref, sha, repo }: z.output<typeof refSchema>) => ({
    ref,
    sha,
    repo: { id: repo?.['id'], url: repo?.['url'], name: repo?.['name'] },
  })
  return { id, number, url, head: end(head), base: end(base) }
}

function pushFields(payload: Json, repository: z.output<typeof repositorySchema>): Json {
  const zero = '0'.repeat(40)
  const { before, after } = payload
  const commits = Array.isArray(payload['commits']) ? payload['commits'] : []
  return {
    commits,
    head_commit: commits.at(-1) ?? null,
    created: before === zero,
    deleted: after === zero,
    forced: false,
    base_ref: null,
    compare: `${repository['html_url']}/compare/${String(before).slice(0, 12)}...${String(after).slice(0, 12)}`,
  }
}
