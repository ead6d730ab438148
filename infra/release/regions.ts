import { EDGE_REGION, type Stage } from '../stages.ts'

/** The regions in which a stage has stacks of its own. */
export function regionsOf({ region, edge, standby }: Stage): readonly string[] {
  return [...new Set([region, ...(edge ? [EDGE_REGION] : []), ...(standby === undefined ? [] : [standby])])]
}
