import type { Stage } from '../stages.ts'

/** Where CloudFront reads firewalls and certificates. */
const EDGE_REGION = 'us-east-1'

/** The regions in which a stage has stacks of its own. */
export function regionsOf({ region, edge }: Stage): readonly string[] {
  return [...new Set([region, ...(edge ? [EDGE_REGION] : [])])]
}
