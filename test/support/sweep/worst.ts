import type { NoticeContent } from '../../../app/handoffs/content.ts'
import { FACT_KINDS, numberFacts } from '../../../app/handoffs/facts.ts'
import type { ConnectedRepository, Project } from '../../../app/projects/project.ts'
import type { TaskId } from '../../../app/tasks/ids.ts'
import { PHASES } from '../../../app/tasks/phase.ts'
import type { Impediment, Task } from '../../../app/tasks/task.ts'
import { GAIUS_CONTENT } from '../gaius.ts'
import { aCheck, aDeployment, aPull, aReview, aTask, BEN, github, minute, openSince, person } from '../tasks.ts'

/** What people, GitHub and models may write. Whatever of it comes alive in Slack names `evil`. */
export const WORST_TEXTS: Readonly<Record<string, string>> = {
  'the longest title': `Provision ${'W'.repeat(190)}`,
  '40,000 characters': 'a & b <c> '.repeat(4_000),
  'ampersands, which grow when they are escaped': '&'.repeat(3_000),
  'one word of 3,000 characters': 'x'.repeat(3_000),
  'right to left': 'تجهيز الخادم \u202Eevil\u202C \u2067واجهة\u2069',
  'emoji with modifiers': '👩🏽‍💻👨‍👩‍👧‍👦🏳️‍🌈🇳🇬1️⃣'.repeat(20),
  'emoji alone': '🎉🎉🎉',
  'a code fence': '```\nrm -rf /\n``` and `a tick',
  'everybody mentioned': '<!channel> <!here> <!everyone> <!subteam^S0EVIL> @channel',
  'somebody mentioned': '<@U0EVIL> <#C0EVIL|evil>',
  'a link under another name': '<https://evil.example|https://good.example> <mailto:evil@evil.example|you>',
  'a bare address': 'https://evil.example/?a=1&b=2 www.evil.example',
  'a picture': '![evil](https://evil.example/x.png) <img src=https://evil.example>',
  entities: '&lt;!channel&gt; &amp;lt;@U0EVIL&amp;gt; &#60;evil&#62;',
  'a moment': '<!date^0^{date_num}^https://evil.example|evil>',
  'what nobody sees': 'a\u200Bb\u2060c\uFEFFd\u00ADe',
  'nothing to see': '\u200B \u2800',
  'names of prototypes': '__proto__ constructor toString',
  'several lines': 'one\n> two\r\n\n* three\u2028four',
  'half a character': 'half\uD800',
  'marks of emphasis': '*_~`*_~`',
  'an angle left open': '<https://evil.example',
}

/** An address that may be linked, with the text behind it as far as an address can hold it. */
export function addressWith(text: string): string {
  return `https://safe.example/${text.replace(/\s/g, '+').replace(/evil/gi, 'e')}`.slice(0, 2_500)
}

/** As many as there may be. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** Of long texts fewer: what has overflowed three times needs no fourth, and the sweep no minute. */
export function enough(count: number, text: string): number {
  return Math.min(count, Math.ceil(120_000 / text.length))
}

/** Id of the n-th task of a long project. */
export function idOf(index: number): TaskId {
  return `ABCDEFGHIJ-${100_000 + index}`
}

/** A task that is as full as it may be, with the text wherever a text may stand. */
export function worstTask(text: string): Task {
  const by = github(text)
  const url = addressWith(text)
  const keyed = <T>(count: number, one: (at: number) => T) =>
    Object.fromEntries(times(enough(count, text), (at) => [`${text.slice(0, 300)}#${at}`, one(at)]))
  const impediment = (at: number): Impediment => ({ reason: text, by: at % 2 === 0 ? by : person(BEN), since: at, url })
  return {
    ...aTask(),
    id: idOf(0),
    title: text,
    createdBy: by,
    createdAt: minute(0),
    issue: { repository: text, number: 7 },
    gates: [
      { kind: 'merged' },
      { kind: 'checks', names: times(enough(20, text), () => text) },
      { kind: 'deployed', environment: text },
    ],
    declared: { status: 'open', by, ordinal: 1, reason: text },
    pulls: keyed(20, (at) => aPull('open', at, { title: text, url, by })),
    checks: keyed(60, (at) => aCheck('failure', at, { name: text, repository: text, url, by })),
    deployments: keyed(20, (at) => aDeployment('failure', at, { environment: text, url, by })),
    reviews: keyed(40, (at) => {
      const state = (['approved', 'changes-requested', 'commented', 'asked'] as const)[at % 4]!
      return aReview(state, at, { pull: `${text.slice(0, 300)}#${at % 4}`, login: `${at}`, reviewer: by, url })
    }),
    resources: keyed(40, (at) => ({
      kind: 'note',
      label: text,
      value: at % 2 === 0 ? text : url,
      source: text,
      by,
      ordinal: at,
    })),
    blockers: Object.fromEntries(times(100, (at) => [idOf(at), openSince(1)])),
    impediments: keyed(50, impediment),
    assignee: BEN,
  }
}

/** The same task so many times, under ids of its own. */
export function severalOf(task: Task, count: number): Task[] {
  return times(enough(count, task.title), (at) => ({ ...task, id: idOf(at) }))
}

/** Somebody of that name, to whom everything is assigned. */
export function peopleCalled(name: string) {
  return new Map([[BEN, { name }]])
}

/** A notice whose every field holds the text, with as many facts, steps and finished tasks as there may be. */
export function worstContent(text: string): NoticeContent {
  const facts = numberFacts(
    times(enough(70, text), (at) => ({
      kind: FACT_KINDS[at % FACT_KINDS.length]!,
      label: `${at} ${text}`,
      value: at % 2 === 0 ? `${at} ${text}` : `${addressWith(text)}/${at}`,
      source: text,
    })),
  )
  const prose = [{ text }, ...facts.slice(0, 12).map(({ id }) => ({ fact: id })), { text }]
  return {
    ...GAIUS_CONTENT,
    title: text,
    project: { key: 'UAPI', name: text },
    to: { name: text, githubLogin: text },
    finished: times(enough(100, text), (at) => ({ id: idOf(at), title: text, phase: 'qa' as const, by: text })),
    waitingNext: 1_000,
    facts,
    words: { opening: prose, body: prose, steps: [prose, prose, prose], priority: 'high', writtenBy: 'model' },
  }
}

/** Connected repositories of every sort, with everything foreign about them. */
export function worstConnections(text: string): ConnectedRepository[] {
  const whys = ['uninstalled', 'suspended', 'gone', 'archived', 'moved'] as const
  const named = { fullName: text, nameNow: `${text} now`, installation: 7 }
  return [
    ...whys.map((why, id) => ({ ...named, id, away: { why, since: text }, untold: 'away' as const })),
    ...(['lacks', 'renamed', 'back'] as const).map((untold, id) => ({
      ...named,
      id,
      untold,
      lacks: [text, `a: ${text}`],
    })),
  ]
}

/** A project whose file is in force, and another one wrong, with the worst that either can bring. */
export function fromFile(text: string): Pick<Project, 'configuredBy' | 'wrongConfiguration'> {
  const source = { repository: text, path: '.github/codexflow.yml', commit: 'c'.repeat(40), blob: 'b'.repeat(40) }
  const settings = PHASES.flatMap((phase) => [`channel-${phase}`, `lead-${phase}`])
  return {
    configuredBy: { ...source, said: {}, settings, before: {}, unknown: times(20, (at) => `${'x'.repeat(36)}${at}`) },
    wrongConfiguration: { ...source, problems: 50, line: 64_000, why: text },
  }
}
