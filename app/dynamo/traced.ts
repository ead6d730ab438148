import { presentTrace } from '../telemetry/scope.ts'
import type { Item } from './store.ts'

/**
 * The trace of the write, for whoever reads the stream, which carries none: what follows from a change belongs to the trace of
 * whoever made it.
 */
export function tracedItem(): Item {
  const trace = presentTrace()
  return trace === undefined ? {} : { trace }
}
