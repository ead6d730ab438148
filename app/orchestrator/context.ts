import type { HandoffContext, ReadyCause } from '../decisions/handoff-context.ts'
import type { FinishedBlocker, Named } from '../handoffs/content.ts'
import { numberFacts } from '../handoffs/facts.ts'
import { type NotGiven, notGiven } from '../handoffs/not-given.ts'
import type { Directory } from '../ports/directory.ts'
import { isGone, type Person } from '../projects/person.ts'
import type { Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import { type Actor, isPerson } from '../tasks/actor.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { WantedNotice } from '../tasks/notice.ts'
import { lastGate } from '../tasks/status.ts'
import type { Gate, Task } from '../tasks/task.ts'
import { leadHere } from './addressee.ts'
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
  /** The name of the assignee, where they have left the workspace: somebody else is told in their place. */
  readonly left?: string
  readonly finished: readonly FinishedBlocker[]
  readonly waitingNext: number
  readonly notGiven: readonly NotGiven[]
  /** What the model is asked with; its ledger is the message's. */
  readonly words: HandoffContext
  readonly place: number
}

/**
 * Phase 3: people, project, settings, and every fact with its source. Two reads and one batched read; one more where the
 * receiver has left the workspace, and whoever leads the work is told in their place.
 */
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
  const meant = notice.to === undefined ? undefined : people.get(notice.to)
  const left = meant !== undefined && isGone(meant) ? meant.name : undefined
  const receiver = left === undefined ? meant : await leadHere(directory, known, task.phase)
  // Nobody is told of themselves by name.
  const closerOf = ({ closedBy }: Task) =>
    receiver !== undefined && isPerson(closedBy, receiver.id) ? undefined : nameOf(closedBy)
  const facts = numberFacts(findings(task, finished, known, nameOf))
  // To whoever is told in their place it is nobody's.
  const to = receiver === undefined || left !== undefined ? undefined : named(receiver)
  return {
    task,
    notice,
    project: known,
    settings: settings ?? { workspace, name: workspace },
    ...(receiver === undefined ? {} : { receiver }),
    ...(to === undefined ? {} : { to }),
    ...(left === undefined ? {} : { left }),
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
      becauseOf: finished.slice(0, 1).map((blocker) => readyCause(blocker, closerOf(blocker))),
      receiver: addressed(left === undefined ? receiver : undefined, task),
      project: { key: known.key, name: known.name },
      waitingNext: waitingNext.length,
      facts,
    },
  }
}

function addressed(receiver: Person | undefined, { phase }: Task): HandoffContext['receiver'] {
  return { name: receiver?.name ?? `the ${phase} team`, role: receiver?.phase ?? phase }
}

const HOW = {
  manual: 'completed',
  merged: 'merged',
  checks: 'checked',
  deployed: 'deployed',
  approved: 'approved',
} as const satisfies Record<Gate['kind'], ReadyCause['how']>

function readyCause(blocker: Task, closedBy: string | undefined): ReadyCause {
  const { id: taskId, title, phase, status } = blocker
  const how = status === 'cancelled' ? 'cancelled' : HOW[lastGate(blocker) ?? 'manual']
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
