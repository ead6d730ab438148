import type { PersonId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { WorkspaceSettings } from './workspace-settings.ts'

/**
 * How long whoever read an installation believes it, in milliseconds: a removal counts everywhere after this, and nothing of
 * the workspace is deleted before.
 */
export const BELIEVED_FOR = 30_000

/** CodexFlow in one workspace, from its installation until after its removal. Times in epoch milliseconds. */
export type Installation = Installed | Removed

export type Installed = {
  readonly state: 'installed'
  readonly workspace: Workspace
  /** Of the enterprise organisation that the workspace belongs to. */
  readonly enterprise?: string
  readonly appId: string
  readonly botUser: string
  readonly scopes: readonly string[]
  readonly installer: PersonId
  readonly installedAt: number
  /** The bot token, sealed. */
  readonly token: string
  /** Nothing when Slack gave a token that never expires. */
  readonly rotation?: Rotation
  /** Slack takes neither the token nor its renewal any more: somebody has to install again. */
  readonly broken?: { readonly at: number; readonly why: string }
  readonly version: number
}

/** A token that expires, and how the next one is got. */
export type Rotation = {
  /** Sealed. Slack takes each once. */
  readonly refreshToken: string
  readonly expiresAt: number
  /** Somebody is getting the next one, and nobody else does before this. */
  readonly leaseUntil?: number
}

/** What stays of a workspace that is gone. */
export type Removed = {
  readonly state: 'removed'
  readonly workspace: Workspace
  readonly removedAt: number
  /** `due`: whoever installs again meanwhile finds everything as it was. */
  readonly purge: 'due' | 'running' | 'done'
  /** The settings, for those who come back before anything was purged. */
  readonly settings?: WorkspaceSettings
  readonly version: number
}

/** An installation as it is written: whoever stores it counts the versions. */
export type Unversioned = Omit<Installed, 'version'> | Omit<Removed, 'version'>
