import type { Page, TaskLine, TaskViews } from '../ports/task-views.ts'
import { may } from '../projects/permissions.ts'
import type { Person } from '../projects/person.ts'
import { ok, type Result } from '../result.ts'
import { SYSTEM } from '../tasks/actor.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import { type ShownStatus, shownStatus } from '../tasks/readiness.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { atMost, keyIn, onlyOptions, option, phaseIn, short, wrong } from './arguments.ts'
import { type Word, type Wrong, wordText } from './parse.ts'
import { projectFor } from './project-for.ts'
import type { Verb } from './verb.ts'
import { pageReply } from './words/list-reply.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'

/** Which states to show: `open` is everything not closed. */
type Wanted = ShownStatus | 'open' | 'all'

const STATUSES = [
  'open',
  'ready',
  'waiting',
  'blocked',
  'in_progress',
  'in_review',
  'done',
  'cancelled',
  'all',
] as const

/** Lines that one answer holds, and pages of the index that it may cost to find them. */
const WANTED_LINES = 25
const MAX_PAGES = 4

type Arguments = {
  readonly key?: ProjectKey
  readonly phase?: Phase
  readonly status: Wanted
  readonly page?: string
}

/** The tasks of a project. */
export const list: Verb<Arguments> = {
  name: 'list',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'list [KEY] [phase:…] [status:open|ready|waiting|blocked|in_progress|in_review|done|cancelled|all]',
  summary: 'The tasks of a project, those not closed unless you ask for others',
  examples: ['list', 'list UAPI status:waiting', 'list UAPI phase:backend status:all'],
  answers: 'later',
  aliases: ['tasks', 'ls'],
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['phase', 'status', 'page'])
    if (!options.ok) return options
    const key = line.words[0] === undefined ? undefined : keyIn(line.words[0])
    if (key?.ok === false) return key
    const named = option(line, 'phase')
    const phase = named === undefined ? undefined : phaseIn(named)
    if (phase?.ok === false) return phase
    const status = statusIn(option(line, 'status'))
    if (!status.ok) return status
    const page = option(line, 'page')
    return ok({
      status: status.value,
      ...(key === undefined ? {} : { key: key.value }),
      ...(phase === undefined ? {} : { phase: phase.value }),
      ...(page === undefined ? {} : { page: wordText(page) }),
    })
  },
  wants: () => ({ projects: true }),
  meanwhile: ({ key }) => `Looking through ${key ?? 'the tasks'}`,
  async act({ key, phase, status, page }, context, { views, directory }) {
    const project = projectFor(key, context, 'list KEY')
    if (!project.ok) return refusalReply(project.error)
    const { workspace, person } = context
    const fits = (line: TaskLine) => (phase === undefined || line.phase === phase) && isWanted(line, status)
    const { lines, passed, next } = await search(views, workspace, project.value.key, page, person, fits)
    const people = await directory.people(workspace, [...new Set(lines.flatMap(({ assignee }) => assignee ?? []))])
    const filters = [project.value.key, ...(phase === undefined ? [] : [`phase:${phase}`])].join(' ')
    return pageReply({
      title: `${project.value.key} ${plain(project.value.name, 80)}`,
      lines,
      people,
      empty: `No task of ${project.value.key} fits.`,
      ...(passed > 0
        ? { hint: `${passed} more ${passed === 1 ? 'is' : 'are'} not shown: ${command(`list ${filters} status:all`)}` }
        : {}),
      ...(next === undefined ? {} : { more: `list ${filters} status:${status} page:${next}` }),
    })
  },
}

type Found = { readonly lines: readonly TaskLine[]; readonly passed: number; readonly next?: string }

// A filter may leave little of a page, so a few pages are looked through for one answer.
async function search(
  views: Pick<TaskViews, 'ofProject'>,
  workspace: Workspace,
  key: ProjectKey,
  from: string | undefined,
  person: Person,
  fits: (line: TaskLine) => boolean,
): Promise<Found> {
  const lines: TaskLine[] = []
  let passed = 0
  let cursor = from
  for (let pages = 0; pages < MAX_PAGES && lines.length < WANTED_LINES; pages++) {
    const page: Page<TaskLine> = await views.ofProject(workspace, key, cursor)
    const visible = page.items.filter((line) => may(person, 'task.view', { ...line, createdBy: SYSTEM }))
    const fitting = visible.filter(fits)
    lines.push(...fitting)
    passed += visible.length - fitting.length
    cursor = page.next
    if (cursor === undefined) return { lines, passed }
  }
  return cursor === undefined ? { lines, passed } : { lines, passed, next: cursor }
}

function isWanted(line: TaskLine, wanted: Wanted): boolean {
  if (wanted === 'all') return true
  const shown = shownStatus(line)
  return wanted === 'open' ? shown !== 'done' && shown !== 'cancelled' : shown === wanted
}

function statusIn(word: Word | undefined): Result<Wanted, Wrong> {
  if (word === undefined) return ok('open')
  const text = wordText(word).trim().toLowerCase().replace(/[\s-]/g, '_')
  const status = STATUSES.find((known) => known === text)
  return status === undefined ? wrong(`"${short(text)}" is no status; there are ${STATUSES.join(', ')}`) : ok(status)
}
