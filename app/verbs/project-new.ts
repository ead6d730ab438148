import { gateWords, listed } from '../projects/phrases.ts'
import type { Project } from '../projects/project.ts'
import { ok, type Result } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { canonical } from '../tasks/ordinal.ts'
import type { Gate } from '../tasks/task.ts'
import { atMost, keyIn, labelled, onlyOptions, option, parts, textIn, texts, urlIn, wrong } from './arguments.ts'
import { gatesIn } from './gates.ts'
import { type Line, type Word, type Wrong, wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { command, link, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** A project that is wanted, as it was typed or filled in. */
export type ProjectNewArguments = {
  readonly key: ProjectKey
  readonly name: string
  /** A channel's id; left out: the channel in which it is asked. */
  readonly channel?: string
  readonly checks: readonly string[]
  readonly gates: readonly Gate[]
  readonly documents: Project['documents']
}

const MAX_CHECKS = 30
const MAX_DOCUMENTS = 10

/** Makes a project. */
export const projectNew: Verb<ProjectNewArguments> = {
  name: 'project new',
  group: 'Projects and people',
  action: 'project.create',
  usage:
    'project new KEY "Name" [channel:#channel] [checks:a,b] [gate:merged|checks|manual|deployed:env] [doc:"Label=https://…"]',
  summary: 'Make a project; its home channel is the one you type this in, unless you name another',
  examples: [
    'project new UAPI "User API"',
    'project new UAPI "User API" channel:<#C0UAPI|user-api> checks:build,test gate:merged doc:"Runbook=https://wiki.example.com/uapi"',
  ],
  form: { id: 'project.new' },
  aliases: ['new project', 'project create', 'create project'],
  parse(line) {
    const key = keyIn(line.words[0])
    if (!key.ok) return key
    const rest = atMost(line, 2)
    if (!rest.ok) return rest
    const options = onlyOptions(line, ['channel', 'checks'], ['gate', 'doc'])
    if (!options.ok) return options
    const name = textIn(line.words[1], 'the name', 80)
    if (!name.ok) return name
    const channel = channelIn(line)
    if (!channel.ok) return channel
    const checks = checksIn(texts(line, 'checks'))
    if (!checks.ok) return checks
    const gates = gatesIn(texts(line, 'gate'), checks.value)
    if (!gates.ok) return gates
    const documents = documentsIn(texts(line, 'doc'))
    if (!documents.ok) return documents
    return ok({
      key: key.value,
      name: name.value,
      ...(channel.value === undefined ? {} : { channel: channel.value }),
      checks: checks.value,
      gates: gates.value,
      documents: documents.value,
    })
  },
  wants: () => ({ projects: true }),
  async act(args, { workspace, channel, projects, person, at, cause }, { directory }) {
    const { key, name, checks, gates, documents } = args
    const home = args.channel ?? (isChannel(channel) ? channel : undefined)
    const project: Project = {
      workspace,
      key,
      name,
      ...(home === undefined ? {} : { homeChannel: home }),
      phaseChannels: {},
      repositories: [],
      gates,
      requiredChecks: checks,
      documents,
      version: 1,
    }
    const known = projects.find((each) => each.key === key)
    const act = { action: 'project.created' as const, actor: person.id, subject: key, at, cause }
    if (known === undefined && (await directory.createProject(project, act)) === 'created') return made(project)
    const holder = known ?? (await directory.project(workspace, key))
    // The same request once more gets the same answer.
    if (holder !== undefined && isSame(holder, project)) return made(project)
    return refusalReply({ kind: 'project-exists', key, name: holder?.name ?? '' })
  },
}

function made({ key, name, homeChannel, gates, requiredChecks, documents }: Project) {
  return replyOf([
    `Project *${key}* ${plain(name)} is made.`,
    homeChannel === undefined
      ? 'It has no home channel, so nobody hears of tasks without an assignee.'
      : `What concerns nobody in particular goes to <#${homeChannel}>; invite me there.`,
    ...(gates.length === 0 ? [] : [`A task counts as done when it is ${plain(gateWords(gates))}.`]),
    ...(requiredChecks.length === 0
      ? []
      : [`Checks that stand in the way when they fail: ${plain(listed(requiredChecks))}.`]),
    ...documents.map(({ label, url }) => `Every hand-off offers ${link(url, label)}.`),
    `Next: ${command(`project connect owner/repo project:${key}`)} and ${command(`task add "title" project:${key}`)}`,
  ])
}

function isSame(a: Project, b: Project): boolean {
  const essence = ({ name, homeChannel, gates, requiredChecks, documents }: Project) =>
    // A database keeps no order of keys.
    canonical([name, homeChannel ?? null, gates, requiredChecks, documents])
  return essence(a) === essence(b)
}

// Direct messages (D…) are no home for a project.
function isChannel(id: string): boolean {
  return /^[CG]/.test(id)
}

function channelIn(line: Line): Result<string | undefined, Wrong> {
  const word = option(line, 'channel')
  return word === undefined ? ok(undefined) : channelOf(word, 'channel')
}

/** A channel that Slack identified, or its id. */
export function channelOf(word: Word, key: string): Result<string, Wrong> {
  if (word.kind === 'channel' && isChannel(word.id)) return ok(word.id)
  const text = wordText(word).trim()
  if (/^[CG][A-Z0-9]{6,30}$/.test(text)) return ok(text)
  return wrong(`${key}: needs a channel that you pick from the list which Slack shows after #`)
}

/** Names of checks between commas, each once. */
export function checksIn(given: readonly string[]): Result<string[], Wrong> {
  const checks = [...new Set(given.flatMap(parts))]
  return checks.length > MAX_CHECKS ? wrong(`checks: names ${checks.length}; at most ${MAX_CHECKS} fit`) : ok(checks)
}

/** Documents, each `Label=https://…` or a bare address. */
export function documentsIn(given: readonly string[]): Result<Project['documents'], Wrong> {
  const documents: { label: string; url: string }[] = []
  for (const text of given) {
    const { label, value } = labelled(text)
    const url = urlIn(value, 'doc:')
    if (!url.ok) return url
    documents.push({ label: label ?? 'Document', url: url.value })
  }
  if (documents.length > MAX_DOCUMENTS)
    return wrong(`it brings ${documents.length} documents; at most ${MAX_DOCUMENTS} fit`)
  return ok(documents)
}
