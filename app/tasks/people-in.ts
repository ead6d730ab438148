import type { Actor } from './actor.ts'
import type { TaskEvent } from './events.ts'
import type { PersonId } from './ids.ts'

/** Whoever has to be named where an event is told, the one who did it included. */
export function peopleIn(event: TaskEvent): PersonId[] {
  const named = [
    ...personOf(event.by),
    ...('notice' in event && typeof event.notice === 'object' ? [event.notice.to] : []),
    ...(event.type === 'TaskCreated' ? [event.assignee] : []),
    ...(event.type === 'ReviewRecorded' ? personOf(event.review.reviewer) : []),
    ...(event.type === 'TaskReassigned' ? [event.from, event.to] : []),
  ]
  return named.flatMap((id) => id ?? [])
}

function personOf(actor: Actor): PersonId[] {
  return actor.kind === 'person' ? [actor.id] : []
}
