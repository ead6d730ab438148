import { nameNow } from '../../projects/connection.ts'
import { type Contract, needName } from '../../projects/contract.ts'
import { importWords } from '../../projects/import-rule.ts'
import type { Person } from '../../projects/person.ts'
import { gateWords, listed, phaseName } from '../../projects/phrases.ts'
import type { Project } from '../../projects/project.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { PHASES } from '../../tasks/phase.ts'
import { configurationLines } from './configuration-words.ts'
import { command, link, moment, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { repositoryWords } from './repository-words.ts'
import { weekWords } from './week-words.ts'

/** How many tasks there are; `isAll`: the whole project was counted. */
export type Counts = {
  readonly open: number
  readonly ready: number
  readonly done: number
  readonly cancelled: number
  readonly isAll: boolean
}

type People = ReadonlyMap<PersonId, Pick<Person, 'name'>>

/** The projects, one line each; archived ones only where they are asked for. */
export function projectsReply(projects: readonly Project[], archivedToo: boolean): Reply {
  const shown = projects.filter(({ archivedAt }) => archivedToo || archivedAt === undefined)
  const hidden = projects.length - shown.length
  const more = hidden === 0 ? [] : [`${hidden} archived: ${command('project list all')}`]
  if (shown.length === 0)
    return replyOf(['There is no project yet.', ...more, `Make one: ${command('project new KEY "Name"')}`])
  return replyOf(
    ['*Projects*', ...shown.map((project) => `• ${projectLine(project)}`)],
    [],
    [...more, `All about one: ${command(`project show ${shown[0]?.key}`)}`],
  )
}

function projectLine({ key, name, homeChannel, repositories, archivedAt }: Project): string {
  const told =
    repositories.length === 0 ? 'no repository' : listed(repositories.map((each) => plain(nameNow(each), 80)))
  return [
    `*${key}* ${plain(name, 80)}`,
    ...(homeChannel === undefined ? [] : [`<#${homeChannel}>`]),
    told,
    ...(archivedAt === undefined ? [] : ['archived']),
  ].join(' · ')
}

/** Whose names the account of a project needs. */
export function projectPeople({ lead, phaseLeads, approvers }: Project): PersonId[] {
  return [
    ...new Set([
      ...(lead === undefined ? [] : [lead]),
      ...Object.values(phaseLeads ?? {}),
      ...Object.values(approvers ?? {}).flat(),
    ]),
  ]
}

/** All about one project; without counts, nobody has counted. */
export function projectReply(
  project: Project,
  counts: Counts | undefined,
  people: People,
  outcome?: 'is changed',
  imports: readonly string[] = [],
): Reply {
  const { key, name, archivedAt } = project
  return replyOf(
    [
      `*${key}* ${plain(name, 80)}${outcome === undefined ? '' : ' is changed. How it stands now:'}`,
      ...(archivedAt === undefined
        ? []
        : [`Archived ${moment(archivedAt)}; to bring it back: ${command(`project restore ${key}`)}`]),
      ...(counts === undefined ? [] : [countLine(key, counts)]),
      ...channelLines(project),
      ...peopleLines(project, people),
      ...ruleLines(project),
      ...configurationLines(project),
      ...imports,
    ],
    [],
    [`To change it: ${command(`project settings ${key} name:"…" channel:#… lead:@… gate:…`)}`],
  )
}

function countLine(key: string, { open, ready, done, cancelled, isAll }: Counts): string {
  const parts = [`${open} open`, ...(ready === 0 ? [] : [`${ready} of them ready`]), `${done} done`]
  const all = [...parts, ...(cancelled === 0 ? [] : [`${cancelled} cancelled`])].join(', ')
  if (isAll) return `Tasks: ${all}`
  // What is closed stands behind what is open, so that of a long project it is not seen.
  const counted = open + done + cancelled
  return `Tasks: more than the ${counted} that I count. Of these ${all}; all of them: ${command(`list ${key} status:all`)}`
}

function channelLines({ homeChannel, phaseChannels, updates, comments }: Project): string[] {
  const phases = PHASES.flatMap((phase) =>
    phaseChannels[phase] === undefined ? [] : [`${phase} <#${phaseChannels[phase]}>`],
  )
  return [
    `Home: ${homeChannel === undefined ? 'none, so nobody hears of tasks without an assignee' : `<#${homeChannel}>`}`,
    ...(phases.length === 0 ? [] : [`Channels of phases: ${phases.join(', ')}`]),
    ...(updates === true ? ['These channels hear of each hand-off.'] : []),
    ...(comments === false ? ['No new comments on issues.'] : []),
  ]
}

function peopleLines({ lead, phaseLeads = {}, approvers = {} }: Project, people: People): string[] {
  const named = (id: PersonId) => plain(people.get(id)?.name ?? id, 80)
  const leads = PHASES.flatMap((phase) =>
    phaseLeads[phase] === undefined ? [] : [`${phase} ${named(phaseLeads[phase])}`],
  )
  return [
    ...(lead === undefined ? [] : [`Lead: ${named(lead)}`]),
    ...(leads.length === 0 ? [] : [`Leads of phases: ${leads.join(', ')}`]),
    ...Object.entries(approvers).flatMap(([role, ids]) =>
      ids.length === 0 ? [] : [`May approve as ${plain(role.replaceAll('-', ' '), 40)}: ${listed(ids.map(named))}`],
    ),
  ]
}

function ruleLines({
  gates,
  requiredChecks,
  documents,
  repositories,
  contracts = [],
  import: rule,
  bots = [],
  withoutTask,
  hours,
}: Project): string[] {
  return [
    `A task counts as done when it is ${gates.length === 0 ? 'marked done, or merged once a pull request names it' : plain(gateWords(gates))}.`,
    `Checks that stand in the way when they fail: ${requiredChecks.length === 0 ? 'all' : plain(listed(requiredChecks))}`,
    ...(documents.length === 0
      ? []
      : [`Every hand-off offers: ${documents.map(({ label, url }) => link(url, label)).join(', ')}`]),
    ...(rule === undefined ? [] : [`Issues that become tasks: ${plain(importWords(rule), 80)}`]),
    ...(bots.length === 0 ? [] : [`Bots that speak for tasks: ${listed(bots.map((bot) => plain(bot, 60)))}`]),
    ...(withoutTask === 'ask' ? ['Pull requests that name no task are asked to name one.'] : []),
    ...(hours === undefined ? [] : [`Working hours, for whoever chose none: ${hoursWords(hours)}`]),
    ...contracts.map(contractLine),
    repositories.length === 0
      ? 'No repository is connected.'
      : `Repositories: ${listed(repositories.map(repositoryWords))}`,
  ]
}

function hoursWords({ zone, week }: NonNullable<Project['hours']>): string {
  return [...(week === undefined ? [] : [weekWords(week)]), ...(zone === undefined ? [] : [plain(zone, 40)])].join(', ')
}

function contractLine({ from, to, needs, ifMissing }: Contract): string {
  const names = plain(listed(needs.map((need) => `the ${needName(need)}`)), 800)
  const unless = ifMissing === 'block' ? ', and is not done without' : ''
  return `What ${phaseName(from)} hands on to ${phaseName(to)}: ${names}${unless}`
}
