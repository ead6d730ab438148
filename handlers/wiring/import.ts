import type { ImportPorts } from '../../app/github/import/run.ts'
import { packImport } from '../../app/queue/imports.ts'
import { LONGEST_DELAY } from '../../app/queue/send.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { wiring } from '../wiring.ts'
import { tablePorts } from './table.ts'

/** What beginning an import asks of the world: the book, the queue, and a word to the one who asked. */
export function importBeginning(): Pick<ImportPorts, 'book' | 'later' | 'tell' | 'now'> {
  const { config, clock, send } = wiring()
  return {
    book: tablePorts().imports,
    later: (order, at) => {
      const seconds = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil((at - clock()) / 1000)))
      return send(config.queues.imports, packImport(order), seconds)
    },
    tell: ({ workspace, repository, run }) =>
      send(
        config.queues['follow-ups'],
        packFollowUp({ type: 'TellImport', workspace, repository: repository.id, run }),
      ),
    now: clock,
  }
}
