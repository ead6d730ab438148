import { unreachable } from '../../errors.ts'
import type { NoticeContent } from '../../handoffs/content.ts'
import { lateWords } from '../../handoffs/lateness.ts'
import { inTheirPlace } from '../../handoffs/short-notice.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports/channel.ts'
import { factsBehind } from '../../tasks/impediments.ts'
import { factLines, proseWords, writer } from '../../verbs/words/fact-words.ts'
import { MARKUP, plain } from '../../verbs/words/markup.ts'
import { title } from './handoff-blocks.ts'
import { noticeButton, pastButtons } from './notice-buttons.ts'
import { laidOut, listed, type Posted } from './notice-layout.ts'

/** Room in characters, well under Slack's limits. */
const ROOM = { words: 1_100, details: 2_600, step: 450, steps: 1_400 } as const

/** The message about something that stands in the way of a task, or no longer does. */
export function blockNoticeBlocks({ content, standing, delivery }: Message): Posted {
  const { task, notice, words, facts } = content
  const isTrue = standing.state === 'current'
  const show = noticeButton('task.show', task, notice)
  const why =
    content.left === undefined
      ? `You get this because ${task} ${standing.state === 'reassigned' ? 'was' : 'is'} assigned to you.`
      : plain(inTheirPlace(content))
  return laidOut({
    head: head(content, standing),
    sections: [title(content), ...(isTrue ? whatToKnow(content) : [whatNow(content, standing)])],
    buttons: isTrue ? [show, noticeButton('task.why', task, notice)] : pastButtons(task, notice),
    footer: `${isTrue ? `${writer(words.writtenBy, facts.length)} ${why}` : why}${lateWords(content, delivery, MARKUP)}`,
  })
}

const HEADS = { check: 'A check fails', deployment: 'A deployment failed', person: 'Blocked' } as const

function head({ task, subject }: NoticeContent, standing: Standing): string {
  switch (standing.state) {
    case 'current':
      return `⛔ ${subject.kind === 'block' ? HEADS[factsBehind(subject.source) ?? 'person'] : HEADS.person}: ${task}`
    case 'reassigned':
      return `↪️ With somebody else now: ${task}`
    case 'cancelled':
      return `✖️ Cancelled: ${task}`
    case 'lifted':
    case 'started':
    case 'finished':
    case 'on-hold':
    case 'superseded':
    case 'received':
    case 'voted':
    case 'decided':
      return `✅ No longer in the way: ${task}`
    default:
      return unreachable(standing)
  }
}

function whatToKnow({ task, words, facts }: NoticeContent): string[] {
  const said = [words.opening, words.body].map((prose) => proseWords(prose, facts, ROOM.words))
  const steps = words.steps.map((step) => proseWords(step, facts, ROOM.step)).filter((step) => step !== '')
  const details = factLines(
    facts,
    ['environment', 'resource', 'arn', 'url', 'check', 'deployment', 'commit', 'number'],
    task,
  )
  return [
    said.filter((line) => line !== '').join('\n'),
    listed('What is known', details, ROOM.details, task),
    listed(
      'What helps',
      steps.map((step, index) => `${index + 1}. ${step}`),
      ROOM.steps,
      task,
    ),
  ]
}

function whatNow({ words, facts }: NoticeContent, { state }: Standing): string {
  switch (state) {
    case 'reassigned':
      return 'There is nothing to do for you here any more.'
    case 'cancelled':
      return 'Nothing has to be done for it any more.'
    default: {
      const was = proseWords(words.opening, facts, ROOM.words)
      return was === '' ? 'What stood in the way is gone.' : `This is over: ${was}`
    }
  }
}
