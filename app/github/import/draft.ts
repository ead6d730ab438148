import { type ImportState, isOver, type Skipped, type Unasked } from '../../ports/imports.ts'
import type { IssueOutcome } from '../acts/issue.ts'

/** An import while one of its slices is brought in: what was done so far, to be saved whatever comes next. */
export type Draft = ReturnType<typeof draftOf>

/** Examples that are kept of what was left out. */
const MAX_EXAMPLES = 3
/** Milliseconds after the first failure in a row; each further one waits twice as long, up to a quarter of an hour. */
const PATIENCE = 15_000
const MAX_PATIENCE = 900_000
const MAX_FAILURES = 12

/** A draft of the step after `seen`. */
export function draftOf(seen: ImportState) {
  let state: ImportState = { ...seen }
  const count = (what: keyof ImportState['counts'], by = 1) => {
    state = { ...state, counts: { ...state.counts, [what]: state.counts[what] + by } }
  }
  return {
    get state(): ImportState {
      return state
    },
    expect(looked: Required<Pick<ImportState, 'about' | 'isPrivate'>>): void {
      state = { ...state, ...looked }
    },
    saw(outcome: IssueOutcome): void {
      count('seen')
      if (outcome === 'made' || outcome === 'known') count('tasks')
    },
    ask(unasked: Unasked): void {
      state = { ...state, todo: [...state.todo.filter(({ number }) => number !== unasked.number), unasked] }
    },
    asked({ number }: Unasked): void {
      state = { ...state, todo: state.todo.filter((each) => each.number !== number) }
    },
    tied: () => count('edges'),
    linked: () => count('pulls'),
    /** Counts what cannot become a task, or a tie, and keeps some examples for the one who asked for the import. */
    leaveOut(why: Skipped, which: string): void {
      const known = state.skipped[why] ?? { count: 0, examples: [] }
      const examples = known.examples.includes(which)
        ? known.examples
        : [...known.examples, which].slice(0, MAX_EXAMPLES)
      state = { ...state, skipped: { ...state.skipped, [why]: { count: known.count + 1, examples } } }
    },
    /** The page is not done: it is asked for again, from there. */
    stopAt(offset: number): void {
      state = { ...state, offset }
    },
    turn(next: ImportState['cursor'], stage: ImportState['stage']): void {
      const { cursor: _, ...rest } = state
      state = next === undefined ? { ...rest, offset: 0, stage } : { ...rest, offset: 0, cursor: next }
    },
    /** The state as it is saved: one step on, with what the slice has cost, and not to go on before `pause`. */
    after(requests: number, pause?: number): ImportState {
      const { notBefore: _, ...rest } = state
      const wait = pause === undefined || isOver(rest) ? {} : { notBefore: pause }
      return { ...rest, ...wait, requests: rest.requests + requests, failures: 0, step: seen.step + 1 }
    },
    /** The same after GitHub gave no answer: what was done stays, and it goes on later, or at some time not any more. */
    failed(requests: number, now: number, why: string, notBefore?: number): ImportState {
      const failures = seen.failures + 1
      if (failures >= MAX_FAILURES) return this.stopped(requests, why)
      const pause = notBefore ?? now + Math.min(MAX_PATIENCE, PATIENCE * 2 ** (failures - 1))
      return { ...this.after(requests, pause), failures }
    },
    stopped(requests: number, why: string): ImportState {
      return { ...this.after(requests), stage: 'stopped', why }
    },
  }
}
