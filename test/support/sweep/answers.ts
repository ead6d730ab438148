import type { HistoryPage } from '../../../app/ports/history.ts'
import type { Refusal } from '../../../app/projects/refusal.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import type { TaskEvent } from '../../../app/tasks/events.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { connectReply } from '../../../app/verbs/project-connect.ts'
import { VERBS } from '../../../app/verbs/registry.ts'
import { connectionNews } from '../../../app/verbs/words/connection-news.ts'
import { githubHelpReply, helpReply, verbReply } from '../../../app/verbs/words/help-reply.ts'
import { historyReply } from '../../../app/verbs/words/history-reply.ts'
import { linkOffer } from '../../../app/verbs/words/link-offer.ts'
import { pageReply } from '../../../app/verbs/words/list-reply.ts'
import { plain } from '../../../app/verbs/words/markup.ts'
import { meanwhileReply } from '../../../app/verbs/words/meanwhile-reply.ts'
import { offer } from '../../../app/verbs/words/offer.ts'
import { refusalReply } from '../../../app/verbs/words/refusal-reply.ts'
import { joined, replyOf } from '../../../app/verbs/words/reply.ts'
import { type ShownSettings, settingsReply } from '../../../app/verbs/words/settings-reply.ts'
import { type ShowModel, showReply } from '../../../app/verbs/words/show-reply.ts'
import {
  notInstalledReply,
  slackOnlyReply,
  unknownVerbReply,
  usageReply,
} from '../../../app/verbs/words/usage-reply.ts'
import { type WhyModel, whyReply } from '../../../app/verbs/words/why-reply.ts'
import { ANN, aCheck, aDeployment, aPull, aReview, BEN, github, minute, WORKSPACE } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import {
  addressWith,
  enough,
  fromFile,
  idOf,
  peopleCalled,
  severalOf,
  times,
  worstConnections,
  worstTask,
} from './worst.ts'

/** Answers to verbs and buttons. */
export const ANSWERS: readonly Sweep[] = [
  swept(replyOf, (text) => [[[`Of ${plain(text)}`, `Of ${plain(text, 40_000)}`], [], [`Of ${plain(text)}`]]]),
  swept(inSlack, (text) => [
    [replyOf([`Of ${plain(text, 40_000)}`], [offer('task.why', idOf(1))], [plain(text)])],
    [replyOf([`Of ${plain(text)}`], [{ picture: `${idOf(1)} steps:5 status:all`, isPublic: true }])],
  ]),
  swept(joined, (text) => [
    [replyOf([`Of ${plain(text, 40_000)}`], [], [plain(text)]), replyOf([plain(text, 40_000)])],
  ]),
  swept(helpReply, () => [[VERBS]]),
  swept(githubHelpReply, () => [[VERBS]]),
  swept(slackOnlyReply, (text) => VERBS.map((verb) => [text, verb])),
  swept(linkOffer, (text) => [
    [replyOf([`Of ${plain(text)}`]), { ...offered(text), isStranger: true }],
    [replyOf([]), offered(text)],
  ]),
  swept(verbReply, () => VERBS.map((verb) => [[verb]])),
  swept(usageReply, (text) => [
    [{ what: text }],
    ...VERBS.map((verb): [{ what: string }, typeof verb] => [{ what: text }, verb]),
  ]),
  swept(unknownVerbReply, (text) => [
    [text, []],
    [text, VERBS.slice(0, 3)],
  ]),
  swept(notInstalledReply, () => [[]]),
  swept(refusalReply, (text) => refusals(text).map((refusal) => [refusal])),
  swept(connectReply, (text) => [
    [{ connected: text, project: 'UAPI', file: 'unread' as const }],
    [{ connected: text, project: 'UAPI', file: fromFile(text) }],
    ...refusals(text).map((refused): [{ refused: Refusal }] => [{ refused }]),
  ]),
  swept(connectionNews, (text) => [
    [{ key: 'UAPI' }, worstConnections(text), text],
    [{ key: 'UAPI' }, worstConnections(text), 'U0LENA'],
  ]),
  swept(pageReply, (text) => [
    [
      {
        title: 'All tasks',
        lines: severalOf(worstTask(text), 200),
        people: peopleCalled(text),
        empty: 'None.',
      },
    ],
    [{ title: 'None', lines: [], empty: plain(text), hint: 'Make one.', more: `list ${text}` }],
  ]),
  swept(historyReply, (text) => [
    [{ task: worstTask(text), page: { items: [], next: 7 }, people: new Map() }],
    [{ task: worstTask(text), page: { items: entries(text) }, people: peopleCalled(text) }],
  ]),
  swept(meanwhileReply, (text) => [[], [`Reading ${text}`]]),
  swept(settingsReply, (text) => [
    [{ ...settings(text), mayDecide: true, changed: undefined }],
    [{ ...settings(text), mayDecide: false, changed: 'workspace' as const }],
  ]),
  swept(showReply, (text) => shows(text).map((model) => [model])),
  swept(whyReply, (text) => whys(text).map((model) => [model])),
]

function inEveryStatus(task: Task): Task[] {
  const statuses = ['open', 'in_progress', 'in_review', 'done', 'cancelled'] as const
  const closed = { closedBy: task.createdBy, closedAt: minute(5) }
  return [
    { ...task, blockers: {}, impediments: {}, ready: true },
    ...statuses.map((status) => ({ ...task, status, ...closed })),
  ]
}

function shows(text: string): ShowModel[] {
  const blockers = new Map(severalOf(worstTask(text), 100).map((task) => [task.id, task]))
  const dependents = times(200, idOf)
  return inEveryStatus(worstTask(text)).flatMap((task) => [
    { task, blockers, dependents, people: peopleCalled(text), reader: BEN },
    { task, blockers: new Map(), dependents: [], people: new Map(), reader: BEN },
  ])
}

