import type { CheckWork } from '../work.ts'

/**
 * What a check says. `neutral` and `skipped` pass, as they do for branch protection. A person is needed for
 * `action_required`, and something is broken after `timed_out` and `startup_failure`: these fail. `cancelled` and `stale`
 * say nothing of the code, and a newer run usually follows at once: they are pending, as is whatever GitHub may add.
 */
export function concluded(run: {
  readonly status: string
  readonly conclusion?: string | null | undefined
}): CheckWork['conclusion'] {
  if (run.status !== 'completed') return 'pending'
  switch (run.conclusion) {
    case 'success':
    case 'neutral':
    case 'skipped':
      return 'success'
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
    case 'action_required':
      return 'failure'
    default:
      return 'pending'
  }
}

/** Which of two words of one second counts: the worse news. */
export const WITHIN_A_SECOND: Readonly<Record<CheckWork['conclusion'], number>> = { pending: 1, success: 2, failure: 3 }
