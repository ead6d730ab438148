import { pullCheck } from '../../app/github/messages/pull-check.ts'
import { taskComment } from '../../app/github/messages/task-comment.ts'
import { paceOf } from '../../app/github/pace.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import { silentLog } from '../../app/log.ts'
import type { PullRow } from '../../app/ports/pulls.ts'
import type { Stated, StatementOrder, Truth } from '../../app/ports/statements.ts'
import type { Project } from '../../app/projects/project.ts'
import { affected, type Happened } from '../../app/statements/affected.ts'
import { type PublishPorts, publish } from '../../app/statements/publish.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { statementsMemory } from './memory-statements.ts'
import { anOrchestrator } from './orchestration.ts'
import { minute, WORKSPACE } from './tasks.ts'

/** What stands on GitHub, over a memory in place of the table, with a publisher whose next answers a test may choose. */
export function aPublisher(over: Partial<Project> = {}) {
  const stage = anOrchestrator(undefined, over)
  const { world } = stage
  const pulls = new Map<number, PullRow>()
  const statements = statementsMemory()
  /** What GitHub shows, by its id. */
  const shown = new Map<string, Truth>()
  const said: { readonly id: string; readonly words: string; readonly doubtful: boolean }[] = []
  const answers: (Stated | (() => Promise<Stated | undefined>))[] = []
  const later: { readonly order: StatementOrder; readonly at: number }[] = []
  const waited: number[] = []
  let now = Date.parse(minute(120))

  const words = (truth: Truth) => (truth.kind === 'pull' ? pullCheck(truth).title : taskComment(truth))
  const ports: PublishPorts = {
    tasks: world.log,
    graph: world.graph,
    directory: world.directory,
    pulls: { pull: async (_, __, number) => pulls.get(number) },
    ledger: world.ledger,
    days: world.days,
    answerWithin: 240,
    statements,
    publisher: {
      pace: ({ repository }) => paceOf(repository.installation),
      words: (truth) => (truth.kind === 'pull' ? JSON.stringify(pullCheck(truth)) : taskComment(truth)),
      async state(truth, posted, doubtful) {
        const next = answers.shift()
        const answer = typeof next === 'function' ? await next() : next
        if (answer !== undefined) return answer
        const id = posted?.id ?? `${truth.kind}-${shown.size + 1}`
        shown.set(id, truth)
        said.push({ id, words: words(truth), doubtful })
        return { outcome: 'stated', id }
      },
    },
    later: async (order, at) => void later.push({ order, at }),
    clock: () => now,
    wait: async (ms) => {
      waited.push(ms)
      now += ms
    },
    patience: PATIENCE,
    log: silentLog,
  }
  const run = async (order: StatementOrder) => {
    now += 1_000
    await publish(ports, order)
  }
  return {
    ...stage,
    ports,
    pulls,
    statements,
    shown,
    said,
    answers,
    later,
    waited,
    pass: (ms: number) => {
      now += ms
    },
    now: () => now,
    run,
    /** An event of a task, and every order that it leads to. */
    async happened(task: TaskId, type = 'TaskReady', more: Partial<Happened> = {}) {
      const refs = await affected(ports, { type, workspace: WORKSPACE, task, ...more })
      for (const ref of refs) await run(ref)
      return refs
    },
  }
}
