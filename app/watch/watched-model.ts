import type { Decide, Decided } from '../decisions/spec.ts'
import type { Measure } from '../telemetry/metrics.ts'

/** A model whose decisions, calls and tokens are counted. Where none was asked, there is nothing to count. */
export function watchedModel(decide: Decide, measure: Measure): Decide {
  return async (...asked) => {
    const decided = await decide(...asked)
    note(measure, decided)
    return decided
  }
}

function note(measure: Measure, { attempts, usage, reason }: Decided<unknown>): void {
  if (reason === 'no-model' || reason === 'over-budget') return
  measure('ModelDecisions', 1, {})
  if (reason !== undefined) measure('ModelFallbacks', 1, { reason })
  if (attempts > 0) measure('ModelCalls', attempts, {})
  for (const kind of ['input', 'output', 'cached'] as const) {
    const tokens = usage?.[kind] ?? 0
    if (tokens > 0) measure('ModelTokens', tokens, { kind })
  }
}
