import { shortened } from '../handoffs/invisible.ts'
import type { TaskLine, TaskViews } from '../ports/task-views.ts'
import { may } from '../projects/permissions.ts'
import type { Person } from '../projects/person.ts'
import type { Project } from '../projects/project.ts'
import { ok } from '../result.ts'
import { SYSTEM } from '../tasks/actor.ts'
import { type ProjectKey, parseTaskId, type TaskId } from '../tasks/ids.ts'
import { surroundings } from '../tasks/surroundings.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import { atMost, keyIn, onlyOptions, option, short, wrong } from './arguments.ts'
import { around } from './around.ts'
import { laterWords } from './later-words.ts'
import { seen } from './order.ts'
import { wordText } from './parse.ts'
import { projectFor } from './project-for.ts'
import type { Verb, VerbContext, VerbPorts } from './verb.ts'
import type { GraphModel } from './words/graph-outline.ts'
import type { Offer } from './words/offer.ts'
import { refusalReply } from './words/refusal-reply.ts'

type Arguments = {
  readonly task?: TaskId
  readonly key?: ProjectKey
  readonly steps: number
  /** Closed tasks too. */
  readonly all: boolean
  readonly picture: boolean
}

/** Steps around one task, and tasks of them; pages of a project that are looked through (25 tasks each). */
const STEPS = { usual: 2, most: 5 } as const
const MOST_AROUND = 60
const MAX_PAGES = 8

/** What waits for what, in a project or around a task. */
export const graph: Verb<Arguments> = {
  name: 'graph',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'graph [KEY|ID] [picture] [steps:1-5] [status:open|all]',
  summary: 'What waits for what, step by step, with the longest chain marked: in a project, or around one task',
  examples: ['graph', 'graph UAPI-2 steps:3', 'graph UAPI picture', 'graph UAPI status:all'],
  answers: 'later',
  parse(line) {
    const last = line.words.at(-1)
    const picture = last !== undefined && wordText(last).toLowerCase() === 'picture'
    const named = picture ? { ...line, words: line.words.slice(0, -1) } : line
    const words = atMost(named, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['steps', 'status'])
    if (!options.ok) return options
    const status = text(option(line, 'status')) ?? 'open'
    if (status !== 'open' && status !== 'all') return wrong(`"${short(status)}" is no status here; say open or all`)
    const steps = text(option(line, 'steps')) ?? String(STEPS.usual)
    if (!/^[1-5]$/.test(steps)) return wrong(`"${short(steps)}" is no number of steps; say 1 to ${STEPS.most}`)
    const common = { all: status === 'all', steps: Number(steps), picture }
    const [word] = named.words
    if (word === undefined) return ok(common)
    const task = parseTaskId(wordText(word))
    if (task !== undefined) return ok({ ...common, task })
    const key = keyIn(word)
    return key.ok ? ok({ ...common, key: key.value }) : key
  },
  wants: ({ task }) => (task === undefined ? { projects: true } : { task }),
  meanwhile: ({ task, key }) =>
    `Drawing ${task === undefined ? (key ?? 'what waits for what') : `what is around ${task}`}`,
  async act(wanted, context, ports) {
    const found = await lookAround(wanted, context, ports)
    if (!found.ok) return refusalReply(found.error)
    const { drawingOf, drawingWords, graphPeople, graphReply, outlineOf } = await laterWords()
    const people = await ports.directory.people(context.workspace, graphPeople(found.value))
    const outline = outlineOf(found.value)
    const { workspace, channel, thread } = context
    const drawing = drawingOf(found.value, outline, people)
    const alt = drawingWords(found.value, outline)
    const place = { workspace, channel, ...(thread === undefined ? {} : { thread }) }
    const picture = wanted.picture ? await (await ports.later()).showDrawing({ ...place, drawing, alt }) : undefined
    const said = graphReply(found.value, outline, people, picture)
    const isOffered = picture?.ok !== true && drawing.tasks.length > 0 && channel !== ''
    return isOffered ? { ...said, offers: [pictureOffer(found.value, wanted, channel)] } : said
  },
}

function pictureOffer({ command }: GraphModel, { all }: Arguments, channel: string): Offer {
  const of = `${command.slice(graph.name.length + 1)}${all ? ' status:all' : ''}`
  return { picture: of, isPublic: !channel.startsWith('D') }
}

type Looked = Pick<VerbPorts, 'log' | 'views'>

async function lookAround({ task, key, steps, all }: Arguments, context: VerbContext, ports: Looked) {
  if (task === undefined) {
    const project = projectFor(key, context, 'graph KEY')
    return project.ok ? ok(await ofProject(project.value, all, context.person, ports)) : project
  }
  const center = seen(task, context.task, context.person)
  return center.ok ? ok(await ofTask(center.value, steps, all, context.person, ports)) : center
}

async function ofTask(
  center: Task,
  steps: number,
  all: boolean,
  person: Person,
  { log }: Pick<VerbPorts, 'log'>,
): Promise<GraphModel> {
  const isVisible = (task: Task) => may(person, 'task.view', task)
  const found = await surroundings(center, steps, MOST_AROUND, around(log, center.workspace), isVisible)
  const shown = [...found.tasks.values()].filter((task) => all || task === center || !isClosed(task))
  return {
    title: `What waits for what around ${center.id}`,
    command: `graph ${center.id} steps:${steps}`,
    center: center.id,
    lines: shown.map((task) => (isVisible(task) ? task : { id: task.id, blockers: task.blockers })),
    closed: found.tasks.size - shown.length,
    more: found.left > 0,
  }
}

async function ofProject(
  { workspace, key, name }: Project,
  all: boolean,
  person: Person,
  { views }: { readonly views: Pick<TaskViews, 'ofProject'> },
): Promise<GraphModel> {
  const lines: TaskLine[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await views.ofProject(workspace, key, cursor)
    lines.push(...page.items.filter((line) => may(person, 'task.view', { ...line, createdBy: SYSTEM })))
    cursor = page.next
    // Closed tasks stand behind the others.
    if (cursor === undefined || (!all && page.items.some(isClosed))) break
  }
  const shown = lines.filter((line) => all || !isClosed(line))
  return {
    title: `${key} ${shortened(name, 80)}: what waits for what`,
    command: `graph ${key}`,
    lines: shown,
    closed: lines.length - shown.length,
    more: cursor !== undefined && !lines.some((line) => !all && isClosed(line)),
  }
}

function text(word: Parameters<typeof wordText>[0] | undefined): string | undefined {
  return word === undefined ? undefined : wordText(word).trim().toLowerCase()
}
