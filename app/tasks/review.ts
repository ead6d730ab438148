import type { Actor } from './actor.ts'
import { byAge, withFact } from './ordinal.ts'
import type { Task } from './task.ts'

/** What can be heard of a review: that it is asked for, and not any more; what was found; that this counts no more. */
export type ReviewState = 'asked' | 'withdrawn' | 'approved' | 'changes-requested' | 'dismissed' | 'commented'

/** The last word of one sort about the review of one pull request by one account. */
export type ReviewFact = {
  /** `owner/repo#12`. */
  readonly pull: string
  readonly state: ReviewState
  /** Whose review it is: their login, or a team as `owner/team`. */
  readonly login: string
  readonly reviewer: Actor
  readonly isTeam?: true
  readonly url: string
  readonly ordinal: number
}

// As GitHub keeps them: a comment takes no verdict back, and to be asked again neither.
const SORTS: Readonly<Record<ReviewState, 'request' | 'verdict' | 'comment'>> = {
  asked: 'request',
  withdrawn: 'request',
  approved: 'verdict',
  'changes-requested': 'verdict',
  dismissed: 'verdict',
  commented: 'comment',
}

/** How far along these are, for what happens in one second. A dismissal bears the time of the review that it dismisses. */
export const REVIEW_RANK: Readonly<Record<ReviewState, number>> = {
  asked: 1,
  withdrawn: 2,
  commented: 3,
  approved: 4,
  'changes-requested': 5,
  dismissed: 6,
}

/** Facts kept about reviews, and their room in bytes of JSON; beyond it the oldest go. */
const MAX_REVIEWS = 40
const MAX_REVIEW_BYTES = 12_000

/** Whose word of which sort it is, for it replaces the earlier one: `fern:verdict`. */
export function reviewKey({ login, state }: Pick<ReviewFact, 'login' | 'state'>): string {
  return `${login.toLowerCase()}:${SORTS[state]}`
}

/** The reviews with one more word; `known` itself where that is old news. */
export function withReview(known: Reviews, review: ReviewFact): Reviews {
  const subject = `${review.pull}:${reviewKey(review)}`
  return withFact(known, subject, review, MAX_REVIEWS, { bytes: MAX_REVIEW_BYTES })
}
type Reviews = NonNullable<Task['reviews']>

/** A review as it stands. */
export type StandingReview = ReviewFact & { readonly state: Exclude<ReviewState, 'withdrawn' | 'dismissed'> }

/**
 * How the reviews of a pull request stand, oldest first: of each account its verdict, else that it commented, and whether
 * its review is asked for, where nothing came since. Whoever reviews after a team was asked may have done it for the team.
 */
export function standingReviews({ reviews = {} }: Pick<Task, 'reviews'>, pull: string): StandingReview[] {
  const facts = Object.values(reviews).filter((fact) => fact.pull === pull)
  const given = facts.filter(({ state }) => SORTS[state] !== 'request')
  const verdicts = given.filter(isVerdict)
  const isSame = (one: ReviewFact, other: ReviewFact) => one.login.toLowerCase() === other.login.toLowerCase()
  const stands = (fact: ReviewFact): fact is StandingReview => {
    switch (fact.state) {
      case 'withdrawn':
      case 'dismissed':
        return false
      case 'asked':
        return !given.some((later) => later.ordinal > fact.ordinal && (fact.isTeam || isSame(later, fact)))
      case 'commented':
        return !verdicts.some((verdict) => isSame(verdict, fact))
      default:
        return true
    }
  }
  return facts.filter(stands).toSorted(byAge)
}

function isVerdict({ state }: ReviewFact): boolean {
  return state === 'approved' || state === 'changes-requested'
}
