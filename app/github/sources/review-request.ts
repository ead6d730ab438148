import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { REVIEW_RANK } from '../../tasks/review.ts'
import type { ReviewWork } from '../work.ts'
import { account } from './fields.ts'

/** Whose review of a pull request is asked for: somebody's, or a team's. */
export const requested = z.object({
  requested_reviewer: account.nullish().catch(undefined),
  requested_team: z
    .object({ slug: z.string().min(1).max(100) })
    .nullish()
    .catch(undefined),
})

type Payload = z.output<typeof requested> & {
  readonly action: string
  readonly repository: ReviewWork['repository']
  readonly sender: z.output<typeof account>
  readonly pull_request: { readonly number: number; readonly html_url: string; readonly updated_at: string }
}

const STATES = { review_requested: 'asked', review_request_removed: 'withdrawn' } as const

/**
 * A review is asked for, or not any more: GitHub tells it for each reviewer. `undefined`: the action is another. Only those
 * who may write can ask, and the owners of code are asked by GitHub. Nobody is named once they have deleted their account.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads?actionType=review_requested#pull_request
 */
export function requestOf(payload: Payload): ReviewWork[] | undefined {
  const { action, repository, sender, pull_request: pull } = payload
  if (!isRequest(action)) return undefined
  const reviewer = reviewerOf(payload)
  if (reviewer === undefined) return []
  const [state, at] = [STATES[action], pull.updated_at]
  return [
    {
      kind: 'review',
      repository,
      number: pull.number,
      state,
      ...reviewer,
      url: pull.html_url,
      by: sender.login,
      ...(sender.id === undefined ? {} : { byId: sender.id }),
      at,
      ordinal: ordinal(at, REVIEW_RANK[state]),
    },
  ]
}

function isRequest(action: string): action is keyof typeof STATES {
  return Object.hasOwn(STATES, action)
}

function reviewerOf({ repository, requested_reviewer: reviewer, requested_team: team }: Payload) {
  if (reviewer != null) {
    const { login, id, isBot } = reviewer
    return { login, ...(id === undefined ? {} : { id }), ...(isBot ? { isBot } : {}) }
  }
  if (team == null) return undefined
  const owner = repository.fullName.slice(0, repository.fullName.indexOf('/'))
  return { login: `${owner}/${team.slug}`, isTeam: true as const }
}
