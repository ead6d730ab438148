import type { ActionsBlockElement } from '@slack/types'
import { lateWords } from '../../handoffs/lateness.ts'
import { shortNotice } from '../../handoffs/short-notice.ts'
import type { Message } from '../../ports/channel.ts'
import { proseWords } from '../../verbs/words/fact-words.ts'
import { MARKUP, plain } from '../../verbs/words/markup.ts'
import { title } from './handoff-blocks.ts'
import { noticeButton, pastButtons } from './notice-buttons.ts'
import { laidOut, type Posted } from './notice-layout.ts'

/** Room in characters: a question of the longest, where every sign of it grows when it is escaped. */
const ROOM = 2_900

/** The message of a notice that says one thing: what happened, and the buttons that answer it. */
export function shortNoticeBlocks({ content, standing, delivery }: Message): Posted {
  const { sign, head, isTrue, now, why } = shortNotice(content, standing)
  const { words, facts } = content
  return laidOut({
    head: `${sign} ${head}`,
    sections: [title(content), isTrue ? proseWords(words.opening, facts, ROOM) : now],
    buttons: isTrue ? buttons(content) : pastButtons(content.task, content.notice),
    footer: `${plain(why, 250)}${lateWords(content, delivery, MARKUP)}`,
  })
}

function buttons({ task, notice, subject }: Message['content']): ActionsBlockElement[] {
  const show = noticeButton('task.show', task, notice)
  const why = noticeButton('task.why', task, notice)
  if (subject.kind !== 'nudge' || subject.step > 1) return [show, why]
  return [
    noticeButton('handoff.got', task, notice),
    noticeButton('handoff.need', task, notice),
    noticeButton('handoff.notmine', task, notice),
    show,
  ]
}
