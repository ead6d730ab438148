import type { ThreadPorts } from '../../app/deliveries/thread.ts'
import type { Delivery } from '../../app/handoffs/content.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { Task } from '../../app/tasks/task.ts'

/** What happens in a run besides what faults and the order of steps do. */
export type Scenario = {
  readonly task: Task
  readonly deliveries: readonly Delivery[]
  readonly commands: readonly Command[]
  /** People act before anything else goes on, rather than after. */
  readonly hasty?: boolean
  /** Every order comes twice. */
  readonly twice?: boolean
  readonly faults?: number
}

/** Leaves a sentence of the design out: replaces ports of each process that starts. */
export type Mutant = (ports: ThreadPorts) => ThreadPorts