function whys(text: string): WhyModel[] {
  const subject = { kind: 'handoff', readiness: 1, assignment: 1 } as const
  const notice = { id: 'n_1', subject, to: BEN, suppressed: false } as const
  const blockers = new Map(severalOf(worstTask(text), 100).map((task) => [task.id, task]))
  const tellings = times(50, (at) => ({ notice: { ...notice, suppressed: at % 2 === 0 }, at: minute(at) }))
  const people = peopleCalled(text)
  return inEveryStatus({ ...worstTask(text), notices: { n_1: notice } }).flatMap((task) => [
    { task, blockers, tellings, people, onMessage: 'n_1' as const },
    { task, blockers: new Map(), tellings: [], people: new Map(), onMessage: 'n_2' as const },
  ])
}

function settings(text: string): Pick<ShownSettings, 'person' | 'workspace' | 'at'> {
  const daysOff = times(366, (day) => new Date(Date.UTC(2028, 0, 1 + day)).toISOString().slice(0, 10))
  const preferences = { zone: 'Africa/Lagos', daysOff, digest: 'daily', quiet: true, budget: 1_000 } as const
  return {
    person: { workspace: WORKSPACE, id: BEN, name: text, role: 'owner', preferences },
    workspace: { workspace: WORKSPACE, name: text, preferences },
    at: Date.parse(minute(0)),
  }
}

function offered(text: string) {
  const comment = { repository: 'a/b', installation: 1, number: 1, kind: 'comment', id: 1, at: minute(1) } as const
  const occasion = { workspace: WORKSPACE, at: minute(1), cause: 'c', channel: '' }
  const asked = { ...occasion, account: { login: text }, project: 'UAPI', comment }
  const person = { workspace: WORKSPACE, id: BEN, name: text, role: 'member', linkOffered: 'c' } as const
  const nothing = { mentioned: new Map(), projects: [], task: undefined, loginHolder: undefined }
  return { ...occasion, asked, person, settings: { workspace: WORKSPACE, name: text }, ...nothing }
}

/** The events that repeat what somebody wrote. */
export function worstEvents(text: string): readonly TaskEvent[] {
  const happened = { by: github(text), at: minute(1) }
  const url = addressWith(text)
  const impediment = { source: text, reason: text, url }
  const vote = { by: BEN, verdict: 'rejected', at: happened.at, comment: text } as const
  return [
    { type: 'TaskCreated', title: text, phase: 'qa', assignee: BEN, ...happened },
    { type: 'StatusDeclared', declared: { status: 'open', by: happened.by, ordinal: 1, reason: text }, ...happened },
    { type: 'ResourcesRecorded', resources: Object.values(worstTask(text).resources), ...happened },
    { type: 'ImpedimentRaised', ...impediment, ...happened },
    { type: 'PullRecorded', subject: text, pull: aPull('open', 1, { title: text, url }), ...happened },
    { type: 'CheckRecorded', subject: text, check: aCheck('failure', 1, { name: text, url }), ...happened },
    { type: 'ReviewRecorded', review: aReview('asked', 1, { pull: text, url, reviewer: happened.by }), ...happened },
    {
      type: 'DeploymentRecorded',
      subject: text,
      deployment: aDeployment('success', 1, { environment: text, url }),
      ...happened,
    },
    {
      type: 'TaskUnready',
      reasons: [{ kind: 'impediment', source: text, impediment: { reason: text, by: happened.by, since: 1 } }],
      ...happened,
    },
    { type: 'ApprovalVoted', request: 3, vote, ...happened },
    { type: 'TaskReassigned', from: ANN, to: BEN, ...happened },
    { type: 'TaskStarted', ...happened },
  ]
}

function entries(text: string): HistoryPage['items'] {
  const events = worstEvents(text)
  return [...times(enough(200, text), (version) => ({ version, events })), { type: 'HistoryGap', from: 1, to: 9 }]
}

/** Every refusal that repeats what somebody wrote. */
function refusals(text: string): Refusal[] {
  const task = idOf(1)
  const impediment = { reason: text, by: { kind: 'system' }, since: 1 } as const
  return [
    {
      kind: 'decided-by-file',
      key: 'UAPI',
      settings: times(20, () => 'approver-tech-lead'),
      repository: text,
      path: text,
    },
    { kind: 'task-not-found', task: text },
    { kind: 'busy', task: text },
    { kind: 'person-not-found', text },
    { kind: 'person-gone', name: text },
    { kind: 'login-not-proved', login: text },
    { kind: 'project-not-found', key: text, known: times(enough(200, text), () => text) },
    { kind: 'project-exists', key: text, name: text },
    { kind: 'repository-not-found', fullName: text },
    { kind: 'repository-claimed', fullName: text },
    { kind: 'login-not-admin', login: text, fullName: text },
    { kind: 'login-taken', login: text },
    { kind: 'invalid', what: text, hint: text },
    { kind: 'already-blocked', task, reason: text },
    { kind: 'no-impediment', task, others: times(enough(50, text), () => text) },
    { kind: 'cycle', path: times(200, idOf) },
    {
      kind: 'gates-unmet',
      task,
      unmet: [{ gate: { kind: 'checks', names: [text] }, missing: times(enough(20, text), () => text) }],
      byHand: true,
    },
    {
      kind: 'not-ready',
      task,
      verb: 'start',
      reasons: [
        ...times(100, (at) => ({ kind: 'blocker', task: idOf(at) }) as const),
        ...times(enough(50, text), (at) => ({ kind: 'impediment', source: `${at}`, impediment }) as const),
      ],
    },
  ]
}
