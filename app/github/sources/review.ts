import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { REVIEW_RANK, type ReviewState } from '../../tasks/review.ts'
import { BELONGS } from '../references.ts'
import type { ReviewWork } from '../work.ts'
import { commandsIn, commented, pullConversation, written } from './comment.ts'
import { account, number, webUrl } from './fields.ts'
import { source } from './source.ts'

const schema = commented.extend({
  action: z.string(),
  pull_request: z.object({ number, user: account.nullish() }),
  review: written.extend({ state: z.string().nullish(), html_url: webUrl.nullish() }),
})
type Payload = z.output<typeof schema>

/**
 * A review of a pull request: what it found, and commands in what it says as a whole. What it found is read from the review
 * itself; a dismissal bears the time of what it dismisses.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review
 */
export const review = source({
  event: 'pull_request_review',
  actions: ['submitted', 'edited', 'dismissed'],
  schema,
  toWork: (payload) => [...foundIn(payload), ...(payload.action === 'submitted' ? saidIn(payload) : [])],
})

function saidIn({ pull_request: pull, review, ...said }: Payload) {
  return commandsIn({ ...said, kind: 'review', conversation: pullConversation.parse(pull), text: review })
}

/** As events and the API write them. A pending one is seen by its author alone. */
const STATES: ReadonlyMap<string, ReviewState> = new Map([
  ['approved', 'approved'],
  ['changes_requested', 'changes-requested'],
  ['commented', 'commented'],
  ['dismissed', 'dismissed'],
])

function foundIn({
  repository: { owner: _, ...repository },
  sender,
  pull_request: pull,
  review,
}: Payload): ReviewWork[] {
  const state = STATES.get((review.state ?? '').toLowerCase())
  const { user, submitted_at: at, html_url: url, author_association: association } = review
  if (state === undefined || user == null || at == null || url == null) return []
  // Whoever answers on a line of their own pull request has reviewed nothing, though GitHub calls it a review.
  if (user.login === pull.user?.login) return []
  const by = state === 'dismissed' ? sender : user
  return [
    {
      kind: 'review',
      repository,
      number: pull.number,
      state,
      login: user.login,
      ...(user.id === undefined ? {} : { id: user.id }),
      ...(user.isBot ? { isBot: true } : BELONGS.has(association ?? '') ? {} : { isStranger: true }),
      url,
      by: by.login,
      ...(by.id === undefined ? {} : { byId: by.id }),
      at: state === 'dismissed' ? (review.updated_at ?? at) : at,
      ordinal: ordinal(at, REVIEW_RANK[state]),
    },
  ]
}
