import { unreachable } from '../../errors.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { livePulls } from '../../tasks/live-facts.ts'
import { type StandingReview, standingReviews } from '../../tasks/review.ts'
import type { Task } from '../../tasks/task.ts'
import { link } from './markup.ts'
import { actorName, type People, personOf } from './task-words.ts'

/** Reviews that one pull request is shown with. */
const MOST = 6

/** How the reviews of a pull request stand: "reviewed by Fern: changes requested; review asked of Quinn". Escaped; may be empty. */
export function reviewWords(task: Task, pull: string, people: People): string {
  const reviews = shownReviews(task, pull)
  const said = reviews.slice(0, MOST).map((review) => phrase(review, people))
  return [...said, ...(reviews.length > MOST ? [`${reviews.length - MOST} more`] : [])].join('; ')
}

function phrase({ state, reviewer, isTeam }: StandingReview, people: People): string {
  const who = `${isTeam ? 'the team ' : ''}${actorName(reviewer, people)}`
  switch (state) {
    case 'approved':
      return `approved by ${who}`
    case 'changes-requested':
      return `reviewed by ${who}: changes requested`
    case 'commented':
      return `reviewed by ${who}: comments only`
    case 'asked':
      return `review asked of ${who}`
    default:
      return unreachable(state)
  }
}

/** The open pull requests of a task with their reviews, a line each. */
export function reviewLines(task: Task, people: People): string[] {
  return livePulls(task).flatMap(([subject, pull]) => {
    const words = isOpen(pull) ? reviewWords(task, subject, people) : ''
    return words === '' ? [] : [`${link(pull.url, subject)}: ${words}.`]
  })
}

/** Whoever is named in them. */
export function peopleOfReviews(task: Task): PersonId[] {
  const subjects = Object.keys(task.pulls)
  return subjects.flatMap((subject) => shownReviews(task, subject).flatMap(({ reviewer }) => personOf(reviewer)))
}

// Of what is merged or closed nobody is asked any more.
function shownReviews(task: Task, subject: string): StandingReview[] {
  const pull = task.pulls[subject]
  const all = standingReviews(task, subject)
  return pull !== undefined && isOpen(pull) ? all : all.filter(({ state }) => state !== 'asked')
}

function isOpen({ state }: Task['pulls'][string]): boolean {
  return state === 'open' || state === 'draft'
}
