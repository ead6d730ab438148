import type { ActionsBlockElement } from '@slack/types'
import { unreachable } from '../../errors.ts'
import type { NoticeContent } from '../../handoffs/content.ts'
import { lateWords } from '../../handoffs/lateness.ts'
import { notGivenWords } from '../../handoffs/not-given.ts'
import { inTheirPlace } from '../../handoffs/short-notice.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports/channel.ts'
import { reasonWords } from '../../projects/phrases.ts'
import type { Actor } from '../../tasks/actor.ts'
import { documentLinks, factLines, proseWords, writer } from '../../verbs/words/fact-words.ts'
import { command, MARKUP, moment, plain } from '../../verbs/words/markup.ts'
import { noticeButton, pastButtons } from './notice-buttons.ts'
import { laidOut, listed, type Posted } from './notice-layout.ts'

/**
 * Room in characters, so that everything together stays under 10,000: Slack refuses longer messages at some 13,000
 * (https://github.com/slackapi/bolt-js/issues/2509).
 */
const ROOM = {
  words: 900,
  details: 2_200,
  evidence: 700,
  links: 800,
  step: 390,
  steps: 1_200,
  finished: 700,
  notGiven: 600,
} as const

/** The message of a hand-off, as its task stands now. What is no longer true is not repeated. */
export function handoffBlocks({ content, standing, delivery }: Message): Posted {
  return laidOut({
    head: head(content, standing),
    sections: [title(content), ...sections(content, standing)],
    buttons: buttons(content, standing),
    footer: `${footer(content, standing)}${lateWords(content, delivery, MARKUP)}`,
  })
}

function head({ task, to }: NoticeContent, standing: Standing): string {
  if (standing.state !== 'current') return laterHead(task, standing.state)
  return to === undefined ? `🟢 Ready, and nobody is assigned: ${task}` : `🟢 Ready for you: ${task}`
}

/** The heading of a hand-off to which something has happened since. */
export function laterHead(task: string, state: Exclude<Standing['state'], 'current'>): string {
  switch (state) {
    case 'received':
      return `🟢 Ready, and received: ${task}`
    case 'started':
      return `🔵 In progress: ${task}`
    case 'finished':
      return `✅ Finished: ${task}`
    case 'on-hold':
      return `⏸️ On hold again: ${task}`
    case 'reassigned':
      return `↪️ With somebody else now: ${task}`
    case 'cancelled':
      return `✖️ Cancelled: ${task}`
    case 'superseded':
    case 'lifted':
    case 'voted':
    case 'decided':
      return `🕓 Out of date: ${task}`
    default:
      return unreachable(state)
  }
}

/** The task's title, and where it belongs. */
export function title({ title: text, phase, project }: NoticeContent): string {
  return `*${plain(text, 200)}*\n${phase} · ${plain(project.name, 80)}`
}

function sections(content: NoticeContent, standing: Standing): string[] {
  switch (standing.state) {
    case 'current':
      return [greeting(content), ...whatToKnow(content)]
    case 'received':
      return [receivedBy(content, standing), ...whatToKnow(content)]
    case 'started':
      return [startedBy(content, standing.by), ...whatToKnow(content)]
    case 'finished':
      return ['Nothing is left to do for it.', ...whatToKnow({ ...content, words: { ...content.words, steps: [] } })]
    case 'on-hold':
      return [
        `Not yet after all: ${plain(reasonWords(standing.reasons), 1_000)}.`,
        'What stood here no longer counts. You will hear of it as soon as you can begin.',
      ]
    case 'reassigned':
      return ['There is nothing to do for you here any more.']
    case 'cancelled':
      return ['Nothing has to be done for it any more.']
    case 'superseded':
    case 'lifted':
    case 'voted':
    case 'decided':
      return ['A newer message about this task has taken the place of this one.']
    default:
      return unreachable(standing)
  }
}

function greeting({ to, words, facts, task }: NoticeContent): string {
  const hello = to === undefined ? '' : `👋 Hi ${plain(to.name, 80)}! `
  const opening = `${hello}${proseWords(words.opening, facts, ROOM.words)}`.trim()
  const take = to === undefined ? `Take it: ${command(`assign ${task} me`)}` : ''
  return [opening, proseWords(words.body, facts, ROOM.words), take].filter((line) => line !== '').join('\n')
}

function receivedBy({ to }: NoticeContent, { by, at }: Extract<Standing, { state: 'received' }>): string {
  const who = by === to?.id ? plain(to.name, 80) : 'Somebody'
  return `📬 ${who} got it on ${moment(at)}.`
}

function startedBy({ to }: NoticeContent, by: Actor): string {
  if (by.kind === 'person' && by.id === to?.id) return `${plain(to.name, 80)} has started.`
  return by.kind === 'github' ? `${plain(by.login, 60)} has started, on GitHub.` : 'It has been started.'
}

function whatToKnow({ task, facts, words, finished, waitingNext, notGiven }: NoticeContent): string[] {
  const steps = words.steps.map((step) => proseWords(step, facts, ROOM.step)).filter((step) => step !== '')
  const done = finished.map(({ id, title: text, phase, by }) => {
    return `• *${id}* ${plain(text, 80)} (${phase}, by ${plain(by, 60)})`
  })
  const links = documentLinks(facts).map((document) => `• ${document}`)
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`)
  const details = factLines(facts, ['environment', 'resource', 'arn', 'url'], task)
  const evidence = factLines(facts, ['deployment', 'check', 'commit', 'number'], task)
  return [
    listed('What you have to work with', details, ROOM.details, task),
    plain(notGivenWords(notGiven ?? []), ROOM.notGiven),
    listed('Builds and figures', evidence, ROOM.evidence, task),
    listed('Links', links, ROOM.links, task),
    listed('First steps', numbered, ROOM.steps, task),
    listed('Finished for you', done, ROOM.finished, task),
    waiting(waitingNext),
  ]
}

function waiting(people: number): string {
  if (people < 1) return ''
  return people === 1 ? '*Who waits for you next:* 1 person' : `*Who waits for you next:* ${people} people`
}

function buttons({ task, notice, to, left }: NoticeContent, { state }: Standing): ActionsBlockElement[] {
  const show = noticeButton('task.show', task, notice)
  const why = noticeButton('task.why', task, notice)
  const start = noticeButton('task.start', task, notice)
  const need = noticeButton('handoff.need', task, notice)
  if (state === 'current' && left !== undefined) return [noticeButton('task.assign', task, notice), show, why]
  if (state === 'current' && to !== undefined) {
    const answers = [noticeButton('handoff.got', task, notice), need, noticeButton('handoff.notmine', task, notice)]
    return [start, ...answers, show, why]
  }
  if (state === 'received') return [start, need, show, why]
  if (state === 'started') {
    return [noticeButton('task.done', task, notice), noticeButton('task.block', task, notice), show, why]
  }
  if (state === 'current') return [show, why]
  return [...pastButtons(task, notice), ...(state === 'on-hold' ? [why] : [])]
}

function footer(content: NoticeContent, { state }: Standing): string {
  const { words, facts, to, left, task } = content
  const why =
    left !== undefined
      ? plain(inTheirPlace(content))
      : to === undefined
        ? `This channel hears of it because nobody is assigned to ${task}.`
        : `You get this because ${task} ${state === 'reassigned' ? 'was' : 'is'} assigned to you.`
  const shows = state === 'current' || state === 'received' || state === 'started' || state === 'finished'
  return shows ? `${writer(words.writtenBy, facts.length)} ${why}` : why
}
