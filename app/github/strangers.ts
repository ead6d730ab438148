import type { Ledger } from '../ports/ledger.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** Strangers who are answered within one window, and how long that is. Milliseconds. */
export const MOST_STRANGERS = 10
export const WINDOW = 600_000

/**
 * Whether one more stranger can be answered. Anybody on the internet may write `/codexflow` where a repository is public, and
 * all that we write below one installation is a second apart: without a limit of their own they could keep everybody's
 * notices waiting. Each window begins anew, so that a flood is forgotten when it is over.
 */
export function hearing(
  ledger: Pick<Ledger, 'reserve'>,
  now: () => number,
): (workspace: Workspace, installation: number) => Promise<boolean> {
  return async (workspace, installation) => {
    const window = Math.floor(now() / WINDOW)
    const begins = window * WINDOW
    const name = `github#${installation}#strangers#${window}`
    return (await ledger.reserve(workspace, { name, intervalMs: 1 }, begins)) < begins + MOST_STRANGERS
  }
}
