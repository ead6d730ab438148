import * as z from 'zod'
import { PULL_RANK } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { namedTasks, revertedPull } from '../references.ts'
import { readResources } from '../resources.ts'
import type { PullWork } from '../work.ts'
import { account, number, repository, sha, time, webUrl } from './fields.ts'
import { source } from './source.ts'

const schema = z.object({
  action: z.string(),
  repository,
  sender: account,
  pull_request: z.object({
    number,
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
    head: z.object({ sha, ref: z.string().max(1_000) }),
  }),
})
type Payload = z.output<typeof schema>

/**
 * A pull request. How it stands is read from the pull request itself and not from the action, so that a repeated or late
 * delivery says the same again. https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
export const pullRequest = source({
  event: 'pull_request',
  actions: ['opened', 'edited', 'reopened', 'synchronize', 'ready_for_review', 'converted_to_draft', 'closed'],
  schema,
  toWork: (payload) => [toWork(payload)],
})

function toWork({ action, repository, sender, pull_request: pull }: Payload): PullWork {
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
    by: state === 'merged' ? (pull.merged_by?.login ?? sender.login) : sender.login,
    at,
    ordinal: ordinal(at, PULL_RANK[state]),
    described: ordinal(pull.updated_at, describedRank(state, action)),
    named: namedTasks(text, reverts !== undefined),
    ...(reverts === undefined ? {} : { reverts }),
    ...readResources(text.body),
  }
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
