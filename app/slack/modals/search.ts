import { shortened, visibleLine } from '../../handoffs/invisible.ts'
import type { TaskViews } from '../../ports/task-views.ts'
import { may } from '../../projects/permissions.ts'
import { SYSTEM } from '../../tasks/actor.ts'
import { type ProjectKey, parseProjectKey, parseTaskId, projectOf, type TaskId } from '../../tasks/ids.ts'
import type { AskedInSlack } from '../../verbs/asked.ts'
import { look, type Seen } from '../../verbs/gather.ts'
import type { VerbPorts, Wants } from '../../verbs/verb.ts'
import type { SearchId } from '../callbacks.ts'
import type { Choice } from '../handlers.ts'
import type { OptionsInput } from '../inputs.ts'
import { entered } from './fields.ts'
import { unpackPreset } from './preset.ts'

/** Choices that one answer shows, of Slack's hundred: more is no choice but a list. */
const MOST = 30

type Typed = Pick<OptionsInput, 'typed' | 'privateMetadata' | 'values'>
type SearchPorts = Pick<VerbPorts, 'directory' | 'log'> &
  Required<Pick<VerbPorts, 'profileOf'>> & { readonly views: Pick<TaskViews, 'openOf'> }

/**
 * Who finds what, by the menu's action id. One round of reads each, and a question to Slack about whoever is not put down yet;
 * nothing for whoever may not look there.
 */
export const SEARCH: Readonly<
  Record<SearchId, (typed: Typed, asked: AskedInSlack, ports: SearchPorts) => Promise<readonly Choice[]>>
> = { 'task.search': searchTasks, 'project.search': searchProjects }

async function searchProjects({ typed }: Typed, asked: AskedInSlack, ports: SearchPorts): Promise<readonly Choice[]> {
  const seen = await colleague(asked, { projects: true }, ports)
  if (seen === undefined || !may(seen.person, 'task.create')) return []
  const wanted = folded(typed)
  return seen.projects
    .filter(({ key, name }) => folded(`${key} ${name}`).includes(wanted))
    .slice(0, MOST)
    .map(({ key, name }) => choice(key, name))
}

/**
 * Tasks of the form's project that are still open, by number or by words of their title; a task of any project by its
 * whole id.
 */
async function searchTasks(typed: Typed, asked: AskedInSlack, ports: SearchPorts): Promise<readonly Choice[]> {
  const project = projectIn(typed)
  const text = typed.typed.trim()
  const named = parseTaskId(text) ?? (project === undefined ? undefined : parseTaskId(`${project}-${text}`))
  const [seen, lines, other] = await Promise.all([
    colleague(asked, {}, ports),
    project === undefined ? [] : ports.views.openOf(asked.workspace, project),
    named === undefined ? undefined : ports.log.load(asked.workspace, named),
  ])
  if (seen === undefined) return []
  const wanted = folded(text)
  const visible = lines.filter((line) => may(seen.person, 'task.view', { ...line, createdBy: SYSTEM }))
  const found = visible.filter(({ id, title }) => id !== named && folded(`${id} ${title}`).includes(wanted))
  const exact = other !== undefined && may(seen.person, 'task.view', other) ? [other] : []
  return [...exact, ...found].slice(0, MOST).map(({ id, title }) => choice(id, title))
}

// Whoever is new counts as a member at first sight, which is not enough to see what there is.
async function colleague(asked: AskedInSlack, wants: Wants, ports: SearchPorts): Promise<Seen | undefined> {
  const seen = await look(asked, wants, ports)
  if (seen === undefined || !seen.isNew) return seen
  const { isGuest } = await ports.profileOf(asked.workspace, asked.slackUser)
  return isGuest ? undefined : seen
}

// What is chosen in the form now, or else what it began with.
function projectIn({ values, privateMetadata }: Typed): ProjectKey | undefined {
  const preset = unpackPreset(privateMetadata)
  return parseProjectKey(entered(values, 'project')) ?? preset.project ?? (preset.task && projectOf(preset.task))
}

/** At most 75 characters. https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
function choice(id: ProjectKey | TaskId, title: string): Choice {
  return { text: shortened(`${id} ${visibleLine(title)}`, 75), value: id }
}

function folded(text: string): string {
  return visibleLine(text).toLocaleLowerCase('en')
}
