import { MAX_NEED_LABEL } from '../../../app/projects/contract.ts'
import { MODALS } from '../../../app/slack/callbacks.ts'
import { homeView, notInstalledHome } from '../../../app/slack/home/home-view.ts'
import type { HomeModel } from '../../../app/slack/home/model.ts'
import type { Values } from '../../../app/slack/inputs.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import { incidentReply } from '../../../app/slack/messages/incident-reply.ts'
import { leftBehindReply } from '../../../app/slack/messages/left-behind-reply.ts'
import { madeOfReply } from '../../../app/slack/messages/made-of-reply.ts'
import { formView, pageView, withMoreRows } from '../../../app/slack/modals/form-view.ts'
import { openingReply, outdatedReply } from '../../../app/slack/modals/open.ts'
import { MAX_ASKED, type Preset } from '../../../app/slack/modals/preset.ts'
import type { ApprovalRequest } from '../../../app/tasks/approval.ts'
import { PHASES } from '../../../app/tasks/phase.ts'
import { plain } from '../../../app/verbs/words/markup.ts'
import { replyOf } from '../../../app/verbs/words/reply.ts'
import { BEN, minute, WORKSPACE } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, peopleCalled, severalOf, times, worstConnections, worstTask } from './worst.ts'

/** Forms, pages and Home tabs. */
export const VIEWS: readonly Sweep[] = [
  swept(formView, (text) =>
    MODALS.flatMap((form) => [
      [form, presetOf(text)],
      [form, presetOf(text), everywhere(form, text), inSlack(replyOf([`No: ${plain(text)}`]))],
    ]),
  ),
  swept(withMoreRows, (text) => [['task.done' as const, presetOf(text), everywhere('task.done', text)]]),
  swept(pageView, (text) => [
    ['CodexFlow', inSlack(replyOf(times(enough(40, text), () => `No: ${plain(text, 2_000)}`)))],
    ['CodexFlow', { text: `No: ${plain(text)}` }],
  ]),
  swept(incidentReply, (text) => [
    [{ alarm: text, description: text, reason: text, state: 'ALARM' as const, at: '2026-03-02T09:00:00.000Z' }],
  ]),
  swept(madeOfReply, (text) => [[idOf(1), text]]),
  swept(leftBehindReply, (text) => {
    const tasks = times(10, (at) => ({ ...worstTask(text), id: idOf(at), ready: false }))
    const posts = times(enough(40, text), () => ({ project: 'UAPI', setting: 'approver-tech-lead' }))
    return [[{ name: text, tasks, count: 5_000, posts }], [{ name: text, tasks: [], count: 0, posts: [] }]]
  }),
  swept(outdatedReply, () => [[]]),
  swept(notInstalledHome, () => [[]]),
  swept(openingReply, (text) => {
    const asked = {
      workspace: WORKSPACE,
      slackUser: 'U0BEN',
      userName: text,
      channel: 'C1',
      at: minute(60),
      cause: 'c',
      responseUrl: '',
    }
    const context = {
      ...{ workspace: WORKSPACE, channel: 'C1', at: minute(60), cause: 'c', asked },
      person: personCalled(text),
      projects: [],
      task: worstTask(text),
      loginHolder: undefined,
      settings: { workspace: WORKSPACE, name: text },
    }
    return MODALS.map((form) => [{ form, preset: presetOf(text) }, context] as const)
  }),
  swept(homeView, (text) => [[full(text)], [empty(text)], [{ ...empty(text), hasProjects: false }], [guest(text)]]),
]

function personCalled(name: string) {
  return { workspace: WORKSPACE, id: BEN, name, role: 'owner', slackUser: 'U0BEN', githubLogin: name } as const
}

function full(text: string): HomeModel {
  const tasks = severalOf(worstTask(text), 60)
  const release = { frees: tasks, people: times(60, (at) => `per_${at}` as const), atLeast: true }
  return {
    ...empty(text),
    hasProjects: true,
    ready: tasks.map((task) => ({ task, release, visible: tasks })),
    under: tasks,
    waiting: tasks.map((line) => ({ line, on: tasks.map((task) => ({ id: task.id, task })), since: minute(1) })),
    approvals: tasks.map((task) => ({ ...task, approval: requestOf(text) })),
    handedOn: tasks.slice(0, 5).map((task) => ({ task: { ...task, closedAt: minute(2) }, next: tasks, unseen: 7 })),
    more: true,
  }
}

function requestOf(note: string): ApprovalRequest {
  const approvers = Object.fromEntries(times(enough(5, note), (at) => [`${note.slice(0, 40)}${at}`, [BEN]]))
  const until = { remindAt: minute(90), expiresAt: minute(120) }
  return {
    since: 1,
    by: { kind: 'github', login: note },
    at: minute(60),
    note,
    quorum: 1,
    approvers,
    votes: [],
    ...until,
  }
}

function empty(text: string): HomeModel {
  const nothing = { ready: [], under: [], waiting: [], handedOn: [], approvals: [], more: false }
  const away = worstConnections(text).map((repository) => ({ project: 'ABCDEFGHIJ' as const, repository }))
  return { ...nothing, away, person: personCalled(text), at: minute(60), hasProjects: true, people: peopleCalled(text) }
}

function guest(text: string): HomeModel {
  return { ...empty(text), person: { ...personCalled(text), role: 'guest' } }
}

// What Slack itself gives back is of its own form: ids of people and channels, and of tasks that we offered.
const OF_SLACK: Values = {
  assign: { assign: 'U0BEN' },
  to: { to: 'U0BEN' },
  channel: { channel: 'C0BEN' },
  after: { 'task.search': 'UAPI-1 UAPI-2' },
  project: { 'project.search': 'UAPI' },
}

function everywhere(form: (typeof MODALS)[number], text: string): Values {
  const fields = formView(form, presetOf(text)).blocks.flatMap((block) =>
    block.type === 'input' && block.block_id !== undefined ? [[block.block_id, { any: text }]] : [],
  )
  return { ...Object.fromEntries(fields), ...OF_SLACK }
}

function presetOf(text: string): Preset {
  const lack = { kind: 'environment', label: text.slice(0, MAX_NEED_LABEL), for: PHASES, blocks: true } as const
  const lacks = times(MAX_ASKED, () => lack)
  return { task: idOf(1), title: text.slice(0, 200), project: 'ABCDEFGHIJ', channel: 'C0BEN', rows: 20, lacks }
}
