import { setTimeout as delay } from 'node:timers/promises'
import type { Residents, Said } from '../people/residents.ts'
import { atRest } from './at-rest.ts'
import { type Lookout, lookout, type News } from './lookout.ts'
import type { Act, Expected, Step } from './steps.ts'

/** One line of the timeline. */
export type Scene =
  | { readonly kind: 'act'; readonly at: Date; readonly as: string; readonly act: Act; readonly answer?: Said }
  | { readonly kind: 'news'; readonly at: Date; readonly news: News }

export type StoryOptions = {
  readonly folk: Residents
  readonly watchUrl: string
  readonly steps: readonly Step[]
  /** Sees every scene as it happens. */
  readonly show: (scene: Scene) => void
  /** After each step that came to its end. */
  readonly done?: (steps: number) => void
  /** Milliseconds that what a step brings may take. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal
}

/** A step did not bring what it should. The message says which, and what was missing. */
export class StoryStopped extends Error {
  override readonly name = 'StoryStopped'
}

/** Plays the steps through the doors, each once the one before has brought all it should. Answers every scene. */
export async function playStory(options: StoryOptions): Promise<readonly Scene[]> {
  const { folk, steps } = options
  const scenes: Scene[] = []
  const show = (scene: Scene) => {
    scenes.push(scene)
    options.show(scene)
  }
  const watch = await lookout(folk)
  const kept = new Map<string, string>()
  for (const [index, step] of steps.entries()) {
    options.signal?.throwIfAborted()
    const act = filledIn(step.act, kept)
    const answer = await perform(folk, step.as, act, kept)
    show({ kind: 'act', at: new Date(), as: step.as, act, ...(answer === undefined ? {} : { answer }) })
    judgeAnswer(folk, step, act, answer, kept)
    const brings = step.brings.map((expected) => placed(expected, kept))
    await awaitNews(options, watch, { ...step, brings }, act, answer, show)
    options.done?.(index + 1)
  }
  return scenes
}

async function perform(folk: Residents, as: string, act: Act, kept: Map<string, string>): Promise<Said | undefined> {
  switch (act.kind) {
    case 'slack':
      return folk.slack(as, act.text)
    case 'click':
      return folk.click(as, act.button)
    case 'comment':
      await folk.github.comment(as, act.on, act.body)
      return undefined
    case 'open-pull': {
      const { repository, title, branch, body, file } = act
      kept.set('pull', String(await folk.github.openPull(as, repository, { title, branch, body, file })))
      return undefined
    }
    case 'check':
      await folk.github.check(as, act.on, act.conclusion, act.name)
      return undefined
    case 'merge':
      await folk.github.merge(as, act.on)
      return undefined
  }
}

function judgeAnswer(folk: Residents, step: Step, act: Act, answer: Said | undefined, kept: Map<string, string>): void {
  if (answer === undefined) return
  const who = folk.person(step.as).fullName
  const did = `After ${who} ${actWords(act)}`
  if (answer.status !== 200) throw new StoryStopped(`${did}, the Slack door answered ${answer.status}.`)
  for (const expected of step.brings) {
    if (expected.in !== 'answer') continue
    const missing = missingIn(answer.text, expected.contains)
    if (missing.length > 0) {
      throw new StoryStopped(`${did}, the answer lacks ${quoted(missing)}. It says:\n${answer.text}`)
    }
  }
  if (step.keeps === undefined) return
  const found = step.keeps.from.exec(answer.text)?.[1]
  if (found === undefined)
    throw new StoryStopped(`${did}, the answer has no ${step.keeps.name}. It says:\n${answer.text}`)
  kept.set(step.keeps.name, found)
}

async function awaitNews(
  { folk, watchUrl, patienceMs = 30_000, signal }: StoryOptions,
  watch: Lookout,
  step: Step,
  act: Act,
  answer: Said | undefined,
  show: (scene: Scene) => void,
): Promise<void> {
  const deadline = Date.now() + patienceMs
  const arrived: News[] = []
  for (;;) {
    signal?.throwIfAborted()
    await atRest(watchUrl, folk.outside, { timeoutMs: 1_000 })
    for (const news of await watch.news()) {
      if (isOwnComment(news, act) || isAnswer(news, step.as, answer)) continue
      arrived.push(news)
      show({ kind: 'news', at: new Date(), news })
    }
    const missing = step.brings.filter(
      (expected) => expected.in !== 'answer' && !arrived.some((n) => fits(n, expected)),
    )
    if (missing.length === 0) return
    if (Date.now() > deadline) throw new StoryStopped(notCome(folk, step, act, missing, arrived, patienceMs))
    await delay(50)
  }
}

// What somebody alone was answered to a click stands beneath it already.
function isAnswer(news: News, as: string, answer: Said | undefined): boolean {
  return news.kind === 'private' && news.to === as && answer?.text.includes(news.text) === true
}

// Whoever comments is told already what they said.
function isOwnComment(news: News, act: Act): boolean {
  return act.kind === 'comment' && news.kind === 'comment' && !news.isBot && news.body === act.body
}

/** Whether a piece of news is the message that was expected, with all that it must contain. */
export function fits(news: News, expected: Expected): boolean {
  const text = placeOf(news, expected)
  return text !== undefined && missingIn(text, expected.contains).length === 0
}

function placeOf(news: News, expected: Expected): string | undefined {
  switch (news.kind) {
    case 'dm':
      return expected.in === 'dm' && expected.to === news.to ? news.message.text : undefined
    case 'private':
      return expected.in === 'private' && expected.to === news.to ? news.text : undefined
    case 'comment':
      return expected.in === 'comment' && expected.on === news.on && news.isBot ? news.body : undefined
    case 'mail':
      return expected.in === 'mail' ? `${news.subject}\n${news.message}` : undefined
    case 'check':
      return expected.in === 'check' && expected.on === news.on ? `${news.title}\n${news.summary}` : undefined
    case 'channel':
    case 'sign':
      return undefined
  }
}

function notCome(
  folk: Residents,
  step: Step,
  act: Act,
  missing: readonly Expected[],
  arrived: readonly News[],
  waitedMs: number,
): string {
  const who = folk.person(step.as).fullName
  const lacking = missing.map((expected) => {
    const near = arrived.map((news) => placeOf(news, expected)).find((text) => text !== undefined)
    if (near === undefined) return `${placeWords(folk, expected)} did not come`
    return `${placeWords(folk, expected)} lacks ${quoted(missingIn(near, expected.contains))}`
  })
  return `After ${who} ${actWords(act)}, ${lacking.join('; ')} (waited ${waitedMs / 1000} s).`
}

function placeWords(folk: Residents, expected: Expected): string {
  switch (expected.in) {
    case 'answer':
      return 'the answer'
    case 'dm':
      return `the Slack DM to ${folk.person(expected.to).fullName}`
    case 'private':
      return `the later answer to ${folk.person(expected.to).fullName}`
    case 'comment':
      return `the comment on ${expected.on}`
    case 'check':
      return `the check on ${expected.on}`
    case 'mail':
      return 'the e-mail'
  }
}

/** What somebody did, as a clause without its subject. */
export function actWords(act: Act): string {
  switch (act.kind) {
    case 'slack':
      return `typed /codexflow ${act.text}`
    case 'click':
      return `clicked ${act.button}`
    case 'comment':
      return `commented on ${act.on}`
    case 'open-pull':
      return `opened a pull request in ${act.repository}`
    case 'check':
      return `had the check ${act.name} end in ${act.conclusion} on ${act.on}`
    case 'merge':
      return `merged ${act.on}`
  }
}

// What an act brought to light may be what its news stand on.
function placed(expected: Expected, kept: ReadonlyMap<string, string>): Expected {
  return 'on' in expected ? { ...expected, on: filled(expected.on, kept) } : expected
}

function filled(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replace(/\{(code|pull)\}/g, (whole, name: string) => kept.get(name) ?? whole)
}

function filledIn(act: Act, kept: ReadonlyMap<string, string>): Act {
  const fill = (text: string) => filled(text, kept)
  switch (act.kind) {
    case 'slack':
      return { ...act, text: fill(act.text) }
    case 'comment':
      return { ...act, body: fill(act.body) }
    case 'check':
    case 'merge':
      return { ...act, on: fill(act.on) }
    case 'open-pull':
    case 'click':
      return act
  }
}

function missingIn(text: string, wanted: readonly string[]): readonly string[] {
  // Surfaces escape some signs and may write a task in bold; facts themselves stand as they are.
  const bare = text.replace(/[*`\\]/g, '').replaceAll('&amp;', '&')
  return wanted.filter((each) => !bare.includes(each))
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(' and ')
}
