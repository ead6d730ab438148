/**
 * Which region acts: what the template lets be turned and given, and what the script that fails over reads and gives. Data only. See
 * `docs/decisions/` on the regions.
 */

/** Parameter of the application: whether the functions of this region act. While they do not, none can be invoked and nothing is taken from a queue or a stream. */
export const ACTS = 'Acts'
export const ACTING = ['yes', 'no'] as const

/** Parameter of an application that stands away from home: the stream of the table's replica there, which has the moment of its making in its name. */
export const STREAM = 'Stream'

/** Parameter of an application away from home: the address of the edge, where there is one and no name of one's own. Named by nothing, so that neither region holds the other. */
export const EDGE_URL = 'EdgeUrl'

/** Parameter of the vault in the standby region: the ARN of the key of which it is a copy, or that nobody has told yet. */
export const PRIMARY_KEY = 'PrimaryKey'
export const UNTOLD = 'untold'

/** Context of CDK: the region in which a stage is to act, whatever `active` says. */
export function activeContext(stage: string): string {
  return `active-${stage}`
}

/** Context of CDK: leaves the edge out, because the region that it is deployed from is lost. */
export function edgelessContext(stage: string): string {
  return `edgeless-${stage}`
}

/** By which names the standby region exports what the application needs there. */
export function exported(stage: string, what: 'data-key' | 'vault-key'): string {
  return `codexflow-${stage}-standby-${what}`
}
