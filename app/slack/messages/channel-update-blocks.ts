import type { NoticeContent } from '../../handoffs/content.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports/channel.ts'
import { listed, reasonWords } from '../../projects/phrases.ts'
import { plain } from '../../verbs/words/markup.ts'
import { laterHead, title } from './handoff-blocks.ts'
import { noticeButton } from './notice-buttons.ts'
import { laidOut, type Posted } from './notice-layout.ts'

/** What a team's channel hears of a hand-off to one of them: a record in three lines, which mentions nobody. */
export function channelUpdateBlocks({ content, standing }: Message): Posted {
  const { task, notice, project } = content
  return laidOut({
    head: standing.state === 'current' ? `🟢 Ready: ${task}` : laterHead(task, standing.state),
    sections: [title(content), because(content), now(content, standing)],
    buttons: [noticeButton('task.show', task, notice)],
    footer: `This channel hears of hand-offs because ${plain(project.name, 80)} tells its channels of them.`,
  })
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
