import { nameNow } from '../../projects/connection.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { AskedInGithub } from '../../verbs/asked.ts'
import type { CommandWork } from '../work.ts'
import { type ActPorts, type Ground, groundOf, personOf } from './ground.ts'

/**
 * Hands on what somebody says in a comment: judging, doing and answering it take reads and calls that a delivery must not
 * wait for. The comment gets its eyes as soon as it is on the queue. Nothing where nobody has connected the repository, and of
 * strangers only as many as leave room for everybody else: what is written to them takes turns from the tenant's own notices.
 */
export async function actOnCommand(ports: ActPorts, work: CommandWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { login, githubId: id, isOutside, place, at, lines } = work
  const { workspace, repository, project } = ground
  const isStranger = work.isStranger === true && (await personOf(ports, workspace, login, id)) === undefined
  if (isStranger && !(await ports.hears(workspace, repository.installation))) {
    ports.log.warn('A stranger is not answered: there are too many', { repository: repository.fullName, ...place })
    return
  }
  const task = await taskHere(ports, ground, work)
  const asked: AskedInGithub = {
    workspace,
    at: new Date(ports.now()).toISOString(),
    cause: causeOf(repository.id, place),
    channel: '',
    account: { login, ...(id === undefined ? {} : { id }) },
    ...(isOutside === true ? { isOutside } : {}),
    comment: { ...place, repository: nameNow(repository), installation: repository.installation, at },
    project,
    ...(task === undefined ? {} : { task }),
  }
  await ports.handOn({ type: 'RunComment', lines: [...lines], asked })
  if (!isStranger) await ports.see(asked)
}

/** Names one comment for ever, however often and by whatever delivery it comes. */
function causeOf(repository: number, { kind, id }: CommandWork['place']): string {
  return `github:${repository}:${kind}:${id}`
}

// Two tasks are no context: then each has to be named.
async function taskHere(
  { issues, pulls, tasks }: ActPorts,
  { workspace, repository }: Ground,
  { place: { number }, named }: CommandWork,
): Promise<TaskId | undefined> {
  const [issue, pull] = await Promise.all([
    issues.issue(workspace, { repository: repository.id, number }),
    pulls.pull(workspace, repository.id, number),
  ])
  if (issue?.task !== undefined) return issue.task
  const meant = pull?.tasks ?? [...(await tasks.loadMany(workspace, named)).keys()]
  return meant.length === 1 ? meant[0] : undefined
}
