import type { HttpEvent } from '../../app/door.ts'
import { ROLES, type Role } from '../../app/projects/permissions.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { packTaskButton } from '../../app/slack/actions/task-button.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import { create } from '../../app/tasks/create.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { noticeId } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import { type Workspace, workspaceOf } from '../../app/tasks/workspace.ts'
import { form, signedBySlack } from './requests.ts'
import type { SlackHouse } from './slack-house.ts'
import { changed, minute } from './tasks.ts'

/** One workspace for each occasion, with a person of every role, so that no test finds what another left. */
export type Tenant = {
  readonly workspace: Workspace
  readonly people: Readonly<Record<Role, Person>>
  readonly project: Project
}

let tenants = 0

export async function tenant(house: SlackHouse): Promise<Tenant> {
  const workspace = workspaceOf(`T${String(++tenants).padStart(5, '0')}X`)
  const someone = (role: Role): Person => ({
    workspace,
    id: `per_${role}`,
    name: `The ${role}`,
    role,
    slackUser: `U0${role.toUpperCase()}`,
    githubLogin: `${role}-codes`,
  })
  const people = Object.fromEntries(ROLES.map((role) => [role, someone(role)])) as Record<Role, Person>
  const project: Project = {
    workspace,
    key: 'UAPI',
    name: 'User API',
    homeChannel: 'C0UAPI',
    phaseChannels: {},
    repositories: [],
    gates: [],
    requiredChecks: [],
    documents: [],
    version: 1,
  }
  await Promise.all([
    house.directory.saveSettings({ workspace, name: 'Northwind' }),
    house.directory.createProject(project),
    ...Object.values(people).map((person) => house.directory.savePerson(person)),
  ])
  return { workspace, people, project }
}

/** A task of the project that nobody of the four has made, assigned to one of them or to nobody. */
export async function given(house: SlackHouse, { workspace }: Tenant, id: TaskId, assignee?: Person): Promise<Task> {
  const made = create({
    workspace,
    id,
    title: `The work of ${id}`,
    phase: 'backend',
    ...(assignee === undefined ? {} : { assignee: assignee.id }),
    blockers: {},
    gates: [],
    requiredChecks: [],
    by: SYSTEM,
    at: minute(0),
  })
  if (!made.ok) throw new Error(`The task of the test cannot be made: ${JSON.stringify(made.error)}`)
  await house.graph.create(made.value, `given ${id}`, new Map())
  return made.value.task
}

let occasions = 0
const now = () => Math.floor(Date.now() / 1000)

/** `/codexflow <text>`, as Slack signs it now. */
export function typed(house: SlackHouse, { workspace }: Tenant, { slackUser = '' }: Person, text: string): HttpEvent {
  const fields = {
    command: '/codexflow',
    team_id: workspace,
    user_id: slackUser,
    user_name: slackUser.toLowerCase(),
    channel_id: 'C0UAPI',
    channel_name: 'uapi',
    text,
    trigger_id: `trigger-${++occasions}`,
    response_url: house.responseUrl,
  }
  return signedBySlack(form(fields), { at: now() })
}

/** A press on a button of a message. */
export function pressed(
  house: SlackHouse,
  { workspace }: Tenant,
  { slackUser = '' }: Person,
  actionId: string,
  value: string,
): HttpEvent {
  const payload = {
    type: 'block_actions',
    team: { id: workspace },
    user: { id: slackUser, team_id: workspace },
    channel: { id: 'C0UAPI', name: 'uapi' },
    container: { type: 'message', message_ts: '1780000000.000100', channel_id: 'C0UAPI' },
    message: { ts: '1780000000.000100', text: 'Your turn' },
    trigger_id: `trigger-${++occasions}`,
    response_url: house.responseUrl,
    actions: [{ type: 'button', block_id: 'b', action_id: actionId, value, action_ts: `${++occasions}.5` }],
  }
  return signedBySlack(form({ payload: JSON.stringify(payload) }), { at: now() })
}

/** The same, told to its assignee: answers the value of the buttons on that message. */
export async function told(house: SlackHouse, home: Tenant, id: TaskId, assignee: Person): Promise<string> {
  const task = await given(house, home, id, assignee)
  const subject = { kind: 'handoff', readiness: task.readiness, assignment: task.assignment } as const
  const notice = { id: noticeId(task, subject), subject, to: assignee.id, suppressed: false }
  const by = { by: SYSTEM, at: minute(1) }
  if ((await house.log.append(changed(task, { type: 'WriteNotice', notice, ...by }))) === 'conflict') {
    throw new Error('The notice of the test could not be written.')
  }
  return packTaskButton({ task: id, notice: notice.id })
}

/** What is entered in a form: by block, by action. `users`: chosen from Slack's people, all else typed or chosen. */
export type Entered = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A form, filled in and sent. */
export function submitted(
  { workspace }: Tenant,
  { slackUser = '' }: Person,
  form: string,
  metadata: string,
  entered: Entered,
): HttpEvent {
  const fields = Object.entries(entered).map(([block, actions]) => {
    const states = Object.entries(actions).map(([action, value]) => [action, stateOf(value)])
    return [block, Object.fromEntries(states)]
  })
  const payload = {
    type: 'view_submission',
    team: { id: workspace },
    user: { id: slackUser, team_id: workspace },
    trigger_id: `trigger-${++occasions}`,
    view: {
      id: 'V1',
      hash: `hash-${occasions}`,
      callback_id: form,
      private_metadata: metadata,
      state: { values: Object.fromEntries(fields) },
    },
  }
  return signedBySlack(formOf(payload), { at: now() })
}

/** A shortcut chosen from Slack's own menu. */
export function chosen(
  { workspace }: Tenant,
  { slackUser = '' }: Person,
  callbackId: string,
  onMessage: boolean,
): HttpEvent {
  const message = {
    channel: { id: 'C0UAPI', name: 'uapi' },
    message: { ts: '1780000000.000100', text: 'We need a rate limit', user: 'U0OWNER' },
    message_ts: '1780000000.000100',
  }
  const payload = {
    type: onMessage ? 'message_action' : 'shortcut',
    team: { id: workspace, domain: 'northwind' },
    user: { id: slackUser, team_id: workspace },
    callback_id: callbackId,
    trigger_id: `trigger-${++occasions}`,
    ...(onMessage ? { ...message, response_url: 'https://hooks.slack.com/actions/T1/1/x' } : {}),
  }
  return signedBySlack(formOf(payload), { at: now() })
}

function stateOf(value: string): Record<string, unknown> {
  return /^U0[A-Z]+$/.test(value) ? { type: 'users_select', selected_user: value } : { type: 'plain_text_input', value }
}

function formOf(payload: object): string {
  return form({ payload: JSON.stringify(payload) })
}

/** The same words to CodexFlow itself, in a thread of a channel. */
export function mentioned({ workspace }: Tenant, { slackUser = '' }: Person, text: string): HttpEvent {
  const at = now()
  const body = {
    type: 'event_callback',
    team_id: workspace,
    api_app_id: 'A1',
    event_id: `Ev${++occasions}`,
    event_time: at,
    authorizations: [{ team_id: workspace, user_id: 'U0BOT', is_bot: true, is_enterprise_install: false }],
    event: {
      type: 'app_mention',
      user: slackUser,
      text: `<@U0BOT> ${text}`,
      ts: `${at}.000200`,
      thread_ts: `${at}.000100`,
      channel: 'C0UAPI',
      event_ts: `${at}.000200`,
    },
  }
  return signedBySlack(JSON.stringify(body), { at, headers: { 'content-type': 'application/json' } })
}
