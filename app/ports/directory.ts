import type { AuditAct } from '../projects/audit.ts'
import type { Person } from '../projects/person.ts'
import type { PreferenceChange } from '../projects/preferences.ts'
import type { ConnectedRepository, Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Page } from './task-views.ts'

/** Who is who, and what belongs to whom. */
export type Directory = {
  person(workspace: Workspace, id: PersonId): Promise<Person | undefined>
  people(workspace: Workspace, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>
  personBySlack(workspace: Workspace, slackUser: string): Promise<Person | undefined>
  /**
   * The person whose account that is. Where GitHub's number of it is given, another account that has taken over their login
   * is nobody, and they are found under a login that they have changed.
   */
  personByLogin(workspace: Workspace, login: string, id?: number): Promise<Person | undefined>
  /** Everybody of the workspace, page by page, in no order that means anything. */
  everybody(workspace: Workspace, cursor?: string): Promise<Page<Person>>
  /** Puts a person and the rows that find them by Slack user; an existing person keeps role, login,
   * preferences and zone. */
  savePerson(person: Person): Promise<Person>
  /** Replaces a person by the next, if they are still as seen, and if `beside` is too where somebody else has to stay. */
  changePerson(
    seen: Person,
    next: Person,
    how?: { readonly beside?: Person | undefined; readonly act?: AuditAct },
  ): Promise<'changed' | 'conflict'>
  /** Changes what a person chose; beside somebody else's change, both count. Answers the person as they are then. */
  savePreferences(seen: Person, change: PreferenceChange): Promise<Person>
  settings(workspace: Workspace): Promise<WorkspaceSettings | undefined>
  saveSettings(settings: WorkspaceSettings): Promise<void>
  /** The same for what counts for everybody in a workspace. */
  saveDefaults(seen: WorkspaceSettings, change: PreferenceChange): Promise<WorkspaceSettings>
  project(workspace: Workspace, key: ProjectKey): Promise<Project | undefined>
  projects(workspace: Workspace): Promise<readonly Project[]>
  /** `act`, here and below, goes into the audit with the change: both, or neither. */
  createProject(project: Project, act?: AuditAct): Promise<'created' | 'exists'>
  /** Replaces a project, if it is still at the version before. */
  saveProject(project: Project, act?: AuditAct): Promise<'saved' | 'conflict'>
  /** Claims the repository for this workspace and adds it to the project; one workspace only ever holds it. */
  connect(
    workspace: Workspace,
    key: ProjectKey,
    repository: ConnectedRepository,
    act?: AuditAct,
  ): Promise<'connected' | 'claimed'>
  /** The tenant and project of a repository: a record of ours, so it yields the `Workspace`. */
  repository(
    id: number,
  ): Promise<{ workspace: Workspace; project: ProjectKey; repository: ConnectedRepository } | undefined>
  /** Those of these repositories, by their ids, that anybody has connected. */
  connectedAmong(ids: readonly number[]): Promise<readonly number[]>
  /** The repositories, of any workspace, that are reached through an installation of the GitHub App. */
  connectedThrough(installation: number): Promise<readonly number[]>
  /**
   * Changes how a connected repository stands, beside whatever else changes its project. Nothing is written where nothing
   * changes. `undefined`: nobody has connected it.
   */
  changeRepository(
    id: number,
    change: (seen: ConnectedRepository) => ConnectedRepository,
  ): Promise<RepositoryChange | undefined>
}

/** How a connected repository stood, and how it stands. */
export type RepositoryChange = {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly before: ConnectedRepository
  readonly after: ConnectedRepository
}
