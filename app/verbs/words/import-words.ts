import { type ImportState, isOver, type Skipped } from '../../ports/imports.ts'
import { importText, importWords } from '../../projects/import-rule.ts'
import { listed } from '../../projects/phrases.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

/** How far an import is, in a line; nothing once it is done. */
export function importLine(state: ImportState): string | undefined {
  const { stage, counts, about = 0, repository, failures } = state
  const name = plain(repository.fullName, 100)
  if (stage === 'done') return undefined
  if (stage === 'stopped')
    return `Bringing in ${name} stopped: ${plain(state.why ?? 'nobody knows why', 200)}. To go on: ${again(state)}`
  const far =
    about > counts.seen ? ` of about ${number(about)} issues` : ` ${counts.seen === 1 ? 'issue' : 'issues'} so far`
  const waits = failures > 0 || state.notBefore !== undefined ? ', waiting for GitHub' : ''
  const issues = stage === 'issues' ? `${number(counts.seen)}${far}` : `its issues are in; now ${STAGES[stage]}`
  return `Importing ${name}: ${issues}${waits}.`
}

const STAGES = { again: 'what moved meanwhile', pulls: 'its open pull requests' } as const

/** What is said of an import when it begins. */
export function importBegins({ rule, project }: Pick<ImportState, 'rule' | 'project'>): string[] {
  return [
    `I am bringing in its open issues (${plain(importWords(rule), 80)}), what they wait for, and its open pull requests. Nobody is told of each task that comes in; I will tell you when all are there.`,
    `How far it is: ${command(`project show ${project}`)}`,
  ]
}

/** What is told to the one who asked for it, once it is over. */
export function importReply(state: ImportState): Reply {
  const { stage, counts, repository, project, skipped, rule } = state
  const name = plain(repository.fullName, 100)
  const tasks = `${number(counts.tasks)} of ${some(counts.seen, 'open issue')} ${counts.tasks === 1 ? 'is a task' : 'are tasks'} of *${project}*`
  const ties = counts.edges === 1 ? '1 dependency or sub-issue' : `${number(counts.edges)} dependencies and sub-issues`
  const rest = `I also read ${ties}, and ${some(counts.pulls, 'open pull request')}`
  const left = Object.entries(skipped).map(([why, what]) => leftWords(why as Skipped, what))
  const lines =
    stage === 'stopped'
      ? [`Bringing in ${name} stopped: ${plain(state.why ?? 'nobody knows why', 200)}.`, `So far, ${tasks}. ${rest}.`]
      : [`${name} is in: ${tasks}. ${rest}.`]
  const next =
    stage === 'stopped'
      ? `To go on: ${again(state)}`
      : `You read this because you asked for it. From now on, issues become tasks as they are opened (${plain(importWords(rule), 80)}). See them: ${command(`list ${project}`)}`
  return replyOf([...lines, ...(left.length === 0 ? [] : ['Left out:', ...left])], [], [next])
}

function leftWords(
  why: Skipped,
  { count, examples }: { readonly count: number; readonly examples: readonly string[] },
) {
  const which = listed(examples.map((each) => plain(each, 100)))
  const [noun, what] = WHY[why]
  return `• ${count === 1 ? `1 ${noun}` : `${number(count)} ${plural(noun)}`} ${what}, such as ${which}`
}

const WHY: Readonly<Record<Skipped, readonly [noun: string, what: string]>> = {
  stranger: [
    'issue',
    'by somebody who does not belong to the repository, or by a bot: assign somebody, and it comes in',
  ],
  elsewhere: ['dependency', 'on an issue of a repository that is not connected'],
  cycle: ['dependency', 'that would close a circle'],
  'too-many': ['dependency', 'beyond the 100 that a task can have'],
  refused: ['dependency', 'that could not be kept'],
  unreadable: ['answer', 'of GitHub that could not be read'],
}

function plural(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
}

function some(count: number, noun: string): string {
  return `${number(count)} ${count === 1 ? noun : plural(noun)}`
}

function again({ repository, rule, project }: ImportState): string {
  return command(`project connect ${repository.fullName} project:${project} import:${importText(rule)}`)
}

function number(count: number): string {
  return count.toLocaleString('en')
}

/** The lines of those imports that are not done. */
export function importLines(states: readonly ImportState[]): string[] {
  return states
    .filter((state) => !isOver(state) || state.stage === 'stopped')
    .flatMap((state) => importLine(state) ?? [])
}
