import * as z from 'zod'
import { shortened } from '../../handoffs/invisible.ts'
import { completedTasks, revertedCommit } from '../references.ts'
import type { CommitWork, PushWork, RevertingCommit } from '../work.ts'
import { account, number, sha, shownRepository, webUrl } from './fields.ts'
import { source } from './source.ts'

const files = z.array(z.string().max(4_096)).nullish()
const commit = z.object({
  id: sha,
  message: z.string().max(100_000),
  url: webUrl.nullish(),
  added: files,
  removed: files,
  modified: files,
})

const schema = z.object({
  ref: z.string().max(1_000),
  before: z.string().max(64),
  after: z.string().max(64),
  deleted: z.boolean().nullish(),
  created: z.boolean().nullish(),
  forced: z.boolean().nullish(),
  /** Ours: put together from the API, where nobody says which files were touched. */
  fetched: z.boolean().optional(),
  sender: account,
  installation: z.object({ id: number }).nullish().catch(undefined),
  repository: z.intersection(
    shownRepository,
    z.object({
      default_branch: z.string().min(1).max(1_000),
      // Seconds since 1970 in a push, ISO 8601 elsewhere.
      pushed_at: z.union([z.number(), z.string().max(50)]).nullish(),
    }),
  ),
  commits: z.array(commit).max(10_000).nullish(),
})
type Payload = z.output<typeof schema>

/** Commits of one push that may complete tasks. */
const MAX_COMMITS = 100

/**
 * A push to the default branch: commits that complete tasks, and changes of the configuration. Others are dropped at the door.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export const push = source({
  event: 'push',
  actions: [undefined],
  concerns: (payload) => onDefaultBranch.safeParse(payload).success,
  schema,
  toWork: (payload) => {
    const { installation, deleted } = payload
    const concernsUs = isOnDefaultBranch(payload) && deleted !== true && installation != null
    return concernsUs ? [toWork(payload, installation.id)] : []
  },
})

const onDefaultBranch = z
  .object({ ref: z.string(), repository: z.object({ default_branch: z.string() }) })
  .refine(isOnDefaultBranch)

function isOnDefaultBranch(payload: {
  readonly ref: string
  readonly repository: { readonly default_branch: string }
}): boolean {
  return payload.ref === `refs/heads/${payload.repository.default_branch}`
}

function toWork(payload: Payload, installation: number): PushWork {
  const { sender, before, after, created, forced, fetched } = payload
  const { repository, page, default_branch: branch, pushed_at } = payload.repository
  const commits = payload.commits ?? []
  // A first push, or one that replaces history, brings commits once more that were there before.
  const isNew = created !== true && forced !== true
  const at = timeOf(pushed_at)
  return {
    kind: 'push',
    repository,
    installation,
    branch,
    before,
    after,
    by: sender.login,
    ...(sender.id === undefined ? {} : { byId: sender.id }),
    ...(sender.isBot ? { bot: sender.login } : {}),
    ...(at === undefined ? {} : { at }),
    touched: touchedBy(commits, fetched === true || !isNew),
    commits: isNew ? commits.slice(-MAX_COMMITS).flatMap((each) => completing(each, page)) : [],
    reverts: isNew ? commits.slice(-MAX_COMMITS).flatMap((each) => reverting(each, page)) : [],
  }
}

// Of a push whose commits do not tell all that changed, everything may have.
function touchedBy(commits: Payload['commits'] & {}, all: boolean): PushWork['touched'] {
  if (all || commits.length >= GITHUB_LISTS) return 'all'
  return commits
    .flatMap(({ added, removed, modified }) => [...(added ?? []), ...(removed ?? []), ...(modified ?? [])])
    .filter((path) => path.endsWith('codexflow.yml'))
}

/** GitHub lists no more commits of a push. */
const GITHUB_LISTS = 2_048

type Commit = z.output<typeof commit>

function reverting({ id, message, url }: Commit, page: string): RevertingCommit[] {
  const takes = revertedCommit(message)
  return takes === undefined ? [] : [{ sha: id, takes, url: url ?? `${page}/commit/${id}` }]
}

function completing({ id, message, url }: Commit, page: string): CommitWork[] {
  const tasks = completedTasks(message)
  if (tasks.length === 0) return []
  const [title = ''] = message.split('\n', 1)
  return [{ sha: id, title: shortened(title, 200), url: url ?? `${page}/commit/${id}`, tasks }]
}

function timeOf(pushedAt: number | string | null | undefined): string | undefined {
  const at = typeof pushedAt === 'number' ? pushedAt * 1_000 : Date.parse(pushedAt ?? '')
  return Number.isFinite(at) && at > 0 && at < 8.64e15 ? new Date(at).toISOString() : undefined
}
