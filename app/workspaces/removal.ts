import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Installations, Purge } from '../ports/installations.ts'
import type { Removed } from '../projects/installation.ts'
import type { Workspace } from '../tasks/workspace.ts'

export type RemovalPorts = {
  readonly installations: Pick<Installations, 'find' | 'save'>
  readonly directory: Pick<Directory, 'settings'>
  readonly purge: Purge
  readonly audit: Pick<Audit, 'record'>
  /** Has `purgeWorkspace` called for that removal, not before so many milliseconds. */
  readonly purgeLater: (removal: Removal, delayMs: number) => Promise<void>
  readonly now: Clock
  readonly log: Log
  /** Milliseconds from the removal until the first row is deleted: everybody who believes us still there must be done. */
  readonly purgeAfter: number
}

/** One removal of a workspace; `removedAt` tells it from those before and after. Epoch milliseconds. */
export type Removal = { readonly workspace: Workspace; readonly removedAt: number }

/** Rows that one call of `purgeWorkspace` deletes: a few seconds of work. */
const SLICE = 500
const MAX_TRIES = 5

/**
 * CodexFlow was uninstalled, or its token revoked, at `at` (epoch milliseconds, whole seconds as Slack says it). From now on
 * the doors say that it is not installed, nobody is told anything, and the token is forgotten; what the workspace owned is
 * deleted after a while. Slack says so twice, in any order, late, and again: an event from before the present
 * installation means an earlier one.
 */
export async function removeWorkspace(
  ports: RemovalPorts,
  { workspace, at, cause }: { readonly workspace: Workspace; readonly at: number; readonly cause: string },
): Promise<void> {
  const { installations, directory, log, now } = ports
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await installations.find(workspace)
    if (seen?.state === 'removed') return seen.purge === 'done' ? undefined : purgeSoon(ports, seen)
    if (seen !== undefined && at + 1_000 <= seen.installedAt) {
      return log.info('A removal of an earlier installation came late', { workspace })
    }
    const settings = await directory.settings(workspace)
    if (seen === undefined && settings === undefined) return
    const removedAt = now()
    const act = {
      action: 'workspace.removed' as const,
      actor: 'slack' as const,
      subject: seen?.appId ?? '',
      at: new Date(removedAt).toISOString(),
      cause,
    }
    const next = { state: 'removed' as const, workspace, removedAt, purge: 'due' as const }
    const saved = await installations.save(settings === undefined ? next : { ...next, settings }, seen, 'none', act)
    if (saved?.state !== 'removed') continue
    log.info('CodexFlow was removed from a workspace', { workspace })
    return purgeSoon(ports, saved)
  }
  throw new Fault('a removal could not be written', { workspace })
}

function purgeSoon({ purgeLater, now, purgeAfter }: RemovalPorts, { workspace, removedAt }: Removed): Promise<void> {
  return purgeLater({ workspace, removedAt }, Math.max(0, removedAt + purgeAfter - now()))
}

/**
 * Deletes one slice of what a removed workspace owned, and asks to be called again for the rest. Whoever has installed
 * again in time has called it off. A tombstone and the audit stay.
 */
export async function purgeWorkspace(ports: RemovalPorts, removal: Removal): Promise<void> {
  const { installations, purge, purgeLater, now, log, purgeAfter } = ports
  const { workspace, removedAt } = removal
  let seen = await installations.find(workspace)
  if (seen?.state !== 'removed' || seen.removedAt !== removedAt || seen.purge === 'done') return
  if (now() < removedAt + purgeAfter) return purgeSoon(ports, seen)
  if (seen.purge === 'due') {
    const { settings: _, ...rest } = seen
    seen = await installations.save({ ...rest, purge: 'running' }, seen)
    if (seen?.state !== 'removed') return purgeLater(removal, 0)
  }
  if ((await purge.slice(workspace, SLICE)) === 'more') return purgeLater(removal, 0)
  const act = {
    action: 'workspace.purged' as const,
    actor: 'codexflow' as const,
    subject: '',
    at: new Date(now()).toISOString(),
    cause: `purge:${removedAt}`,
  }
  // Its row would be one that is left: this act goes into the audit by itself.
  await ports.audit.record(workspace, act)
  await installations.save({ ...seen, purge: 'done' }, seen)
  log.info('What a removed workspace owned is deleted', { workspace })
}
