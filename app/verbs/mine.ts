import { shownStatus } from '../tasks/readiness.ts'
import { onlyPage } from './arguments.ts'
import type { Verb } from './verb.ts'
import { pageReply } from './words/list-reply.ts'
import { command } from './words/markup.ts'

/** What is on one's own plate, ready work first. */
export const mine: Verb<{ readonly page?: string }> = {
  name: 'mine',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'mine',
  summary: 'Everything open that is assigned to you, what is ready first',
  examples: ['mine'],
  aliases: ['my', 'todo'],
  parse: onlyPage,
  async act({ page }, { workspace, person }, { views }) {
    const { items, next } = await views.ofPerson(workspace, person.id, page)
    const rank = (line: (typeof items)[number]) => ORDER.indexOf(shownStatus(line))
    return pageReply({
      title: 'Your open tasks',
      lines: items.toSorted((a, b) => rank(a) - rank(b)),
      empty: `Nothing open is assigned to you. See what there is: ${command('list')}`,
      ...(next === undefined ? {} : { more: `mine page:${next}` }),
    })
  },
}

const ORDER = ['ready', 'in_progress', 'in_review', 'blocked', 'waiting', 'done', 'cancelled']
