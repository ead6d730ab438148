import { AsyncLocalStorage } from 'node:async_hooks'
import { traceHeader, traceId } from './trace-header.ts'

/**
 * What the work under way is about, by ids that are nobody's name: stands on every line of its log and every figure, and the
 * trace goes along with whatever it sends or writes.
 */
export type About = { readonly workspace?: string; readonly task?: string; readonly cause?: string }

type Scope = About & { readonly trace?: string }

const scopes = new AsyncLocalStorage<{ now: Scope }>()

/** Does some work in a scope of its own, which begins as the present one, but with this trace header where it is one. */
export function inScope<T>(header: string | undefined, work: () => T): T {
  const trace = traceHeader(header)
  return scopes.run({ now: { ...scopes.getStore()?.now, ...(trace === undefined ? {} : { trace }) } }, work)
}

/** Says what the present work is about, once that is known; only what `About` names is kept of it. No scope: nothing. */
export function note({ workspace, task, cause }: About): void {
  const scope = scopes.getStore()
  if (scope === undefined) return
  scope.now = {
    ...scope.now,
    ...(workspace === undefined ? {} : { workspace }),
    ...(task === undefined ? {} : { task }),
    ...(cause === undefined ? {} : { cause }),
  }
}

/** The trace header that goes with what is sent now. */
export function presentTrace(): string | undefined {
  return scopes.getStore()?.now.trace
}

/** What the present work is about, as logs say it: the trace by its id. */
export function presentScope(): Readonly<Record<string, string>> {
  const { trace, ...about } = scopes.getStore()?.now ?? {}
  return { ...about, ...(trace === undefined ? {} : { trace: traceId(trace) }) }
}
