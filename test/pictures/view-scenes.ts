import { homeView } from '../../app/slack/home/home-view.ts'
import { digestBlocks } from '../../app/slack/messages/digest-blocks.ts'
import { formView } from '../../app/slack/modals/form-view.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import type { Phase } from '../../app/tasks/phase.ts'
import type { Task } from '../../app/tasks/task.ts'
import { after, ask, aTask, openSince, person, WORKSPACE } from '../support/tasks.ts'
import type { Scene } from './scenes.ts'

const GAIUS = 'per_gaius'
const PEOPLE = new Map([
  [GAIUS, { name: 'Gaius Okoro' }],
  ['per_mei', { name: 'Mei Lin' }],
  ['per_quinn', { name: 'Quinn Adler' }],
] as const)

const CRUD = task('UAPI-12', 'Implement user CRUD endpoints', 'backend')
const FORM = task('UAPI-14', 'Build the sign-up form', 'frontend', { assignee: 'per_mei', after: 'UAPI-12' })
const LIMITS = task('UAPI-17', 'Limit sign-ups for each address', 'backend', { after: 'UAPI-16' })
const RELEASE = {
  ...after(
    task('UAPI-18', 'Release sign-up', 'deployment', {
      gates: [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }],
    }),
    ask.approval(
      { 'tech-lead': [GAIUS] },
      { by: person('per_quinn'), note: 'Staging has run for two days without an error.' },
    ),
  ),
} as const
const MODEL = {
  ...after(task('UAPI-8', 'Model the data of a user', 'backend'), ask.done({ by: person(GAIUS) })),
  closedAt: '2026-11-27T15:00:00Z',
}
const PAGE = after(
  task('UAPI-10', 'Draw the sign-up page', 'design', { assignee: 'per_mei' }),
  ask.got({ by: person('per_mei') }),
)
const SCHEMA = after(task('UAPI-9', 'Describe the API', 'backend'), ask.start({ by: person(GAIUS) }))

function task(
  id: TaskId,
  title: string,
  phase: Phase,
  over: { assignee?: Task['assignee']; after?: TaskId; gates?: Task['gates'] } = {},
): Task {
  const blockers = over.after === undefined ? {} : { [over.after]: openSince(1) }
  return aTask({ id, title, phase, assignee: over.assignee ?? GAIUS, blockers, gates: over.gates ?? [] })
}

/** What a working day begins with, the Home tab, and the form of a new task. */
export function viewScenes(): readonly Scene[] {
  return [
    { name: 'digest', caption: 'A working day begins', shown: { on: 'message', ...digest() } },
    { name: 'home', caption: 'The Home tab', shown: { on: 'home', text: '', ...home() } },
    {
      name: 'new-task',
      caption: 'A new task',
      shown: { on: 'modal', view: formView('task.new', { project: 'UAPI', title: 'Test sign-up from end to end' }) },
    },
  ]
}

function digest() {
  const line = ({ id, title }: Task, awaitedBy = 0) => ({ id, title, awaitedBy, isNew: false })
  return digestBlocks({
    workspace: WORKSPACE,
    person: GAIUS,
    slackUser: 'U0GAIUS',
    day: '2026-11-30',
    because: 'digest',
    ready: [{ ...line(CRUD, 2), isNew: true }],
    begun: [line(SCHEMA, 1)],
    waiting: [{ ...line(LIMITS), reasons: [{ kind: 'blocker', task: 'UAPI-16' }] }],
    approvals: [
      {
        ...line(RELEASE),
        since: '2026-11-27T16:00:00.000Z',
        until: '2026-12-02T16:00:00.000Z',
      },
    ],
    folded: [],
  })
}

function home() {
  return homeView({
    person: { workspace: WORKSPACE, id: GAIUS, name: 'Gaius Okoro', role: 'member', githubLogin: 'gaius-okoro' },
    at: '2026-11-30T09:00:00Z',
    hasProjects: true,
    ready: [
      { task: CRUD, release: { frees: [FORM], people: ['per_mei', 'per_quinn'], atLeast: false }, visible: [FORM] },
    ],
    under: [SCHEMA],
    waiting: [
      {
        line: LIMITS,
        on: [{ id: 'UAPI-16', task: task('UAPI-16', 'Choose a limit', 'prd', { assignee: 'per_quinn' }) }],
        since: '2026-11-27T10:00:00Z',
      },
    ],
    approvals: [RELEASE],
    handedOn: [{ task: MODEL, next: [PAGE], unseen: 0 }],
    away: [],
    more: false,
    people: PEOPLE,
  })
}
