import { changeName } from '../../ports/deployments.ts'
import { nameNow } from '../../projects/connection.ts'
import { PULL_RANK, type PullFact } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { PullOfCommit } from '../configuration/files.ts'
import { namedTasks } from '../references.ts'
import type { CommitWork, PushWork } from '../work.ts'
import { type ActPorts, actorOf, type Ground, record } from './ground.ts'
import { recordMerge } from './merge.ts'
import { settleCommitReverts } from './reverts.ts'

/**
 * Commits that were pushed to the default branch and say `Completes UAPI-12`: each is a merge in small, one fact by its own
 * name, so that it counts once however often it is told. Where a pull request brought the commit and names the task itself,
 * that pull request speaks for it: a revert of it must not leave the commit standing.
 */
export async function completeByCommits(ports: ActPorts, ground: Ground, work: PushWork): Promise<void> {
  if (work.commits.length === 0 || work.at === undefined) return
  const { workspace, repository } = ground
  const by = await actorOf(ports, workspace, work.by, work.byId)
  const place = { repository: nameNow(repository), installation: repository.installation }
  for (const commit of work.commits) {
    const existing = await ports.tasks.loadMany(workspace, commit.tasks)
    const tasks = commit.tasks.filter((id) => existing.has(id))
    if (tasks.length === 0) continue
    const spoken = new Set((await ports.files.pullsOf(place, commit.sha)).flatMap(namedIn))
    const own = tasks.filter((task) => !spoken.has(task))
    if (own.length === 0) continue
    const { sha } = commit
    const merged = ordinal(work.at, PULL_RANK.merged)
    const kept = { sha, commit: sha, head: sha, base: work.branch, tasks: own, merged, ordinal: merged }
    const named = own.flatMap((task) => existing.get(task) ?? [])
    await recordMerge(ports, ground, kept, named)
    const pull: PullFact = { ...factOf(commit), by, ordinal: merged }
    const subject = `${repository.fullName}${changeName(kept)}`
    for (const task of own) {
      await record(ports, {
        workspace,
        task,
        command: { type: 'RecordPull', subject, pull, resources: [], by, at: work.at },
      })
    }
    await settleCommitReverts(ports, ground, sha)
  }
}

function factOf({ sha, title, url }: CommitWork): Pick<PullFact, 'state' | 'sha' | 'title' | 'url'> {
  return { state: 'merged', sha, title, url }
}

function namedIn(pull: PullOfCommit) {
  return namedTasks(pull, false)
}
