import type { Heard } from '../../insight/who-hears.ts'
import { may } from '../../projects/permissions.ts'
import type { Person } from '../../projects/person.ts'
import { reasonWords } from '../../projects/phrases.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { readiness } from '../../tasks/readiness.ts'
import { placeWords, whenWords } from './delivery-words.ts'
import { plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { some, titled } from './simulate-reply.ts'

/** Who hears that a task was finished, where and when, a line each; of tasks that the reader may not see only ids are said. */
export function heardReply(finished: TaskId, { told, own, waiting, beyond }: Heard, reader: Person): Reply {
  const lines = [
    ...some(told, ({ task, content: { to, deliveries } }) => {
      if (!may(reader, 'task.view', task)) return [`• *${task.id}* is ready now, and whoever has it hears of it.`]
      const notice = deliveries.find(({ role }) => role === 'notice')
      if (notice === undefined) return [`• ${titled(task)} is ready now, and there is nowhere to tell it.`]
      const whom = to === undefined ? 'the team' : plain(to.name, 80)
      return [`• ${titled(task)}: ${whom} hears of it ${whenWords(notice)}, by ${placeWords(notice.address)}.`]
    }),
    ...some(own, ({ task, to }) => {
      const whose = to === reader.id ? 'yours' : 'with whoever finished this'
      return [`• ${may(reader, 'task.view', task) ? titled(task) : `*${task.id}*`} is ready now, and ${whose}.`]
    }),
    ...some(waiting, (still) => {
      if (!may(reader, 'task.view', still)) return [`• *${still.id}* is not ready yet.`]
      return [`• ${titled(still)} is not ready yet: ${plain(reasonWords(readiness(still).reasons), 300)}.`]
    }),
    ...(beyond > 0 ? [`${beyond} more tasks are ready now.`] : []),
  ]
  if (lines.length > 0) return replyOf([`Who waited for *${finished}*:`, ...lines])
  return replyOf([`Nobody has to hear of *${finished}*: whatever came after it has begun, or is over.`])
}
