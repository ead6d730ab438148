import type { Grant, Permission } from '../../grants.ts'

/** A permission in words, by which it is compared: `sqs:SendMessage on queue inbox`. */
export function wordsOf(permission: Permission): string {
  const { action, on } = permission
  return 'name' in permission ? `${action} on ${on} ${permission.name}` : `${action} on ${on}`
}

/** The permissions that make up a grant. */
export function permissionsIn({ may, ...resource }: Grant): readonly Permission[] {
  return may.map((action) => ({ ...resource, action }) as Permission)
}
