import type { HandoffContext, ReadyCause } from '../decisions/handoff-context.ts'
import type { FinishedBlocker, Named } from '../handoffs/content.ts'
import { numberFacts } from '../handoffs/facts.ts'
import { type NotGiven, notGiven } from '../handoffs/not-given.ts'
import type { Directory } from '../ports.ts'
import type { Person } from '../projects/person.ts'
import type { Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { Actor } from '../tasks/actor.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { WantedNotice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { Dependencies } from './dependencies.ts'
import { findings } from './findings.ts'

/** All that the words and the addresses of a notice are made from. */
export type Gathered = {
  readonly task: Task
  readonly notice: WantedNotice
  readonly project: Project
  readonly settings: WorkspaceSettings
  readonly receiver?: Person
  readonly to?: Named
  readonly finished: readonly FinishedBlocker[]
  readonly waitingNext: number
  readonly notGiven: readonly NotGiven[]
  /** What the model is asked with; its ledger is the message's. */
  readonly words: HandoffContext
  readonly place: number
}

/** Phase 3: people, project, settings, and every fact with its source. Two reads and one batched read. */
export async function gatherContext(
  directory: Pick<Directory, 'people' | 'project' | 'settings'>,
  task: Task,
  notice: WantedNotice,
  dependencies: Dependencies,
): Promise<Gathered> {
  const { workspace } = task
  const { finished, waitingNext, place } = dependencies
  const actors = [...finished.map((blocker) => blocker.closedBy), ...finished.flatMap(authors), task.turnBy]
  const [people, project, settings] = await Promise.all([
    directory.people(workspace, [...personIds(actors), ...(notice.to === undefined ? [] : [notice.to])]),
    directory.project(workspace, task.project),
    directory.settings(workspace),
  ])
  const nameOf = (actor: Actor | undefined) => actorName(actor, people)
  const known = project ?? unknownProject(task)
  const receiver = notice.to === undefined ? undefined : people.get(notice.to)
  const facts = numberFacts(findings(task, finished, known, nameOf))
  const to = receiver === undefined ? undefined : named(receiver)
  return {
    task,
    notice,
    project: known,
    settings: settings ?? { workspace, name: workspace },
    ...(receiver === undefined ? {} : { receiver }),
    ...(to === undefined ? {} : { to }),
    finished: finished.map((blocker) => ({
      id: blocker.id,
      title: blocker.title,
      phase: blocker.phase,
      by: nameOf(blocker.closedBy) ?? 'CodexFlow',
    })),
    waitingNext: waitingNext.length,
    notGiven: notGiven(known.contracts ?? [], task.phase, finished),
    place,
    words: {
      task: { id: task.id, title: task.title, phase: task.phase },
      becauseOf: finished.slice(0, 1).map((blocker) => readyCause(blocker, nameOf(blocker.closedBy))),
      receiver: { name: receiver?.name ?? `the ${task.phase} team`, role: receiver?.phase ?? task.phase },
      project: { key: known.key, name: known.name },
      waitingNext: waitingNext.length,
      facts,
    },
  }
}

function readyCause(blocker: Task, closedBy: string | undefined): ReadyCause {
  const { id: taskId, title, phase, status, declared, pulls } = blocker
  const merged = Object.values(pulls).some((pull) => pull.state === 'merged')
  const how = status === 'cancelled' ? 'cancelled' : merged && declared.status !== 'done' ? 'merged' : 'completed'
  return { taskId, title, phase, ...(closedBy === undefined ? {} : { closedBy }), how }
}

function authors(task: Task): Actor[] {
  return [...Object.values(task.resources), ...Object.values(task.pulls)].map(({ by }) => by)
}

function personIds(actors: readonly (Actor | undefined)[]): PersonId[] {
  return actors.flatMap((actor) => (actor?.kind === 'person' ? [actor.id] : []))
}

/** Who did something, by name; nothing for us ourselves and for those who left. */
export function actorName(actor: Actor | undefined, people: ReadonlyMap<PersonId, Person>): string | undefined {
  if (actor?.kind === 'person') return people.get(actor.id)?.name
  return actor?.kind === 'github' ? actor.login : undefined
}

/** A person as messages name them. */
export function named({ id, name, slackUser, githubLogin }: Person): Named {
  return {
    id,
    name,
    ...(slackUser === undefined ? {} : { slackUser }),
    ...(githubLogin === undefined ? {} : { githubLogin }),
  }
}

/** The project of a task is never deleted; should its row be missing all the same, the message still goes out. */
export function unknownProject({ workspace, project }: Task): Project {
  return {
    workspace,
    key: project,
    name: project,
    phaseChannels: {},
    repositories: [],
    gates: [],
    requiredChecks: [],
    documents: [],
    version: 0,
  }
}
