import { unreachable } from '../../errors.ts'
import { listed, reasonWords } from '../../projects/phrases.ts'
import type { TaskEvent } from '../../tasks/events.ts'
import { factsBehind } from '../../tasks/impediments.ts'
import type { Notice } from '../../tasks/notice.ts'
import { link, plain } from './markup.ts'
import { NOTICE_NAMES } from './notice-names.ts'
import { actorName, nameOf, type People } from './task-words.ts'

/**
 * What happened, as the end of a sentence that begins with the one who did it: "Devi: gave it to Quinn". Escaped
 * mrkdwn. A new event does not compile until it has words here.
 */
export function eventWords(event: TaskEvent, people: People): string {
  switch (event.type) {
    case 'TaskCreated':
      return `made it, for ${event.phase}${event.assignee === undefined ? '' : `, and gave it to ${nameOf(event.assignee, people)}`}`
    case 'StatusDeclared':
      return declaredWords(event.declared)
    case 'ResourcesRecorded':
      return `recorded ${listed(event.resources.map(({ label }) => plain(label, 80)))}`
    case 'TaskReassigned': {
      const from = event.from === undefined ? '' : `, until then ${nameOf(event.from, people)}'s`
      return event.to === undefined
        ? `took it from its assignee${from}`
        : `gave it to ${nameOf(event.to, people)}${from}`
    }
    case 'ImpedimentRaised':
      return factsBehind(event.source) === undefined
        ? `put something in its way: ${plain(event.reason, 300)}`
        : plain(event.reason, 300)
    case 'ImpedimentCleared':
      return LIFTED[factsBehind(event.source) ?? 'person']
    case 'PullRecorded':
      return pullWords(event)
    case 'CheckRecorded':
      return `the check ${link(event.check.url, event.check.name)} ${CHECKS[event.check.conclusion]}`
    case 'ReviewRecorded':
      return reviewedWords(event.review, people)
    case 'DeploymentRecorded':
      return DEPLOYMENTS[event.deployment.state](link(event.deployment.url, event.deployment.environment))
    case 'IssueRecorded':
      return issueWords(event)
    case 'BlockerAdded':
      return `had it wait for ${event.blocker}`
    case 'BlockerRemoved':
      return `no longer has it wait for ${event.blocker}`
    case 'BlockerSettled':
      return event.open ? `${event.blocker} was opened again` : `${event.blocker} is out of the way`
    case 'HandoffWritten':
      return `the hand-off for ${receiver(event.notice, people)} was written`
    case 'HandoffSuppressed':
      return `no hand-off was sent: ${receiver(event.notice, people)} did it themselves`
    case 'BlockNoticeWritten':
      return `the word for ${receiver(event.notice, people)} that it is blocked was written`
    case 'BlockNoticeSuppressed':
      return `nobody was told that it is blocked: ${receiver(event.notice, people)} did it themselves`
    case 'MessageWritten':
      return `${NOTICE_NAMES[event.notice.subject.kind]} was written`
    case 'MessageSuppressed':
      return `${NOTICE_NAMES[event.notice.subject.kind]} was not sent: it would have told somebody of their own act`
    case 'HandoffAccepted':
      return 'got the hand-off'
    case 'HandoffDeclined':
      return `gave the hand-off back: ${plain(event.decline.reason, 300)}`
    case 'HandoffUnanswered':
      return event.nudges === 1 ? 'the hand-off was not answered in time' : 'the hand-off was still not answered'
    case 'QuestionAsked':
      return `asked what the hand-off lacks: ${plain(event.question.text, 300)}`
    case 'ApprovalRequested':
      return `asked for approval${event.request.note === undefined ? '' : `: ${plain(event.request.note, 300)}`}`
    case 'ApprovalVoted':
      return `${event.vote.verdict} it${event.vote.comment === undefined ? '' : `: ${plain(event.vote.comment, 300)}`}`
    case 'ApprovalReminded':
      return 'half of the time to decide was over'
    case 'ApprovalSettled':
      return OUTCOMES[event.outcome.verdict]
    case 'NoticeForgotten':
      return 'a message that was no longer true was put right'
    case 'TaskStarted':
      return 'it is in progress'
    case 'ReviewStarted':
      return 'it is in review'
    case 'TaskReturned':
      return 'it is open again'
    case 'TaskCompleted':
      return 'it counts as done'
    case 'TaskCancelled':
      return 'it is cancelled'
    case 'TaskReopened':
      return 'it is open again'
    case 'TaskReady':
      return 'it became ready'
    case 'TaskUnready':
      return `it is not ready any more: ${plain(reasonWords(event.reasons), 500)}`
    case 'TaskBlocked':
      return 'it is blocked'
    case 'TaskUnblocked':
      return 'something in its way is gone'
    default:
      return unreachable(event)
  }
}

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>

