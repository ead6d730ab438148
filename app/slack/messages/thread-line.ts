import { unreachable } from '../../errors.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message, Remark } from '../../ports/channel.ts'
import type { Outcome } from '../../tasks/approval.ts'
import type { TaskEvent } from '../../tasks/events.ts'
import { factsBehind } from '../../tasks/impediments.ts'
import { eventWords } from '../../verbs/words/event-words.ts'
import { moment } from '../../verbs/words/markup.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { actorName, nameOf } from '../../verbs/words/task-words.ts'
import type { SlackReply } from '../handlers.ts'
import { stillToDecide } from './approval-blocks.ts'
import { inSlack } from './in-slack.ts'

/**
 * A line in the thread of a message: what made it say what it says now, by whom, and when. It names its task, for a push
 * message shows nothing else, and mentions nobody.
 */
export function threadLine({ content, standing }: Message, remark: Remark): SlackReply {
  const still = standing.state === 'voted' ? [stillToDecide(standing.open)] : []
  const line = `${words(`*${content.task}*`, standing, remark)} · ${moment(remark.event.at)}`
  return inSlack(replyOf([line, ...still]))
}

function words(task: string, standing: Standing, remark: Remark): string {
  const { event, people } = remark
  const who = actorName(event.by, people)
  switch (standing.state) {
    case 'received':
      return `📬 ${who} got ${task}`
    case 'started':
      return begun(task, who, event)
    case 'finished':
      return `✅ ${who} has finished ${task}`
    case 'on-hold':
      return `⏸️ ${task} is on hold again: ${deed(causeOf(remark), remark)}`
    case 'reassigned':
      return event.type === 'TaskReassigned' && event.to !== undefined
        ? `↪️ ${who} gave ${task} to ${nameOf(event.to, people)}`
        : `↪️ ${who} took ${task} from its assignee`
    case 'cancelled':
      return `✖️ ${who} has cancelled ${task}`
    case 'lifted':
      return lifted(task, remark)
    case 'voted':
      return `🗳️ ${task} is being decided: ${deed(event, remark)}`
    case 'decided':
      return decided(task, standing.outcome.verdict, remark)
    case 'superseded':
    case 'current':
      return `🕓 ${task} has moved on, and a newer message says how: ${deed(causeOf(remark), remark)}`
    default:
      return unreachable(standing)
  }
}

function begun(task: string, who: string, { type }: TaskEvent): string {
  if (type === 'TaskReopened') return `🔵 ${who} opened ${task} again, and it is in progress`
  return type === 'ReviewStarted' ? `👀 ${who} brought ${task} into review` : `🔵 ${who} has started ${task}`
}

function lifted(task: string, remark: Remark): string {
  const { event, people } = remark
  if (event.type === 'TaskCompleted') return `✅ ${actorName(event.by, people)} has finished ${task} all the same`
  if (event.type === 'ImpedimentRaised') return `⛔ ${task} is blocked by something else now: ${deed(event, remark)}`
  return event.type === 'ImpedimentCleared' && factsBehind(event.source) !== undefined
    ? `✅ ${task} is free of this: ${deed(event, remark)}`
    : `✅ ${actorName(event.by, people)} took this out of the way of ${task}`
}

function decided(task: string, verdict: Outcome['verdict'], remark: Remark): string {
  const vote = remark.events.findLast(({ type }) => type === 'ApprovalVoted') ?? remark.event
  switch (verdict) {
    case 'approved':
      return `✅ ${task} is decided: ${deed(vote, remark)}`
    case 'rejected':
      return `🚫 ${task} is decided: ${deed(vote, remark)}`
    case 'expired':
      return `⌛ ${task} was not decided in time`
    case 'withdrawn':
      return `✖️ ${actorName(remark.event.by, remark.people)} closed ${task}, so nobody has to decide`
    default:
      return unreachable(verdict)
  }
}

// What was said or recorded comes before what followed from it.
function causeOf({ event, events }: Remark): TaskEvent {
  return events.find(({ type }) => CAUSES.has(type)) ?? event
}

const CAUSES: ReadonlySet<TaskEvent['type']> = new Set([
  ...(['BlockerSettled', 'BlockerAdded', 'BlockerRemoved', 'ImpedimentRaised', 'ImpedimentCleared'] as const),
  ...(['StatusDeclared', 'TaskReassigned', 'ApprovalRequested'] as const),
  ...(['PullRecorded', 'DeploymentRecorded', 'IssueRecorded'] as const),
])

/** An event as a sentence: what people did begins with them; what happened ends with them, where that is known. */
function deed(event: TaskEvent, { people }: Remark): string {
  const who = actorName(event.by, people)
  const said = eventWords(event, people)
  switch (event.type) {
    case 'BlockerSettled':
      return `${said}, by ${who}`
    case 'ImpedimentRaised':
    case 'ImpedimentCleared':
      return factsBehind(event.source) === undefined ? `${who} ${said}` : said
    case 'StatusDeclared':
    case 'BlockerAdded':
    case 'BlockerRemoved':
    case 'TaskReassigned':
    case 'ApprovalRequested':
    case 'ApprovalVoted':
      return `${who} ${said}`
    default:
      return said
  }
}
