import type { ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** How far the sweep over failed webhook deliveries has come. The app's own, and no tenant's. Times in epoch milliseconds. */
export type SweepBook = {
  /** Everything that GitHub tried to deliver before is settled; `undefined`: nobody has looked yet. */
  sweptUntil(): Promise<number | undefined>
  /** Only ever forward. */
  settleUntil(until: number): Promise<void>
  /** Counts that a delivery is asked for again; `false`: that was done `most` times. Forgotten after `expires`. */
  countAsking(guid: string, most: number, expires: number): Promise<boolean>
}

/** Work at a connected repository that waits its turn. `tries`: how often GitHub did not let us do it. */
export type Visit =
  /** Ask how the repository stands; `compare`: and then what was missed there. */
  | {
      readonly type: 'look'
      readonly repository: number
      readonly compare: boolean
      /** An installation of the app that GitHub named in an event about it. */
      readonly installation?: number
      readonly tries: number
    }
  /** One page of what may have been missed since `since` (never compared: nothing). Times in epoch milliseconds. */
  | {
      readonly type: 'compare'
      readonly repository: number
      readonly begun: number
      readonly since?: number
      readonly stage: 'changed' | 'open'
      readonly page: number
      readonly after?: number
      /** What comes behind the open ones. A field of its own, so that a release before it only looks at those once more. */
      readonly part?: 'deployments' | 'issues'
      readonly tries: number
    }
  /** Tell the people of a project what has become of its connections. */
  | { readonly type: 'tell'; readonly workspace: Workspace; readonly project: ProjectKey }

/** Has a visit made, not before `at` (epoch milliseconds). */
export type VisitLater = (visit: Visit, at: number) => Promise<void>
