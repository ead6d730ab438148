import { isNamed, nameNow } from '../projects/connection.ts'
import { gateWords, listed } from '../projects/phrases.ts'
import type { Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { ProjectKey, TaskId } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import { type Gate, type IssueRef, MAX_BLOCKERS_AT_CREATION, MAX_TITLE } from '../tasks/task.ts'
import {
  atMost,
  keyIn,
  mentionsOf,
  onlyOptions,
  option,
  phaseIn,
  short,
  tasksIn,
  textIn,
  texts,
  type Who,
  whoIn,
  wrong,
} from './arguments.ts'
import { gatesIn } from './gates.ts'
import { asActor, personHere } from './order.ts'
import { type Line, type Wrong, wordText } from './parse.ts'
import { projectForNew } from './project-for.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** An issue as it was typed: without its repository, the project's only one is meant. */
type IssueGiven = { readonly repository?: string; readonly number: number }

/** A task that is wanted, as it was typed or filled in. */
export type TaskAddArguments = {
  readonly title: string
  readonly phase: Phase
  readonly assign?: Who
  readonly after: readonly TaskId[]
  readonly issue?: IssueGiven
  readonly key?: ProjectKey
  readonly gates: readonly Gate[]
  /** The message that is made into a task; its thread hears of it. */
  readonly madeOf?: MadeOf
}

/** A message in Slack; the permalink is empty where Slack did not tell it. */
export type MadeOf = {
  readonly channel: string
  readonly ts: string
  readonly thread?: string
  readonly permalink: string
}

/** Makes a task. */
export const taskAdd: Verb<TaskAddArguments> = {
  name: 'task add',
  group: 'Plan',
  action: 'task.create',
  usage:
    'task add "title" [phase:backend] [assign:@person|me] [after:UAPI-1,UAPI-2] [issue:owner/repo#7] [project:KEY] [gate:merged|checks|manual|deployed:env]',
  summary: 'Make a task, with whose it is and what it waits for; without a phase it is backend work',
  examples: [
    'task add "Provision the Lambda" phase:infrastructure assign:me',
    'task add "Build the endpoint" phase:backend assign:<@U0GAIUS|gaius> after:UAPI-1 issue:#7',
  ],
  form: { id: 'task.new' },
  aliases: ['add', 'new task', 'task new', 'add task', 'create task', 'task create'],
  tasks: ['after'],
  parse(line) {
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const options = onlyOptions(line, ['phase', 'assign', 'after', 'issue', 'project'], ['gate'])
    if (!options.ok) return options
    const title = textIn(line.words[0], 'the title', MAX_TITLE)
    if (!title.ok) return title
    return readOptions(line, title.value)
  },
  wants: ({ assign }) => ({ projects: true, people: mentionsOf(assign) }),
  async act(args, context, ports) {
    const project = projectForNew(args.key, context, 'task add "title" project:KEY')
    if (!project.ok) return refusalReply(project.error)
    const assignee = args.assign === undefined ? undefined : personHere(args.assign, context)
    if (assignee?.ok === false) return refusalReply(assignee.error)
    const issue = args.issue === undefined ? undefined : issueFor(args.issue, project.value)
    if (issue?.ok === false) return refusalReply(issue.error)

    const { workspace, person, at, cause } = context
    const made = await ports.createTask(
      ports,
      {
        workspace,
        project: project.value,
        title: args.title,
        phase: args.phase,
        ...(assignee === undefined ? {} : { assignee: assignee.value.id }),
        after: args.after,
        gates: withChecks(args.gates, project.value.requiredChecks),
        ...(issue === undefined ? {} : { issue: issue.value }),
        ...(args.madeOf === undefined || args.madeOf.permalink === '' ? {} : { origin: args.madeOf.permalink }),
        by: asActor(person),
        at,
      },
      cause,
    )
    if (!made.ok) return refusalReply(made.error)
    const { id, title } = made.value.task
    // A courtesy to its thread, and said once: whoever asks again has the answer.
    if (args.madeOf !== undefined && !made.value.repeated) {
      const { channel, ts, thread = ts } = args.madeOf
      await ports.followUp({ type: 'TellThread', workspace, channel, thread, task: id, title })
    }
    const whose = assignee === undefined ? 'nobody is assigned yet' : `assigned to ${plain(assignee.value.name, 80)}`
    return replyOf([
      `*${id}* ${plain(title)} is made: ${args.phase}, ${whose}.`,
      ...(args.after.length === 0 ? [] : [`It comes after ${listed(args.after)}.`]),
      ...(args.gates.length === 0 ? [] : [`It counts as done when it is ${plain(gateWords(args.gates))}.`]),
      ...(issue === undefined ? [] : [`It follows ${plain(`${issue.value.repository}#${issue.value.number}`)}.`]),
      assignee === undefined
        ? `To take it: ${command(`assign ${id} me`)}`
        : `See how it stands: ${command(`why ${id}`)}`,
    ])
  },
}

function readOptions(line: Line, title: string): Result<TaskAddArguments, Wrong> {
  const word = (key: string) => option(line, key)
  const phase = word('phase') === undefined ? ok('backend' as const) : phaseIn(word('phase')!)
  if (!phase.ok) return phase
  const assign = word('assign') === undefined ? undefined : whoIn(word('assign')!)
  if (assign?.ok === false) return assign
  const after = word('after') === undefined ? ok([]) : tasksIn(word('after')!, MAX_BLOCKERS_AT_CREATION)
  if (!after.ok) return after
  const issue = word('issue') === undefined ? undefined : issueIn(wordText(word('issue')!))
  if (issue?.ok === false) return issue
  const key = word('project') === undefined ? undefined : keyIn(word('project'))
  if (key?.ok === false) return key
  const gates = gatesIn(texts(line, 'gate'), [])
  if (!gates.ok) return gates
  return ok({
    title,
    phase: phase.value,
    ...(assign === undefined ? {} : { assign: assign.value }),
    after: after.value,
    ...(issue === undefined ? {} : { issue: issue.value }),
    ...(key === undefined ? {} : { key: key.value }),
    gates: gates.value,
  })
}

// Behind its repository, or bare; an address of GitHub says the same.
const ISSUE = /^(?:https?:\/\/[^/]+\/)?(?:([\w-]+\/[\w.-]+?)(?:#|\/issues\/))?#?([1-9]\d{0,8})$/

/** An issue: `#7`, `owner/repo#7`, or its address. */
export function issueIn(text: string): Result<IssueGiven, Wrong> {
  const found = ISSUE.exec(text.trim())
  if (found === null) return wrong(`"${short(text)}" is no issue; they look like #7 or owner/repo#7`)
  const [, repository, number] = found
  return ok({ number: Number(number), ...(repository === undefined ? {} : { repository }) })
}

// A comment can only be written where the workspace has proven that it may.
function issueFor({ repository, number }: IssueGiven, project: Project): Result<IssueRef, Refusal> {
  const { repositories } = project
  const named = repositories.find((each) => repository !== undefined && isNamed(each, repository))
  const meant = repository === undefined && repositories.length === 1 ? repositories[0] : named
  if (meant !== undefined) return ok({ repository: meant.fullName, number, repositoryId: meant.id })
  if (repository === undefined && repositories.length > 1) {
    return err({
      kind: 'invalid',
      what: `${project.key} has several repositories`,
      hint: `say which: issue:${nameNow(repositories[0]!)}#${number}`,
    })
  }
  return err({
    kind: 'invalid',
    what: `${repository ?? 'no repository'} is ${repository === undefined ? '' : 'not '}connected to ${project.key}`,
    hint: `connect it first: project connect ${repository ?? 'owner/repo'} project:${project.key}`,
  })
}

// `gate:checks` without names means those that the project requires.
function withChecks(gates: readonly Gate[], required: readonly string[]): Gate[] {
  return gates.map((gate) => (gate.kind === 'checks' && gate.names.length === 0 ? { ...gate, names: required } : gate))
}
