import { escapeGithub } from '../../handoffs/escape.ts'
import { shortened } from '../../handoffs/invisible.ts'
import type { Configuration, Login, Setting } from '../../projects/configuration.ts'
import { capital, listed } from '../../projects/phrases.ts'
import type { Project } from '../../projects/project.ts'
import type { Annotation, CheckReport } from '../checks.ts'
import { blocks, codeSpan, within } from '../messages/markdown.ts'
import { CONFIGURATION_CHECK } from '../sources/check-run.ts'
import { MAX_PROBLEMS, type Problem } from './read.ts'

/** Which file of which commit a report is about, and for whom it is found again. */
export type Reported = { readonly sha: string; readonly path: string; readonly about: string }

/** Room for the list of problems in a summary, in UTF-16 units. */
const BUDGET = 20_000

/** A wrong file: each problem at its line, and that nothing has changed. */
export function wrongReport(reported: Reported, problems: readonly Problem[], isProposed: boolean): CheckReport {
  const [first] = problems
  const lines = problems.map(({ line, why }) => `- Line ${line}: ${escapeGithub(sentence(why))}`)
  const title = problems.length === 1 ? `Line ${first?.line}: ${first?.why}` : `${countOf(problems)} things are wrong`
  const consequence = isProposed
    ? 'Merged like this, it would not count, and what is in force would stay.'
    : 'So it does not count: what was in force before stays.'
  return {
    ...base(reported),
    conclusion: 'failure',
    title: shortened(title, 200),
    summary: blocks([within(lines, BUDGET, (left) => `- and ${left} more`), consequence]),
    annotations: problems.map((problem) => annotation(reported.path, problem)),
  }
}

/** A good file on the default branch: what it decides from now on. */
export function appliedReport(reported: Reported, project: Project): CheckReport {
  const { settings = [], unknown = [] } = project.configuredBy ?? {}
  return {
    ...base(reported),
    conclusion: 'success',
    title: `In force for ${project.key}`,
    summary: blocks([capital(decidesWords(project.key, settings)), unknownWords(unknown)]),
  }
}

/** A good file in a pull request: what it would decide, and what of it counts only by whom. */
export function proposedReport(
  reported: Reported,
  proposed: Project,
  claims: readonly (keyof Configuration)[],
): CheckReport {
  const { settings = [], unknown = [], said } = proposed.configuredBy ?? {}
  return {
    ...base(reported),
    conclusion: 'success',
    title: 'Nothing is wrong with it',
    summary: blocks([
      `On the default branch, ${decidesWords(proposed.key, settings, 'it would decide')}`,
      unknownWords(unknown),
      claims.includes('approvers') ? approversWords(said?.approvers ?? {}) : undefined,
      claims.includes('people')
        ? 'It says whose login is whose. That counts only if a lead or an owner of the workspace merges it.'
        : undefined,
    ]),
  }
}

/** A file of a project that another repository decides for. */
export function idleReport(reported: Reported, project: string, inForce: string): CheckReport {
  return {
    ...base(reported),
    conclusion: 'neutral',
    title: 'Without effect',
    summary: `What ${project} does is decided in ${codeSpan(inForce)}, which was connected earlier. One file decides for a project.`,
  }
}

/** A good file of an organisation. */
export function standInReport(reported: Reported): CheckReport {
  return {
    ...base(reported),
    conclusion: 'success',
    title: 'Nothing is wrong with it',
    summary:
      'On the default branch, it stands in for every project of this organisation whose repositories have no file of their own.',
  }
}

function base({ sha, about }: Reported): Pick<CheckReport, 'name' | 'sha' | 'about'> {
  return { name: CONFIGURATION_CHECK, sha, about }
}

function decidesWords(key: string, settings: readonly Setting[], decides = 'it decides'): string {
  if (settings.length === 0) return `${decides} nothing for ${key}: everything is left to people.`
  return `${decides} for ${key}: ${listed(settings.map(codeSpan))}. People cannot change these in Slack; everything else is theirs.`
}

function unknownWords(unknown: readonly Login[]): string | undefined {
  if (unknown.length === 0) return undefined
  const who = listed(unknown.map(codeSpan))
  return `Nobody of the workspace has linked ${who} yet. What the file says of ${unknown.length === 1 ? 'that login' : 'them'} counts as soon as somebody does, with ${codeSpan('/codexflow link')} in Slack.`
}

function approversWords(approvers: NonNullable<Configuration['approvers']>): string {
  const roles = Object.entries(approvers).map(([role, who]) => `${codeSpan(role)}: ${listed(who.map(codeSpan))}`)
  return `It changes who may approve (${roles.join('; ')}). That counts only if a lead or an owner of the workspace merges it.`
}

function annotation(path: string, { line, column, why }: Problem): Annotation {
  return { path, line, column, level: 'failure', title: 'This does not count', message: sentence(why) }
}

function countOf(problems: readonly Problem[]): string {
  return problems.length < MAX_PROBLEMS ? String(problems.length) : `${MAX_PROBLEMS} or more`
}

function sentence(why: string): string {
  return `${capital(why)}${/[.?!]$/.test(why) ? '' : '.'}`
}
