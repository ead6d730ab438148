declare const verified: unique symbol

/**
 * A tenant: one Slack team, by its id. Only a verified door, or the decoding of our own records, makes one (a test
 * reads who calls `workspaceOf`), so a query without a tenant does not compile.
 */
export type Workspace = string & { readonly [verified]: 'Workspace' }

/** Declares that `id` names the tenant of a verified request, or of a record of ours. */
export function workspaceOf(id: string): Workspace {
  return id as Workspace
}
