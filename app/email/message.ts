import { escapeEmail } from '../handoffs/escape.ts'
import type { Fact, FactLedger } from '../handoffs/facts.ts'
import { inUtc, lateWords } from '../handoffs/lateness.ts'
import { notGivenWords } from '../handoffs/not-given.ts'
import { type Prose, renderProse } from '../handoffs/prose.ts'
import { shortNotice } from '../handoffs/short-notice.ts'
import type { Standing } from '../handoffs/standing.ts'
import type { Message } from '../ports/channel.ts'
import { reasonWords } from '../projects/phrases.ts'

/** A plain-text mail. */
export type Mail = { readonly subject: string; readonly text: string }

/** SNS takes at most 100 characters of ASCII, and no line break. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT = 100
const COLUMNS = 72

const TYPED = { moment: inUtc, command: (text: string) => `/codexflow ${text} in Slack.` }

/** The mail of a notice as it stands. */
export function noticeMail({ content, standing, delivery }: Message): Mail {
  const { task, title, subject } = content
  if (subject.kind !== 'handoff' && subject.kind !== 'block')
    return shortMail(content, standing, lateWords(content, delivery, TYPED))
  const what =
    subject.kind === 'block'
      ? 'is blocked'
      : content.to === undefined
        ? 'can be started'
        : `is ready for ${content.to.name}`
  if (standing.state !== 'current') return correction(content, standing)
  const steps = content.words.steps.map((step, index) => `${index + 1}. ${proseText(step, content.facts)}`)
  const lines = [
    `${task} ${what}: ${title}`,
    '',
    proseText(content.words.opening, content.facts),
    proseText(content.words.body, content.facts),
    ...section('What was recorded', content.facts.filter(isShown).map(factLine)),
    '',
    escapeEmail(notGivenWords(content.notGiven ?? [])),
    ...section('First steps', steps),
    '',
    `${footer(content)}${lateWords(content, delivery, TYPED)}`,
  ]
  return { subject: subjectOf(`${task} ${what}: ${title}`), text: wrapped(lines) }
}

/** The mail of a notice that says one thing. */
function shortMail(content: Message['content'], standing: Standing, late: string): Mail {
  const { head, isTrue, now, why } = shortNotice(content, standing)
  const { words, facts, title, notice } = content
  const said = [words.opening, words.body, ...words.steps].map((each) => proseText(each, facts))
  const lines = [`${head}: ${title}`, '', ...(isTrue ? said : [now]), '', `${why} Ref ${notice.slice(0, 10)}.${late}`]
  return { subject: subjectOf(`${isTrue ? '' : 'Correction: '}${head}: ${title}`), text: wrapped(lines) }
}

/** The mail that takes an earlier one back, for a mail cannot be edited. */
function correction(content: Message['content'], standing: Standing): Mail {
  const { task, title } = content
  const now = standingWords(standing, content)
  const lines = [
    `Correction: ${task} ${now}`,
    '',
    `The earlier message about "${title}" is no longer true.`,
    '',
    footer(content),
  ]
  return { subject: subjectOf(`Correction: ${task} ${now}`), text: wrapped(lines) }
}

function standingWords(standing: Standing, { to }: Message['content']): string {
  switch (standing.state) {
    case 'on-hold':
      return `is on hold again: ${reasonWords(standing.reasons)}.`
    case 'cancelled':
      return 'was cancelled.'
    case 'reassigned':
      return to === undefined ? 'has an assignee now.' : `is no longer with ${to.name}.`
    case 'lifted':
      return 'is no longer blocked.'
    case 'superseded':
      return 'has a newer message.'
    case 'started':
      return 'is under way.'
    case 'finished':
      return 'is finished.'
    case 'received':
      return 'was received.'
    case 'voted':
      return 'is being decided.'
    case 'decided':
      return 'is decided.'
    case 'current':
      return 'stands as it was.'
  }
}

// People and tasks are named in the words already.
function isShown({ kind }: Fact): boolean {
  return kind !== 'task' && kind !== 'person' && kind !== 'commit'
}

function factLine({ label, value }: Fact): string {
  return `- ${label}: ${value}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines]
}

function proseText(prose: Prose, facts: FactLedger): string {
  return renderProse(prose, facts, { text: escapeEmail, fact: spokenFact })
}

// Addresses of documents stand in the list; in a sentence their titles read better.
function spokenFact({ kind, label, value }: Fact): string {
  if (kind === 'document') return label
  return kind === 'task' ? `${value} (${label})` : value
}

function footer({ words, facts, project, notice }: Message['content']): string {
  const noun = facts.length === 1 ? 'fact' : 'facts'
  const how =
    words.writtenBy === 'model'
      ? `Written by AI from ${facts.length} checked ${noun}.`
      : `Written from ${facts.length} recorded ${noun}.`
  return `${how} You get this because you subscribed to the hand-offs of ${project.name}. Ref ${notice.slice(0, 10)}.`
}

function subjectOf(text: string): string {
  const ascii = escapeEmail(text)
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
  return ascii.length <= SUBJECT ? ascii : `${ascii.slice(0, SUBJECT - 3).trimEnd()}...`
}

// Addresses and names of resources stay whole, however long.
function wrapped(lines: readonly string[]): string {
  return lines
    .map((line) => wrap(escapeEmail(line)))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
}

function wrap(line: string): string {
  const indent = ' '.repeat(/^(?:- |\d\. )?/.exec(line)![0].length)
  const rows: string[] = []
  let row = ''
  for (const word of line.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > COLUMNS) {
      rows.push(row)
      row = `${indent}${word}`
    } else row = row === '' ? word : `${row} ${word}`
  }
  return [...rows, row].join('\n')
}
