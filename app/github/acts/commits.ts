import { nameNow } from '../../projects/connection.ts'
import { PULL_RANK, type PullFact } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { PullOfCommit } from '../configuration/files.ts'
import { namedTasks } from '../references.ts'
import type { CommitWork, PushWork } from '../work.ts'
import { heeds } from './bots.ts'
import { type ActPorts, actorOf, type Ground, record } from './ground.ts'

/**
 * Commits that were pushed to the default branch and say `Completes UAPI-12`: each is a merge in small, one fact by its own
 * name, so that it counts once however often it is told. Where a pull request brought the commit and names the task itself,
 * that pull request speaks for it: a revert of it must not leave the commit standing.
 */
export async function completeByCommits(ports: ActPorts, ground: Ground, work: PushWork): Promise<void> {
  if (work.commits.length === 0 || work.at === undefined) return
  const { workspace, repository } = ground
  if (work.bot !== undefined && !(await heeds(ports, ground, work.bot))) return
  const by = await actorOf(ports, workspace, work.by, work.byId)
  const place = { repository: nameNow(repository), installation: repository.installation }
  for (const commit of work.commits) {
    const existing = await ports.tasks.loadMany(workspace, commit.tasks)
    const tasks = commit.tasks.filter((id) => existing.has(id))
    if (tasks.length === 0) continue
    const spoken = new Set((await ports.files.pullsOf(place, commit.sha)).flatMap(namedIn))
    const pull: PullFact = { ...factOf(commit), by, ordinal: ordinal(work.at, PULL_RANK.merged) }
    for (const task of tasks) {
      if (spoken.has(task)) continue
      const subject = commitSubject(repository.fullName, commit.sha)
      await record(ports, {
        workspace,
        task,
        command: { type: 'RecordPull', subject, pull, resources: [], by, at: work.at },
      })
    }
  }
}

function factOf({ sha, title, url }: CommitWork): Pick<PullFact, 'state' | 'sha' | 'title' | 'url'> {
  return { state: 'merged', sha, title, url }
}

function namedIn(pull: PullOfCommit) {
  return namedTasks(pull, false)
}

function commitSubject(repository: string, sha: string): string {
  return `${repository}@${sha.slice(0, 12)}`
}
