import type { ImportRule } from '../projects/import-rule.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** Why something was not brought in. */
export type Skipped =
  /** Opened by nobody whom GitHub vouches for, and taken up by nobody. */
  | 'stranger'
  /** It waits for an issue of a repository that is not connected. */
  | 'elsewhere'
  /** It would wait for itself. */
  | 'cycle'
  /** It waits for more than a task can. */
  | 'too-many'
  /** Its tasks could not be tied for another reason. */
  | 'refused'
  /** GitHub says of it what cannot be read. */
  | 'unreadable'

/** An issue of the present page whose relations are still to be asked for. */
export type Unasked = { readonly number: number; readonly blocked: boolean; readonly parts: boolean }

/** How far the history of a repository has been brought in. What is done once more ends in the same. */
export type ImportState = {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly repository: ConnectedRepository
  readonly rule: ImportRule
  /** Names the order: another one begins anew. */
  readonly run: string
  readonly by: PersonId
  /** Where it was asked for, and so who is told, as the surface knows it. */
  readonly asked: unknown
  /** ISO 8601. */
  readonly startedAt: string
  /** `issues` is gone through twice: what moved to another page meanwhile is found the second time. */
  readonly stage: 'issues' | 'again' | 'pulls' | 'done' | 'stopped'
  /** Which page comes next, as GitHub named it; nothing: the first. */
  readonly cursor?: Readonly<Record<string, string>>
  /** How many of that page are done. */
  readonly offset: number
  readonly todo: readonly Unasked[]
  /** About how many there are; 0: nobody knows. */
  readonly about?: number
  readonly isPrivate?: boolean
  readonly counts: { readonly seen: number; readonly tasks: number; readonly edges: number; readonly pulls: number }
  /** What was left out, with some examples: `owner/repo#7`. */
  readonly skipped: Readonly<Partial<Record<Skipped, { readonly count: number; readonly examples: readonly string[] }>>>
  /** Requests to GitHub so far. */
  readonly requests: number
  /** Failures in a row. */
  readonly failures: number
  /** Nothing is asked of GitHub before. Epoch milliseconds. */
  readonly notBefore?: number
  /** Why it was given up. */
  readonly why?: string
  /** Rises by one with every slice. */
  readonly step: number
  /** The latest step whose message is known to be on its way. */
  readonly sent: number
}

/** The next slice of an import. */
export type ImportOrder = {
  readonly workspace: Workspace
  readonly repository: number
  readonly run: string
  readonly step: number
}

/** Imports, one of each repository. Strongly consistent. */
export type ImportBook = {
  load(workspace: Workspace, repository: number): Promise<ImportState | undefined>
  /** Those of these repositories, in no order that means anything. */
  ofRepositories(workspace: Workspace, repositories: readonly number[]): Promise<readonly ImportState[]>
  /** Replaces what was seen; `false`: somebody was faster. */
  save(next: ImportState, seen: ImportState | undefined): Promise<boolean>
  /** Remembers that the message of that step is on its way, if it is still the present one. */
  sent(order: ImportOrder): Promise<void>
}

/** Whether nothing comes any more. */
export function isOver({ stage }: Pick<ImportState, 'stage'>): boolean {
  return stage === 'done' || stage === 'stopped'
}

/** A new import, at its beginning. */
export function newImport(
  wanted: Pick<ImportState, 'workspace' | 'project' | 'repository' | 'rule' | 'run' | 'by' | 'asked' | 'startedAt'>,
): ImportState {
  const counts = { seen: 0, tasks: 0, edges: 0, pulls: 0 }
  return {
    ...wanted,
    stage: 'issues',
    offset: 0,
    todo: [],
    counts,
    skipped: {},
    requests: 0,
    failures: 0,
    step: 1,
    sent: 0,
  }
}
