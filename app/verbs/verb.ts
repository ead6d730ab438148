import type { addDependency, createTask, removeDependency } from '../dependencies.ts'
import type { simulate } from '../insight/simulate.ts'
import type { ruleFor, TraceWanted, trace } from '../insight/trace.ts'
import type { Heard } from '../insight/who-hears.ts'
import type { Audit } from '../ports/audit.ts'
import type { DigestOrder } from '../ports/digests.ts'
import type { Directory } from '../ports/directory.ts'
import type { Drawing } from '../ports/drawing.ts'
import type { Feedback } from '../ports/feedback.ts'
import type { EventHistory } from '../ports/history.ts'
import type { ImportBook } from '../ports/imports.ts'
import type { LinkCodes, Logins } from '../ports/logins.ts'
import type { TaskGraph, TaskLog } from '../ports/task-log.ts'
import type { TaskViews } from '../ports/task-views.ts'
import type { Person } from '../projects/person.ts'
import type { Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import { ok, type Result } from '../result.ts'
import type { Submission } from '../submit.ts'
import type { PersonId, ProjectKey, TaskId } from '../tasks/ids.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Asked, AskedInGithub } from './asked.ts'
import type { FollowUp } from './follow-up.ts'
import type { Line, Wrong } from './parse.ts'
import type { VerbCard } from './verb-card.ts'
import type { Reply } from './words/reply.ts'

/** What a verb needs to know from the start, read in one round together with the person who asks. */
export type Wants = {
  /** Whom it mentions, as `mentionsOf` names them. */
  readonly people?: readonly string[]
  readonly projects?: boolean
  readonly task?: TaskId
  /** A GitHub login whose holder it needs. */
  readonly login?: string
}

/** Who asks, and what was wanted. */
export type VerbContext = Pick<Asked, 'workspace' | 'at' | 'cause' | 'channel' | 'thread'> & {
  readonly asked: Asked
  /** The project of the repository in which it was asked. */
  readonly here?: ProjectKey
  /** GitHub says that they may not write to the repository, and nobody else vouches for them. */
  readonly isStranger?: true
  readonly settings: WorkspaceSettings
  readonly person: Person
  /** As `mentionsOf` names them. Whoever is missing is unknown. */
  readonly mentioned: ReadonlyMap<string, Person>
  readonly projects: readonly Project[]
  readonly task: Task | undefined
  readonly loginHolder: Person | undefined
}

/** A drawing, and the conversation in which it is to be shown. */
export type Shown = {
  readonly workspace: Workspace
  /** Empty: there is none. */
  readonly channel: string
  /** The ts of the thread's parent. */
  readonly thread?: string
  readonly drawing: Drawing
  /** For those who cannot see it. */
  readonly alt: string
}

/** What verbs ask of the world that answer later. */
export type LaterPorts = {
  /** Imagines a command, and what people would be told of it; writes and sends nothing. */
  readonly simulate: (submission: Omit<Submission, 'cause'>) => ReturnType<typeof simulate>
  /** Who hears that a task was closed at that time (ISO 8601), and when. */
  readonly whoHears: (workspace: Workspace, closed: TaskId, at: string) => Promise<Heard>
  /** Follows a hand-off from the door to its receiver. */
  readonly trace: (wanted: TraceWanted) => ReturnType<typeof trace>
  readonly ruleFor: typeof ruleFor
  /** Draws, and shows the picture in a conversation; the error says why not, as half a sentence. */
  readonly showDrawing: (wanted: Shown) => Promise<Result<undefined, string>>
}

/** What Slack says of somebody: the time zone that they are set to, and whether they were let into some channels alone. */
export type SlackProfile = { readonly zone?: string; readonly isGuest?: true }

/** What verbs and buttons ask of the world. */
export type VerbPorts = {
  readonly log: TaskLog
  readonly graph: TaskGraph
  readonly views: TaskViews
  readonly directory: Directory
  readonly linkCodes: Pick<LinkCodes, 'put'>
  readonly logins: Pick<Logins, 'link' | 'unlink'>
  /** What happened, and when; behind the task by a moment. */
  readonly history: Pick<EventHistory, 'read' | 'page'>
  /** What was done that concerns the whole workspace; behind the acts by a moment. */
  readonly audit: Pick<Audit, 'read' | 'verify'>
  readonly feedback: Feedback
  /** How far the histories of repositories have been brought in. */
  readonly imports: Pick<ImportBook, 'ofRepositories'>
  /** A one-time code that nobody can guess; the same for the same cause. */
  newCode(cause: string): Promise<string>
  /**
   * An address at which that person links a GitHub account in a browser; the same for the same cause. Theirs alone, so it is
   * shown in private only. Left out where nobody has set that up.
   */
  linkUrl?(who: { workspace: Workspace; person: PersonId; cause: string; at: string }): Promise<string>
  /** Puts on a queue what takes longer than an answer may. */
  followUp(job: FollowUp): Promise<void>
  /** What only answers from the queue may ask; loaded on first use, and never by the door. */
  later(): Promise<LaterPorts>
  /** Puts the digest of somebody, who wants one or wants it at another time, on a queue. */
  digest(order: DigestOrder): Promise<void>
  /** What Slack says of somebody whom nobody has met. Left out at the door, which has no time to ask. */
  profileOf?(workspace: Workspace, slackUser: string): Promise<SlackProfile>
  /** Whether GitHub lets somebody write to the repository in which they ask. Left out where nobody asks from there. */
  mayWrite?(asked: AskedInGithub): Promise<boolean>
  readonly createTask: typeof createTask
  readonly addDependency: typeof addDependency
  readonly removeDependency: typeof removeDependency
}

/** One verb: everything about it stands in its file. `A`: its arguments, typed. */
export type Verb<A> = VerbCard & {
  /** Reads what stands behind the name. Pure. */
  parse(line: Line): Result<A, Wrong>
  wants?(args: A): Wants
  /** What is said until a later answer comes, such as "Looking at UAPI-2"; not escaped, without its ellipsis. */
  meanwhile?(args: A): string
  /** Answers as a pure function of the arguments and the outcome, so that a repeated cause gets the same words. */
  act(args: A, context: VerbContext, ports: VerbPorts): Promise<Reply>
  /** What there is to say beyond an answer that `hasMore`, and takes more reads than the door may spend, as things stand by then. Writes nothing. */
  more?(args: A, context: VerbContext, ports: VerbPorts): Promise<Reply>
}

/** A verb whose arguments have been read: what it needs, and what it does. */
export type Order = {
  readonly wants: Wants
  readonly meanwhile: string | undefined
  run(context: VerbContext, ports: VerbPorts): Promise<Reply>
  /** Says, from the queue, what there is beyond an answer that `hasMore`. */
  more?(context: VerbContext, ports: VerbPorts): Promise<Reply>
}

/** A verb among others: the type of its arguments is its own affair. */
export type ListedVerb = VerbCard & { read(line: Line): Result<Order, Wrong> }

/** A verb with its arguments, however they were given. */
export function orderOf<A>(verb: Verb<A>, args: A): Order {
  const { more } = verb
  return {
    wants: verb.wants?.(args) ?? {},
    meanwhile: verb.meanwhile?.(args),
    run: (context, ports) => verb.act(args, context, ports),
    ...(more === undefined ? {} : { more: (context: VerbContext, ports: VerbPorts) => more(args, context, ports) }),
  }
}

/** Makes a verb fit for the registry. */
export function listed<A>(verb: Verb<A>): ListedVerb {
  const read = (line: Line): Result<Order, Wrong> => {
    const parsed = verb.parse(line)
    return parsed.ok ? ok(orderOf(verb, parsed.value)) : parsed
  }
  const { parse: _parse, wants: _wants, meanwhile: _meanwhile, act: _act, more: _more, ...card } = verb
  return { ...card, read }
}
