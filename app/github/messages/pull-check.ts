import { unreachable } from '../../errors.ts'
import { escapeGithub } from '../../handoffs/escape.ts'
import { shortened } from '../../handoffs/invisible.ts'
import type { PulledTask, PullTruth, ToldSoon } from '../../ports/statements.ts'
import { lackWords, listed } from '../../projects/phrases.ts'
import type { PreferredChannel } from '../../projects/preferences.ts'
import type { ProjectKey } from '../../tasks/ids.ts'
import type { CheckAction, CheckReport } from '../checks.ts'
import { OWN_CHECK } from '../sources/check-run.ts'
import { blocks, codeSpan, within } from './markdown.ts'
import { headline, STANDS } from './pull-headline.ts'

/** Room for each list, so that all of it stays within GitHub's limit even where each character is several bytes. UTF-16 units. */
const BUDGET = 4_000
const MAX_TITLE = 120
const MAX_NAME = 80
const MAX_WORDS = 400

/**
 * The check run `CodexFlow` on the head of a pull request: what merging does, who will be told, and what those who wait for
 * it would miss. A function of the truth alone, so that the same truth always gives the same words.
 */
export function pullCheck(truth: PullTruth): CheckReport {
  return {
    name: OWN_CHECK,
    sha: truth.sha,
    about: `pull/${truth.number}`,
    ...headline(truth),
    summary: blocks(summaryOf(truth)),
    actions: actionsOf(truth),
  }
}

function summaryOf(truth: PullTruth): (string | undefined)[] {
  const { state, project, tasks, reviews, told, waiting, beyond } = truth
  if (state === 'unnamed') {
    return [`To have it count for one, write ${codeSpan(`Task: ${project}-12`)} in its description.`]
  }
  if (state === 'asked') return askingFor(project)
  if (state === 'taking-back') return ['Merged, it takes back what that pull request did to its tasks.']
  if (state !== 'open' && state !== 'draft')
    return [list(tasks.map((task) => `${titled(task)} is ${STANDS[task.status]}.`))]
  const lacks = tasks.filter((task) => task.lacks.length > 0)
  return [
    list(tasks.map(taskLine)),
    told.length === 0 ? 'Nobody is told anything by it.' : section('Who will be told', told.map(toldLine)),
    section('Reviews', reviews.map(reviewLine)),
    section('What still waits', waiting.map(waitingLine)),
    beyond === 0 ? undefined : `${beyond} more tasks move as well.`,
    section('Missing from the hand-off', lacks.map(lackLine)),
    lacks.length === 0
      ? undefined
      : `Say it in the description of this pull request, in a block that begins with ${codeSpan('```codexflow')}: one line each, such as ${codeSpan('api: https://…')}`,
    `<sub>Whoever does the last step is not told of it. Why it stands so: ${codeSpan(`/codexflow why ${tasks[0]?.id ?? 'ID'}`)}</sub>`,
  ]
}

function askingFor(project: ProjectKey): string[] {
  return [
    'This repository asks of each pull request which task it is for. Any one of these says it:',
    list([
      `a line ${codeSpan(`Task: ${project}-12`)} in its description`,
      `the id in its title, such as ${codeSpan(`${project}-12 Provision the API`)}`,
      `the id in the name of its branch, such as ${codeSpan(`${project}-12-provision`)}`,
      `${codeSpan('Closes #7')} in its description, where a task follows that issue`,
    ]),
    `It has to be a task that CodexFlow knows: ${codeSpan(`/codexflow list ${project}`)} shows them in Slack. As soon as one is named, this check says what merging will do.`,
  ]
}

function taskLine(task: PulledTask): string {
  const what = titled(task)
  if (task.status === 'cancelled') return `${what} is cancelled; merging does not change that.`
  if (task.status === 'done') return `${what} is done already.`
  if (task.afterwards === 'done') return `**Completes** ${what}`
  const missing = task.needs.flatMap((need) => need.missing)
  if (missing.length === 0)
    return `${what} is finished when somebody says so: ${codeSpan(`/codexflow done ${task.id}`)}`
  return `${what} will still need ${escapeGithub(shortened(listed(missing), MAX_WORDS))}.`
}

function toldLine({ task, title, to, by, isTeam }: ToldSoon): string {
  const what = `${codeSpan(task)}${title === undefined ? '' : ` ${escapeGithub(shortened(title, MAX_TITLE))}`} is ready`
  if (by === undefined) return `Nobody, for there is nowhere to say it: ${what}`
  if (isTeam) return `The team, in its Slack channel: ${what}`
  const name = escapeGithub(shortened(to?.name.trim() || 'Its assignee', MAX_NAME))
  return `${name}, ${PLACE[by]}: ${what}`
}

const PLACE: Readonly<Record<PreferredChannel, string>> = {
  slack: 'in a Slack message',
  github: 'in a comment on GitHub',
  email: 'by e-mail',
}

// In code, so that it calls nobody.
function reviewLine({ state, login, isTeam }: PullTruth['reviews'][number]): string {
  const who = `${isTeam ? 'the team ' : ''}${codeSpan(shortened(login, MAX_NAME))}`
  switch (state) {
    case 'approved':
      return `Approved by ${who}`
    case 'changes-requested':
      return `Reviewed by ${who}: changes requested`
    case 'commented':
      return `Reviewed by ${who}: comments only`
    case 'asked':
      return `Review asked of ${who}`
    default:
      return unreachable(state)
  }
}

function waitingLine({ task, for: others, isBlocked }: PullTruth['waiting'][number]): string {
  const more = others.length > 5 ? [`${others.length - 5} more`] : []
  const names = [...others.slice(0, 5).map((id) => codeSpan(id)), ...more]
  const reasons = [
    ...(names.length === 0 ? [] : [`waits on for ${listed(names)}`]),
    ...(isBlocked ? ['is blocked'] : []),
  ]
  return `${codeSpan(task)} ${reasons.length === 0 ? 'is not ready' : listed(reasons)}`
}

function lackLine({ id, lacks }: PulledTask): string {
  const must = lacks.some(({ blocks }) => blocks) ? ' It has to be there before this is merged.' : ''
  return `${codeSpan(id)}: ${escapeGithub(shortened(lackWords(lacks), MAX_WORDS))}.${must}`
}

function titled({ id, title, phase }: PulledTask): string {
  return `${codeSpan(id)} ${escapeGithub(shortened(title, MAX_TITLE))} (${phase})`
}

function section(title: string, lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : `**${title}**\n\n${list(lines)}`
}

function list(lines: readonly string[]): string {
  return within(
    lines.map((line) => `- ${line}`),
    BUDGET,
    (left) => `- … and ${left} more`,
  )
}

/** What the buttons are called on the wire. */
export const ACTIONS = {
  request: { label: 'Ask for approval', description: 'Asks those who may approve its tasks', identifier: 'request' },
  approve: { label: 'Approve', description: 'Your approval of its tasks, if asked for', identifier: 'approve' },
} as const satisfies Record<string, CheckAction>

function actionsOf({ state, tasks }: PullTruth): CheckAction[] {
  if (state !== 'open' && state !== 'draft') return []
  const has = (wanted: PulledTask['approval']) => tasks.some(({ approval }) => approval === wanted)
  return [...(has('to-ask') ? [ACTIONS.request] : []), ...(has('pending') ? [ACTIONS.approve] : [])]
}
