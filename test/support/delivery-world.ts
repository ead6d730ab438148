import { deliver } from '../../app/deliveries/deliver.ts'
import { type ThreadPorts, tellThread } from '../../app/deliveries/thread.ts'
import { deliveryKey } from '../../app/handoffs/content.ts'
import { heldUntil, isSettled } from '../../app/handoffs/ledger.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import type { Command } from '../../app/tasks/commands.ts'
import { mayTell } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import type { Mutant, Scenario } from './delivery-scenario.ts'
import { act, sweep } from './delivery-sweep.ts'
import { verdict } from './delivery-verdict.ts'
import { worldPorts } from './delivery-world-ports.ts'
import { FATES, type Fate, fakeProvider, type Late } from './fake-provider.ts'
import { type Choice, type Chooser, type Gate, type Outcome, type Process, start, step } from './interleave.ts'
import { memory } from './memory.ts'
import { aContent, ordersOf } from './notices.ts'

type Waiting = { readonly order: DeliveryOrder; readonly at: number }

const WAKES = new Set(['TaskReady', 'TaskUnready', 'TaskReassigned', 'TaskBlocked', 'TaskUnblocked'])
const MAX_STEPS = 2_000
const FATES_AT: Readonly<Record<string, readonly Fate[]>> = {
  'provider.send': FATES.slice(1),
  'provider.remark': ['reply lost', 'never arrived', 'refused'],
}

/**
 * One run of the real `deliver`, `retract`, `tidy` and `tellThread` in a world with a queue, a provider, people and a clock of its
 * own, under a chooser; at rest it checks what the design promises of deliveries.
 */
export async function live(scenario: Scenario, choose: Chooser, mutant: Mutant = (ports) => ports): Promise<Outcome> {
  const world = new World(scenario, mutant)
  try {
    return { bad: await world.run(choose), trace: world.trace }
  } catch (error) {
    return { bad: `thrown: ${String(error)}`, trace: world.trace }
  }
}

class World {
  readonly trace: string[] = []
  readonly #scenario: Scenario
  readonly #mutant: Mutant
  readonly #memory = memory()
  readonly #provider = fakeProvider(() => this.#now, this.#memory.all)
  readonly #commands: Command[]
  #queue: Waiting[] = []
  #processes: Process[] = []
  #now = 0
  #wakes = 1
  #alarms = 0
  #faults: number
  #read = 0
  #lost = false
  #bad: string | undefined

  constructor(scenario: Scenario, mutant: Mutant) {
    this.#scenario = scenario
    this.#mutant = mutant
    this.#commands = [...scenario.commands]
    this.#faults = scenario.faults ?? 2
    this.#memory.seed(scenario.task)
  }

