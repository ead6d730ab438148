import * as z from 'zod'
import { PULL_RANK } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { BELONGS, closedIssues, namedTasks, revertedPull } from '../references.ts'
import { readResources } from '../resources.ts'
import type { ProposalWork, PullWork } from '../work.ts'
import { account, number, repository, sha, time, webUrl } from './fields.ts'
import { requested, requestOf } from './review-request.ts'
import { source } from './source.ts'

const schema = requested.extend({
  action: z.string(),
  repository,
  sender: account,
  installation: z.object({ id: number }).nullish().catch(undefined),
  /** Ours: put together from the API, so that it says how things stand now and not at the time of the delivery. */
  fetched: z.boolean().optional(),
  pull_request: z.object({
    number,
    user: account.nullish(),
    author_association: z.string().max(100).nullish(),
    title: z.string().max(1_000),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    draft: z.boolean().nullish(),
    merged: z.boolean().nullish(),
    html_url: webUrl,
    updated_at: time,
    closed_at: time.nullish(),
    merged_at: time.nullish(),
    merged_by: account.nullish(),
    merge_commit_sha: sha.nullish(),
    base: z
      .object({
        ref: z.string().max(1_000),
        repo: z
          .object({ default_branch: z.string().max(1_000) })
          .nullish()
          .catch(undefined),
      })
      .nullish(),
    head: z.object({ sha, ref: z.string().max(1_000), repo: z.object({ id: number }).nullish() }),
  }),
})
type Payload = z.output<typeof schema>

/**
 * A pull request. How it stands is read from the pull request itself and not from the action, so that a repeated or late
 * delivery says the same again. https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
export const pullRequest = source({
  event: 'pull_request',
  actions: [
    'opened',
    'edited',
    'reopened',
    'synchronize',
    'ready_for_review',
    'converted_to_draft',
    'closed',
    'review_requested',
    'review_request_removed',
  ],
  schema,
  toWork: (payload) => requestOf(payload) ?? [toWork(payload), ...proposalOf(payload)],
})

// Each head is looked at once: whatever else changes of a pull request, its files stay.
const NEW_HEAD = new Set(['opened', 'reopened', 'synchronize'])

function proposalOf(payload: Payload): ProposalWork[] {
  const { action, repository, installation, pull_request: pull } = payload
  if (!NEW_HEAD.has(action) || installation == null) return []
  const proposal = { repository, installation: installation.id, number: pull.number, sha: pull.head.sha }
  const isStranger = strangerOf(payload).stranger !== undefined
  return [{ kind: 'proposal', ...proposal, ...(isStranger ? { isStranger } : {}) }]
}

function toWork(payload: Payload): PullWork {
  const { action, repository, sender, pull_request: pull } = payload
  const text = { title: pull.title, branch: pull.head.ref, body: pull.body ?? '' }
  const { state, at } = standing(pull)
  const found = revertedPull(text, repository.fullName)
  // Only what was there before can be taken back; chains of reverts cannot run in circles.
  const reverts = found !== undefined && found < pull.number ? found : undefined
  return {
    kind: 'pull',
    repository,
    number: pull.number,
    sha: pull.head.sha,
    state,
    title: pull.title,
    url: pull.html_url,
    ...actor(state === 'merged' ? (pull.merged_by ?? sender) : sender),
    at,
    ordinal: ordinal(at, PULL_RANK[state]),
    described: ordinal(pull.updated_at, describedRank(state, action)),
    named: namedTasks(text, reverts !== undefined),
    ...closing(pull),
    ...mergeOf(pull),
    ...(reverts === undefined ? {} : { reverts }),
    ...strangerOf(payload),
    ...(pull.user?.isBot === true ? { bot: pull.user.login } : {}),
    ...readResources(text.body),
  }
}

/**
 * The author, where anybody on the internet may have written the title, the branch and the body, and nobody who may
 * write to the repository has taken them over: by merging, or by editing what was merged (others' pull requests are
 * edited by those who may write). See docs/decisions/0006-pull-requests-of-strangers.md.
 */
function strangerOf({ action, repository, sender, fetched, pull_request: pull }: Payload): Stranger {
  const { head, user, merged, author_association: association } = pull
  // Absent in servers that know no forks; null once the fork was deleted.
  const isFork = head.repo === null || (head.repo !== undefined && head.repo.id !== repository.id)
  if (!isFork || BELONGS.has(association ?? '')) return {}
  const { login, id } = user ?? sender
  const takenOver = merged === true && fetched !== true && (action === 'closed' || sender.login !== login)
  return takenOver ? {} : { stranger: login, ...(id === undefined ? {} : { strangerId: id }) }
}
type Stranger = Pick<PullWork, 'stranger' | 'strangerId'>

// As GitHub has it: what goes into any other branch closes nothing.
function closing({ base, body }: Payload['pull_request']): Pick<PullWork, 'closes'> {
  const branch = base?.repo?.default_branch
  const closes = branch === undefined || branch === base?.ref ? closedIssues(body ?? '') : []
  return closes.length === 0 ? {} : { closes }
}

function actor({ login, id }: Payload['sender']): Pick<PullWork, 'by' | 'byId'> {
  return { by: login, ...(id === undefined ? {} : { byId: id }) }
}

// Before the merge GitHub names a commit of its own there, made to try whether it can be merged.
function mergeOf({ merged, merge_commit_sha: sha, base }: Payload['pull_request']): Pick<PullWork, 'merge'> {
  return merged === true && sha != null && base != null ? { merge: { sha, base: base.ref } } : {}
}

// A merge keeps its own time whatever is edited later, so that an edit outranks neither a revert nor a reopened task.
function standing(pull: Payload['pull_request']): Pick<PullWork, 'state' | 'at'> {
  if (pull.merged === true) return { state: 'merged', at: pull.merged_at ?? pull.closed_at ?? pull.updated_at }
  if (pull.state === 'closed') return { state: 'closed', at: pull.closed_at ?? pull.updated_at }
  return { state: pull.draft === true ? 'draft' : 'open', at: pull.updated_at }
}

// Several deliveries may bear the same second: an edit comes after the opening, a closing after both.
function describedRank(state: PullWork['state'], action: string): number {
  if (state === 'merged') return 5
  if (state === 'closed') return 4
  return action === 'opened' ? 1 : action === 'edited' ? 3 : 2
}
