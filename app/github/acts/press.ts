import { nameNow } from '../../projects/connection.ts'
import { pendingApproval } from '../../tasks/approval.ts'
import { approvalGateOf, unmetGates } from '../../tasks/gates.ts'
import { isClosed, type Task } from '../../tasks/task.ts'
import type { PressWork } from '../work.ts'
import { type ActPorts, groundOf } from './ground.ts'

/**
 * A button on our check run says a verb in the name of whoever pressed it, for each task of the pull request that it is
 * about: the same table judges it, and a refusal is answered in a comment. What came of it shows in the check run itself.
 */
export async function actOnPress(ports: ActPorts, work: PressWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository, project } = ground
  const { does, pull: number, check, login, githubId: id } = work
  if (does === 'again') {
    return ports.restate({ kind: 'pull', workspace, repository: repository.id, number, again: true })
  }
  const row = await ports.pulls.pull(workspace, repository.id, number)
  const tasks = [...(await ports.tasks.loadMany(workspace, row?.tasks ?? [])).values()]
  // Nothing calls for it any more: then the refusal says so.
  const meant = tasks.some(CALLS_FOR[does]) ? tasks.filter(CALLS_FOR[does]) : tasks
  if (meant.length === 0) return ports.log.info('A button is about no task any more', { pull: number, does })
  const at = new Date(ports.now()).toISOString()
  // One press for each request: the same delivery again says the same, and a later request can be approved as well.
  const requests = meant.map(({ approval }) => approval?.since ?? 0).join(',')
  await ports.handOn({
    type: 'RunComment',
    lines: meant.map((task) => `${does} ${task.id}`),
    asked: {
      workspace,
      at,
      cause: `github:${repository.id}:button:${check}:${login}:${does}:${requests}`,
      channel: '',
      account: { login, ...(id === undefined ? {} : { id }) },
      comment: {
        ...{ repository: nameNow(repository), installation: repository.installation },
        ...{ kind: 'button', number, id: check, at },
      },
      project,
    },
  })
}

const CALLS_FOR: Readonly<Record<'request' | 'approve', (task: Task) => boolean>> = {
  approve: (task) => pendingApproval(task) !== undefined,
  request: (task) =>
    !isClosed(task) &&
    pendingApproval(task) === undefined &&
    approvalGateOf(task) !== undefined &&
    unmetGates(task).some(({ gate }) => gate.kind === 'approved'),
}
