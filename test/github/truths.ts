import type { PulledTask, PullTruth, TaskTruth } from '../../app/ports/statements.ts'
import { aTask } from '../support/tasks.ts'
import { HANDOFF } from './notices.ts'
import { DEV } from './world.ts'

/** What there is to say on GitHub about a pull request, and about a task. */

const REPOSITORY = { id: 1, fullName: 'northwind/user-api', installation: 7 }

export const PULLED: PulledTask = {
  id: 'UAPI-12',
  title: 'Provision the Lambda',
  phase: 'infrastructure',
  status: 'in_review',
  afterwards: 'done',
  needs: [],
  lacks: [],
}

export const PULL_TRUTH: PullTruth = {
  kind: 'pull',
  repository: REPOSITORY,
  project: 'UAPI',
  number: 3,
  sha: 'a'.repeat(40),
  state: 'open',
  tasks: [PULLED],
  reviews: [],
  told: [
    { task: 'UAPI-13', title: 'Build the user API', to: { id: DEV, name: 'Dev' }, by: 'slack', isTeam: false },
    { task: 'WEB-4', to: { id: 'per_mo', name: 'Mo' }, by: 'github', isTeam: false },
  ],
  waiting: [{ task: 'UAPI-20', for: ['UAPI-14', 'UAPI-15'], isBlocked: false }],
  beyond: 0,
}

export const TASK_TRUTH: TaskTruth = {
  kind: 'task',
  repository: REPOSITORY,
  issue: 5,
  task: aTask({ id: 'UAPI-13', title: 'Build the user API' }),
  assignee: 'Dev',
  awaited: [],
  needs: [],
  handoff: HANDOFF,
}
