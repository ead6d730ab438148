import type { Task } from '../tasks/task.ts'
import { isGone, isSelf, type Person } from './person.ts'

/** What a person may be in a workspace. */
export const ROLES = ['owner', 'lead', 'member', 'guest'] as const
export type Role = (typeof ROLES)[number]

/** Everything that a surface lets people do. */
export const ACTIONS = [
  'help',
  'project.create',
  'project.connect',
  'project.view',
  'project.archive',
  'project.settings',
  'people.view',
  'people.change',
  'audit.view',
  'feedback.give',
  'feedback.view',
  'identity.link',
  'task.create',
  'task.view',
  'task.start',
  'task.complete',
  'task.reopen',
  'task.cancel',
  'task.block',
  'task.unblock',
  'task.unblock-others',
  'task.assign',
  'task.order',
  'settings.own',
  'settings.workspace',
  'handoff.answer',
  'approval.request',
  'approval.decide',
] as const
export type Action = (typeof ACTIONS)[number]

/** `own`: only on a task that is assigned to, or was created by, that person. */
type Cell = 'yes' | 'own' | 'no'

/**
 * Who may do what: the one table that Slack, GitHub and REST read. A missing cell denies, and a test walks every cell.
 */
const TABLE: Readonly<Record<Role, Readonly<Partial<Record<Action, Cell>>>>> = {
  owner: everything(),
  lead: { ...everything(), 'people.change': 'no', 'feedback.view': 'no', 'settings.workspace': 'no' },
  member: {
    ...everything(),
    'project.connect': 'no',
    'project.archive': 'no',
    'project.settings': 'no',
    'people.change': 'no',
    'audit.view': 'no',
    'feedback.view': 'no',
    'task.cancel': 'own',
    'task.unblock-others': 'no',
    'settings.workspace': 'no',
  },
  guest: {
    help: 'yes',
    'feedback.give': 'yes',
    'identity.link': 'yes',
    'task.view': 'own',
    'task.start': 'own',
    'task.complete': 'own',
    'task.block': 'own',
    'task.unblock': 'own',
    'settings.own': 'yes',
    'handoff.answer': 'own',
    'approval.request': 'own',
  },
}

/** Whether `person` may do `action`, on `task` where the action concerns one. Whoever has left the workspace may do nothing. */
export function may(
  person: Pick<Person, 'id' | 'role' | 'stay' | 'also'>,
  action: Action,
  task?: Pick<Task, 'assignee' | 'createdBy'>,
): boolean {
  if (isGone(person)) return false
  const cell = TABLE[person.role]?.[action] ?? 'no'
  if (cell !== 'own') return cell === 'yes'
  if (task === undefined) return false
  const { assignee, createdBy } = task
  return isSelf(person, assignee) || (createdBy.kind === 'person' && isSelf(person, createdBy.id))
}

/** The roles that may do `action` on any task, for the words of a refusal and of `help`. */
export function rolesThatMay(action: Action): readonly Role[] {
  return ROLES.filter((role) => TABLE[role][action] === 'yes')
}

/** The roles that may do `action` on their own tasks only. */
export function rolesThatMayOnTheirOwn(action: Action): readonly Role[] {
  return ROLES.filter((role) => TABLE[role][action] === 'own')
}

function everything(): Record<Action, Cell> {
  return Object.fromEntries(ACTIONS.map((action) => [action, 'yes'])) as Record<Action, Cell>
}
