import type { Surroundings } from '../surroundings.ts'
import type { Shifting } from './shifting.ts'

/** What shipping is given: the world, as functions. */
export type ShipSurroundings = Pick<Surroundings, 'account' | 'cdk' | 'print' | 'complain'> & {
  readonly shifting: Shifting
  /** Whether the stage says that it is well. Each question is also a call that the new version may get. */
  readonly healthy: () => Promise<boolean>
  /** Waits between two looks. */
  readonly pause: () => Promise<void>
}
