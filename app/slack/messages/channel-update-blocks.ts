import { unreachable } from '../../errors.ts'
import type { NoticeContent } from '../../handoffs/content.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports.ts'
import { listed, reasonWords } from '../../projects/refusal-words.ts'
import { title } from './handoff-blocks.ts'
import { plain } from './markup.ts'
import { noticeButton } from './notice-buttons.ts'
import { laidOut, type Posted } from './notice-layout.ts'

/** What a team's channel hears of a hand-off to one of them: a record in three lines, which mentions nobody. */
export function channelUpdateBlocks({ content, standing }: Message): Posted {
  const { task, notice, project } = content
  return laidOut({
    head: head(content, standing),
    sections: [title(content), because(content), now(content, standing)],
    buttons: [noticeButton('task.show', task, notice)],
    footer: `This channel hears of hand-offs because ${plain(project.name, 80)} tells its channels of them.`,
  })
}

function head({ task }: NoticeContent, { state }: Standing): string {
  switch (state) {
    case 'current':
    case 'received':
      return `🟢 Ready: ${task}`
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
    case 'lifted':
    case 'superseded':
    case 'voted':
    case 'decided':
      return `🕓 Out of date: ${task}`
    default:
      return unreachable(state)
  }
}

function because({ finished }: NoticeContent): string {
  if (finished.length === 0) return ''
  const some = finished.slice(0, 3).map(({ id, by }) => `*${id}* (${plain(by, 60)})`)
  const left = finished.length - some.length
  return `Finished before it: ${listed(left > 0 ? [...some, `${left} more`] : some)}.`
}

function now({ to }: NoticeContent, standing: Standing): string {
  const who = plain(to?.name ?? 'Nobody', 80)
  switch (standing.state) {
    case 'current':
      return `${who} can begin, and has been told.`
    case 'received':
      return `${who} got it.`
    case 'on-hold':
      return `Not yet after all: ${plain(reasonWords(standing.reasons), 1_000)}.`
    case 'started':
      return `${who} has it.`
    default:
      return ''
  }
}