  async run(choose: Chooser): Promise<string | undefined> {
    const { all } = this.#memory
    for (let [steps, rounds] = [0, 0]; this.#bad === undefined; steps++) {
      if (steps > MAX_STEPS) return 'it never comes to rest'
      const usual = this.#usual()
      const next = this.#queue.length + this.#provider.late.length > 0 ? this.#nextTime() : undefined
      if (usual.length > 0) {
        const choices = [...usual, ...this.#faulty()]
        await choices[choose(choices)]!.happen()
      } else if (next !== undefined) {
        this.#moveTo(next)
      } else {
        const waits = all().some((entry) => !isSettled(entry))
        if (rounds === 0 && !this.#lost && waits) return 'somebody waits without an order'
        if (this.#task.owed.notice === undefined || ++rounds > 8) break
        this.#now += 900_000
        await this.#orchestrate('reconcile')
      }
    }
    const { deliveries } = this.#scenario
    const { shown, said } = this.#provider
    return this.#bad ?? verdict({ task: this.#task, deliveries, entries: all(), shown, said, alarms: this.#alarms })
  }

  get #task(): Task {
    return this.#memory.task(this.#scenario.task.workspace, this.#scenario.task.id)
  }

  #usual(): Choice[] {
    const plain = (name: string, happen: Choice['happen']): Choice => ({ name, fault: false, happen })
    const people = this.#commands.slice(0, 1).map((command) => plain(command.type, () => this.#act(command)))
    const going = this.#processes.map((process) => ({
      process,
      choice: plain(process.name, () => this.#letOn(process)),
    }))
    const due = this.#queue.filter(({ at }) => at <= this.#now)
    const work = [
      ...going.flatMap(({ process, choice }) => (process.parked ? [] : [choice])),
      ...(this.#wakes > 0 ? [plain('wake', () => this.#orchestrate('orchestrate'))] : []),
      ...due.map((waiting) => plain('take', () => this.#take(waiting))),
    ]
    const parked = going.flatMap(({ process, choice }) => (process.parked ? [choice] : []))
    return this.#scenario.hasty ? [...people, ...work, ...parked] : [...work, ...people, ...parked]
  }

  #faulty(): Choice[] {
    if (this.#faults <= 0) return []
    const choices: Choice[] = []
    const fault = (name: string, effect: Choice['happen']) => {
      const happen = () => {
        this.#faults -= 1
        return effect()
      }
      choices.push({ name, fault: true, happen })
    }
    for (const process of this.#processes) {
      for (const fate of FATES_AT[process.at!.name] ?? []) {
        fault(fate, () => this.#letOn(process, fate))
      }
      if (process.killed !== undefined) {
        fault('kill before', () => this.#kill(process, 'before'))
        fault('kill after', () => this.#kill(process, 'after'))
      }
      if (!process.parked) fault('park', () => void Object.assign(process, { parked: true }))
    }
    for (const waiting of this.#queue) {
      fault('double', () => this.#put(waiting.order, this.#now))
      fault('lose', () => this.#lose(waiting))
    }
    for (const late of this.#provider.late) fault('late acceptance', () => this.#accept(late))
    const next = this.#nextTime()
    // The design asks for it: the pause between the look at the clock and the send stays under the quarantine.
    if (next !== undefined && this.#processes.every(({ at }) => at!.name !== 'provider.send')) {
      fault('time passes', () => this.#moveTo(next))
      fault('much time passes', () => this.#moveTo(this.#now + 1_000_000))
    }
    return choices
  }

  async #begin(name: string, body: (ports: ThreadPorts) => Promise<void>, killed?: () => void): Promise<void> {
    this.trace.push(`${name} begins`)
    const process = await start(name, (gate) => body(this.#mutant(this.#ports(gate))), killed)
    this.#processes.push(process)
    this.#follow(process)
  }

  #ports(gate: Gate): ThreadPorts {
    return worldPorts({
      memory: this.#memory,
      provider: this.#provider,
      gate,
      now: () => this.#now,
      moveTo: (time) => this.#moveTo(time),
      put: (order, at) => this.#put(order, at),
      alarm: () => {
        this.#alarms += 1
      },
      sends: ({ content: { subject }, delivery }) => {
        // Nothing lies between the last look at the task and this call, so it was stale when it was looked at.
        if (!mayTell(subject, this.#task)) this.#bad = 'a stale message is sent with open eyes'
        const written = this.#scenario.deliveries.find((one) => deliveryKey(one) === deliveryKey(delivery))!
        if (heldUntil(written) > this.#now) this.#bad = 'a message that is held is sent'
      },
    })
  }

  // What the stream would bring; the end of processes.
  #follow(process: Process): void {
    const { images } = this.#memory
    for (; this.#read < images.length; this.#read++) {
      const { task, events } = images[this.#read]!
      // The relay brings the history before anybody is woken.
      void this.#memory.history.write({ task, events })
      for (const event of events) {
        if (WAKES.has(event.type)) this.#wakes += 1
        if (event.type !== 'HandoffWritten' && event.type !== 'BlockNoticeWritten') continue
        const content = aContent(task, this.#scenario.deliveries, event.notice.subject)
        const orders = ordersOf(content)
        for (const order of this.#scenario.twice ? [...orders, ...orders] : orders) this.#put(order, this.#now)
      }
    }
    if (process.at !== undefined) return
    this.#processes = this.#processes.filter((one) => one !== process)
    if (process.failed !== undefined) throw process.failed
  }

  async #letOn(process: Process, fate: Fate = 'accepted'): Promise<void> {
    this.trace.push(`${process.name}: ${process.at!.name}${fate === 'accepted' ? '' : ` (${fate})`}`)
    this.#provider.next = fate
    await step(process)
    this.#follow(process)
  }

  async #kill(process: Process, when: 'before' | 'after'): Promise<void> {
    this.trace.push(`${process.name}: killed ${when} ${process.at!.name}`)
    this.#provider.next = 'accepted'
    if (when === 'after') await process.at!.run()
    this.#processes = this.#processes.filter((one) => one !== process)
    process.killed!()
  }

  #take(waiting: Waiting): Promise<void> {
    this.#queue = this.#queue.filter((one) => one !== waiting)
    const { order } = waiting
    const back = () => this.#put(order, this.#now + 1_000)
    if (order.line !== undefined) return this.#begin('tell a thread', (ports) => tellThread(ports, order), back)
    return this.#begin(`deliver ${order.key.slice(0, 6)}`, (ports) => deliver(ports, order), back)
  }

  #orchestrate(as: 'orchestrate' | 'reconcile'): Promise<void> {
    if (as === 'orchestrate') this.#wakes -= 1
    const back = () => {
      this.#wakes += 1
    }
    return this.#begin(as, (ports) => sweep(ports, this.#scenario, as), back)
  }

  #act(command: Command): Promise<void> {
    this.#commands.shift()
    return this.#begin('person', (ports) => act(ports, this.#scenario.task, command))
  }

  #put(order: DeliveryOrder, at: number): void {
    this.#queue.push({ order, at })
  }

  #lose(waiting: Waiting): void {
    this.trace.push('an order is lost')
    this.#lost = true
    this.#queue = this.#queue.filter((one) => one !== waiting)
  }

  #accept({ message }: Late): void {
    this.trace.push('accepted late')
    this.#provider.shown.push(message)
    this.#provider.late = this.#provider.late.filter((one) => one.message !== message)
  }

  #moveTo(time: number): void {
    this.#now = time
    this.trace.push(`it is ${time}`)
    for (const late of this.#provider.late.filter(({ by }) => by <= time)) this.#accept(late)
  }

  #nextTime(): number | undefined {
    const claims = this.#memory
      .all()
      .flatMap((one) => (one.state === 'CLAIMED' ? [one.leaseUntil, one.doubtUntil] : []))
    const times = [...this.#queue.map(({ at }) => at), ...this.#provider.late.map(({ by }) => by), ...claims]
    const future = times.filter((time) => time > this.#now)
    return future.length === 0 ? undefined : Math.min(...future)
  }
}
