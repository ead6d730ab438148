import type { KeptReview } from '../../ports/pulls.ts'
import { may } from '../../projects/permissions.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { ReviewWork } from '../work.ts'
import { heeds } from './bots.ts'
import { type ActPorts, actorOf, type Ground, groundOf, record } from './ground.ts'

/**
 * Records what is said of the review of a pull request on the tasks that it names. It is kept first, so that a task that is
 * named later finds it. Only a fact to look at: GitHub itself tells those whom it concerns.
 */
export async function actOnReview(ports: ActPorts, work: ReviewWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined || !(await counts(ports, ground, work))) return
  const { workspace, repository } = ground
  const { kind: _, repository: __, number, isBot: ___, isStranger: ____, ...review } = work
  await ports.pulls.keepReview(workspace, repository.id, number, review)
  const row = await ports.pulls.pull(workspace, repository.id, number)
  await recordReviews(ports, ground, number, row?.tasks ?? [], [review])
}

// As for pull requests: docs/decisions/0006-pull-requests-of-strangers.md.
async function counts(ports: ActPorts, ground: Ground, { login, id, isBot, isStranger }: ReviewWork): Promise<boolean> {
  if (isBot) return heeds(ports, ground, login)
  if (!isStranger) return true
  const person = await ports.directory.personByLogin(ground.workspace, login, id)
  return person !== undefined && may(person, 'task.complete')
}

/** Records these words about the review of one pull request on tasks. */
export async function recordReviews(
  ports: ActPorts,
  { workspace, repository }: Ground,
  number: number,
  tasks: readonly TaskId[],
  reviews: readonly KeptReview[],
): Promise<void> {
  if (tasks.length === 0) return
  const pull = `${repository.fullName}#${number}`
  for (const { login, id, by: whoever, byId, at, ...said } of reviews) {
    const by = await actorOf(ports, workspace, whoever, byId)
    const reviewer = said.isTeam ? ({ kind: 'github', login } as const) : await actorOf(ports, workspace, login, id)
    const review = { ...said, pull, login, reviewer }
    for (const task of tasks)
      await record(ports, { workspace, task, command: { type: 'RecordReview', review, by, at } })
  }
}
