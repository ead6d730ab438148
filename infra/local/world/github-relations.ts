import * as z from 'zod'
import type { Deliveries } from './deliveries.ts'
import { type Call, json, type Reply } from './http.ts'

type Json = Readonly<Record<string, unknown>>
type Ask = (path: string, authorization?: string) => Promise<Response>

const ROUTE =
  /^\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)\/(?:dependencies\/(blocked_by)(?:\/(\d+))?|(sub_issues)|(sub_issue))$/
const LIST = /^\/repos\/([^/]+\/[^/]+)\/issues$/
const asked = z.object({ issue_id: z.number().optional(), sub_issue_id: z.number().optional() })
const issues = z.array(z.looseObject({ id: z.number(), number: z.number(), repository_url: z.string() }))
type Issue = z.output<typeof issues>[number]

/** `first` of `repository` is blocked by the other, or has it as a part. */
type Relation = {
  readonly kind: 'blocked_by' | 'sub_issues'
  readonly repository: string
  readonly first: number
  readonly other: Issue
}

/**
 * What issues wait for and what they are made of, which emulate lacks, with the webhooks to both of the repositories, and the
 * summaries in lists of issues. https://docs.github.com/en/rest/issues/issue-dependencies
 */
export function relationApi(
  deliveries: Pick<Deliveries, 'send'>,
  installationId: number,
  repositories: readonly string[],
  ask: Ask,
) {
  let relations: readonly Relation[] = []

  const instead = async (call: Call): Promise<Reply | undefined> => {
    const [, repository = '', number, blocked, ofPath, parts, part] = ROUTE.exec(call.path) ?? []
    if (number === undefined) return undefined
    const kind = blocked === undefined ? 'sub_issues' : 'blocked_by'
    const by = call.headers.authorization ?? ''
    const here = await ask(`/repos/${repository}/issues/${number}`, by)
    if (!here.ok) return json(here.status, await here.json())
    const first = Number(number)
    const mine = relations.filter(
      (each) => each.kind === kind && each.repository === repository && each.first === first,
    )
    if (call.method === 'GET' && part === undefined)
      return json(200, await Promise.all(mine.map(({ other }) => now(other))))

    const body = asked.parse(JSON.parse(call.body.toString('utf8') || '{}'))
    const id = ofPath === undefined ? (body.issue_id ?? body.sub_issue_id) : Number(ofPath)
    const removes = call.method === 'DELETE'
    if (!removes && (call.method !== 'POST' || (blocked === undefined && parts === undefined))) return undefined
    const known = mine.find(({ other }) => other.id === id)
    const other = known?.other ?? (await found(id))
    if (other === undefined || (removes && known === undefined)) return json(404, { message: 'Not Found' })
    if (removes) relations = relations.filter((each) => each !== known)
    else if (known === undefined) relations = [...relations, { kind, repository, first, other }]
    await tell({ kind, repository, first, other }, removes ? 'removed' : 'added', by)
    return json(removes ? 200 : 201, await now(other))
  }

  const repair = (call: Call, reply: Reply): Reply => {
    const repository = LIST.exec(call.path)?.[1]
    if (repository === undefined || call.method !== 'GET' || reply.status !== 200) return reply
    const of = (kind: Relation['kind'], first: number) =>
      relations.filter((each) => each.kind === kind && each.repository === repository && each.first === first).length
    const list = (JSON.parse(reply.body.toString('utf8')) as readonly (Json & { readonly number: number })[]).map(
      (each) => ({
        ...each,
        issue_dependencies_summary: { total_blocked_by: of('blocked_by', each.number) },
        sub_issues_summary: { total: of('sub_issues', each.number) },
      }),
    )
    return { ...json(200, list), headers: { ...reply.headers, ...json(200, list).headers } }
  }

  // Each repository hears of it with the other's name; both issues were touched.
  async function tell(
    { kind, repository, first, other }: Relation,
    what: 'added' | 'removed',
    by: string,
  ): Promise<void> {
    const elsewhere = nameOf(other)
    const read = async (path: string) => (await (await ask(path, by)).json()) as Json
    const touched = async (issue: Promise<Json>) => ({
      ...(await issue),
      updated_at: `${new Date().toISOString().slice(0, 19)}Z`,
    })
    const [sender, here, there, one, two] = await Promise.all([
      read('/user'),
      read(`/repos/${repository}`),
      read(`/repos/${elsewhere}`),
      touched(read(`/repos/${repository}/issues/${first}`)),
      touched(read(`/repos/${elsewhere}/issues/${other.number}`)),
    ])
    const around = { sender, installation: { id: installationId } }
    const [event, own, theirs] =
      kind === 'blocked_by'
        ? (['issue_dependencies', ['blocked_by', 'blocking_issue_repo'], ['blocking', 'blocked_issue_repo']] as const)
        : (['sub_issues', ['sub_issue', 'sub_issue_repo'], ['parent_issue', 'parent_issue_repo']] as const)
    const ends =
      kind === 'blocked_by' ? { blocked_issue: one, blocking_issue: two } : { parent_issue: one, sub_issue: two }
    deliveries.send(event, { action: `${own[0]}_${what}`, ...ends, [own[1]]: there, repository: here, ...around })
    deliveries.send(event, { action: `${theirs[0]}_${what}`, ...ends, [theirs[1]]: here, repository: there, ...around })
  }

  // Ids are given across all repositories, as on GitHub.
  async function found(id: number | undefined): Promise<Issue | undefined> {
    for (const name of repositories) {
      for (let page = 1; page <= 20; page++) {
        const list = issues.parse(await (await ask(`/repos/${name}/issues?state=all&per_page=100&page=${page}`)).json())
        const issue = list.find((each) => each.id === id)
        if (issue !== undefined) return issue
        if (list.length < 100) break
      }
    }
    return undefined
  }

  async function now(issue: Issue): Promise<Json> {
    return (await (await ask(`/repos/${nameOf(issue)}/issues/${issue.number}`)).json()) as Json
  }

  return { instead, repair }
}

function nameOf({ repository_url }: Issue): string {
  return /\/repos\/(.+)$/.exec(repository_url)?.[1] ?? ''
}