function declaredWords({ status, reason }: Of<'StatusDeclared'>['declared']): string {
  switch (status) {
    case 'open':
      return `reopened it${reason === undefined ? '' : `: ${plain(reason, 300)}`}`
    case 'in_progress':
      return 'started it'
    case 'done':
      return 'finished it'
    case 'cancelled':
      return 'cancelled it'
    default:
      return unreachable(status)
  }
}

const OUTCOMES = {
  approved: 'the approval is given',
  rejected: 'the approval is refused',
  expired: 'nobody decided in time',
  withdrawn: 'no approval is needed any more',
} as const

const PULLS = {
  draft: 'is a draft',
  open: 'is open',
  closed: 'was closed unmerged',
  merged: 'was merged',
  reverted: 'was reverted',
  unlinked: 'no longer names it',
} as const

const CHECKS = { success: 'passed', failure: 'failed', pending: 'is running' } as const

const LIFTED = {
  check: 'a failing check stands in its way no more',
  deployment: 'a failed deployment stands in its way no more',
  person: 'took something out of its way',
} as const

const DEPLOYMENTS = {
  success: (environment: string) => `the deployment to ${environment} brought it there`,
  superseded: (environment: string) => `${environment} runs a commit without it`,
  failure: (environment: string) => `the deployment to ${environment} failed`,
  pending: (environment: string) => `a deployment to ${environment} is under way`,
} as const

function pullWords({ subject, pull }: Of<'PullRecorded'>): string {
  const what = subject.includes('@') ? 'commit' : 'pull request'
  return `the ${what} ${link(pull.url, subject)} ${plain(pull.title, 120)} ${PULLS[pull.state]}`
}

function reviewedWords({ pull, state, reviewer, isTeam, url }: Of<'ReviewRecorded'>['review'], people: People): string {
  const [what, who] = [link(url, pull), `${isTeam ? 'the team ' : ''}${actorName(reviewer, people)}`]
  switch (state) {
    case 'asked':
      return `asked ${who} to review ${what}`
    case 'withdrawn':
      return `no longer asks ${who} to review ${what}`
    case 'approved':
      return `approved ${what} in a review`
    case 'changes-requested':
      return `requested changes in a review of ${what}`
    case 'commented':
      return `commented in a review of ${what}`
    case 'dismissed':
      return `dismissed the review of ${what} by ${who}`
    default:
      return unreachable(state)
  }
}

function issueWords({ facts, issue }: Of<'IssueRecorded'>): string {
  const { closed, reopened, title } = facts
  const words = [
    ...(issue === undefined
      ? []
      : [`its issue is ${plain(issue.movedTo ?? `${issue.repository}#${issue.number}`)} now`]),
    ...(closed === undefined
      ? []
      : [`its issue was closed as ${closed.how === 'completed' ? 'completed' : 'not planned'}`]),
    ...(reopened === undefined ? [] : ['its issue was opened again']),
    ...(title === undefined ? [] : [`its issue is called ${plain(title.text, 120)}`]),
  ]
  return words.length === 0 ? 'its issue was changed' : listed(words)
}

function receiver({ to }: Notice, people: People): string {
  return to === undefined ? "the team's channel" : nameOf(to, people)
}
