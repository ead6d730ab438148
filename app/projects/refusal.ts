import type { TaskId } from '../tasks/ids.ts'
import type { TaskRefusal } from '../tasks/refusal.ts'
import type { Lack } from './contract.ts'
import type { Action, Role } from './permissions.ts'

/** Every "no" that a person can get. Data: `refusal-words.ts` says it. */
export type Refusal =
  | TaskRefusal
  | { readonly kind: 'not-permitted'; readonly action: Action; readonly role: Role }
  /** Those who wait for the task need more of it than it would hand on. */
  | { readonly kind: 'lacks'; readonly task: TaskId; readonly lacks: readonly Lack[] }
  | { readonly kind: 'person-not-found'; readonly text: string }
  | { readonly kind: 'person-gone'; readonly name: string }
  | { readonly kind: 'project-not-found'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'project-exists'; readonly key: string; readonly name: string }
  | { readonly kind: 'project-archived'; readonly key: string }
  /** A file of a repository decides these settings of the project. */
  | {
      readonly kind: 'decided-by-file'
      readonly key: string
      readonly settings: readonly string[]
      readonly repository: string
      readonly path: string
    }
  | { readonly kind: 'last-owner'; readonly name: string }
  | { readonly kind: 'repository-not-found'; readonly fullName: string }
  | { readonly kind: 'repository-claimed'; readonly fullName: string }
  /** GitHub says so, and nobody else vouches for them. */
  | { readonly kind: 'may-not-write'; readonly login: string; readonly repository: string }
  | { readonly kind: 'login-not-linked' }
  /** It is somebody's by a lead's word alone. */
  | { readonly kind: 'login-not-proved'; readonly login: string }
  | { readonly kind: 'login-not-admin'; readonly login: string; readonly fullName: string }
  | { readonly kind: 'login-taken'; readonly login: string }
  | { readonly kind: 'code-wrong' }
  | { readonly kind: 'busy'; readonly task: string }
