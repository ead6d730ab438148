import type { ThreadPorts } from '../../app/deliveries/thread.ts'
import { type LedgerEntry, PATIENCE } from '../../app/handoffs/ledger.ts'
import { pending, sent } from '../../app/handoffs/transitions.ts'
import type { Channel } from '../../app/ports/channel.ts'
import type { Ledger } from '../../app/ports/ledger.ts'
import type { TaskLog } from '../../app/ports/task-log.ts'
import type { Task } from '../../app/tasks/task.ts'
import type { Mutant } from './delivery-scenario.ts'

/** `mutant`: one for each run. `breaks`: the promise that breaks in some run of `story`, or of any. */
type Sentence = { readonly mutant: () => Mutant; readonly breaks: RegExp; readonly story?: string }

/** Sentences of the design, each left out by replacing a port, and the promise that then breaks in some run. */
export const MUTANTS: Readonly<Record<string, Sentence>> = {
  'a claim records until when it is in doubt, before anything is sent': {
    mutant: () => (ports) => ({ ...ports, patience: { ...PATIENCE, quarantine: -PATIENCE.lease } }),
    breaks: /doubled/,
  },
  'a claim stays in doubt for a quarantine after its lease': {
    mutant: () => (ports) => ({ ...ports, patience: { ...PATIENCE, quarantine: 0 } }),
    breaks: /doubled/,
  },
  'what may have been accepted is looked up before it is sent again': {
    mutant: () => (ports) => withChannel(ports, () => ({ find: async () => undefined })),
    breaks: /doubled/,
  },
  'the clock is read right before sending': {
    mutant: () => (ports) => {
      const began = ports.clock()
      return { ...ports, clock: () => began }
    },
    breaks: /doubled/,
  },
  'the task is read right before sending': {
    mutant: () => (ports) => ({ ...ports, tasks: { ...ports.tasks, load: repeatingTheFirst(ports.tasks.load) } }),
    breaks: /with open eyes/,
  },
  'a finish counts only while the attempt is still ours': {
    mutant: () => (ports) => withLedger(ports, { move: unconditional(ports) }),
    breaks: /doubled|waits|was not|owed|says/,
  },
  'the client of a provider never retries by itself': {
    mutant: () => (ports) =>
      withChannel(ports, (channel) => ({
        send: async (address, message) => {
          const first = await channel.send(address, message)
          return first.outcome === 'unknown' ? channel.send(address, message) : first
        },
      })),
    breaks: /doubled/,
  },
  'whoever waits re-drives itself': {
    mutant: () => (ports) => ({ ...ports, redrive: async () => {} }),
    breaks: /was not|waits without an order/,
  },
  'what is held is not claimed before': {
    mutant: () => (ports) =>
      withLedger(ports, {
        open: ({ delivery: { role, address }, ...entry }) =>
          ports.ledger.open({ ...entry, delivery: { role, address } } as LedgerEntry),
      }),
    breaks: /held is sent/,
  },
  'what is sent and stale is edited': {
    mutant: () => (ports) => withChannel(ports, () => ({ edit: async (_, receipt) => ({ outcome: 'sent', receipt }) })),
    breaks: /a message says/,
  },
  'the task is read again after an edit': {
    mutant: () => (ports) => {
      const { load, edited } = forgetful(ports.tasks.load)
      const tasks = { ...ports.tasks, load }
      return withChannel({ ...ports, tasks }, (channel) => ({
        edit: async (address, receipt, message) => {
          const result = await channel.edit(address, receipt, message)
          edited()
          return result
        },
      }))
    },
    breaks: /a message says started/,
    story: 'it is started and cancelled',
  },
  'what is owed is cleared only if it is what was read': {
    mutant: () => (ports) => ({
      ...ports,
      tasks: {
        ...ports.tasks,
        clearOwed: async (workspace, id, what) => {
          const now = (await ports.tasks.load(workspace, id))?.owed[what]
          if (now !== undefined) await ports.tasks.clearOwed(workspace, id, what, now)
        },
      },
    }),
    breaks: /was not|says/,
  },
  'a line in a thread is noted before it is said': {
    mutant: () => (ports) =>
      withLedger(ports, {
        move: async (seen, next) => (isNote(seen, next) ? 'moved' : ports.ledger.move(seen, next)),
      }),
    breaks: /a line is doubled/,
  },
  'a line is noted only over what was read': {
    mutant: () => (ports) =>
      withLedger(ports, {
        move: async (seen, next) =>
          isNote(seen, next) ? unconditional(ports)(seen, next) : ports.ledger.move(seen, next),
      }),
    breaks: /a line is doubled/,
  },
  'a notice is owed until each of its deliveries is settled': {
    mutant: () => (ports) =>
      withLedger(ports, {
        entries: async (workspace, notice) => {
          const content = await ports.ledger.content(workspace, notice)
          return content!.deliveries.map((delivery) => sent(pending(content!, delivery, 0), { id: 'as if' }))
        },
      }),
    breaks: /was not|owed/,
  },
}

function withLedger(ports: ThreadPorts, ledger: Partial<Ledger>): ThreadPorts {
  return { ...ports, ledger: { ...ports.ledger, ...ledger } }
}

function withChannel(ports: ThreadPorts, change: (channel: Channel) => Partial<Channel>): ThreadPorts {
  const changed = (channel: Channel): Channel => ({ ...channel, ...change(channel) })
  const { slack, github, email } = ports.channels
  return { ...ports, channels: { slack: changed(slack), github: changed(github), email: changed(email) } }
}

function isNote(seen: LedgerEntry, next: LedgerEntry): boolean {
  return next.state === 'SENT' && seen.state === 'SENT' && next.told !== seen.told
}

function unconditional({ ledger }: ThreadPorts): Ledger['move'] {
  return async (seen, next) => {
    const stands = await ledger.entry(seen.workspace, seen.notice, seen.key)
    return ledger.move(stands ?? seen, next)
  }
}

/** The second look at the task repeats the first. */
function repeatingTheFirst(load: TaskLog['load']): TaskLog['load'] {
  let looks = 0
  let first: Promise<Task | undefined> | undefined
  return (workspace, id) => {
    looks += 1
    if (looks === 2 && first !== undefined) return first
    const task = load(workspace, id)
    first ??= task
    return task
  }
}

/** The first look after an edit repeats the last one before it. */
function forgetful(load: TaskLog['load']): { readonly load: TaskLog['load']; readonly edited: () => void } {
  let last: Promise<Task | undefined> | undefined
  let blind = false
  return {
    edited: () => {
      blind = true
    },
    load: (workspace, id) => {
      if (!blind || last === undefined) last = load(workspace, id)
      blind = false
      return last
    },
  }
}
