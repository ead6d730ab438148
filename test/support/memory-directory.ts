import { isDeepStrictEqual } from 'node:util'
import type { Directory } from '../../app/ports/directory.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import { reconnected } from '../../app/projects/connection.ts'
import { isAccountOf, type Person } from '../../app/projects/person.ts'
import { chosen } from '../../app/projects/preferences.ts'
import type { Project } from '../../app/projects/project.ts'
import type { WorkspaceSettings } from '../../app/projects/workspace-settings.ts'
import type { PersonId, ProjectKey } from '../../app/tasks/ids.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'

/** People, projects and settings in memory. */
export function directoryMemory(
  given: DirectoryGiven = {},
): Directory & { forgetSettings(workspace: Workspace): void } {
  const people = new Map<string, Person>()
  const projects = new Map<string, Project>()
  const settings = new Map<string, WorkspaceSettings>()
  const repositories = new Map<number, { workspace: Workspace; project: ProjectKey }>()
  const at = (workspace: Workspace, id: string) => `${workspace} ${id}`
  for (const person of given.people ?? []) people.set(at(person.workspace, person.id), person)
  for (const known of given.settings ?? []) settings.set(known.workspace, known)
  for (const project of given.projects ?? []) {
    projects.set(at(project.workspace, project.key), project)
    for (const { id } of project.repositories) {
      repositories.set(id, { workspace: project.workspace, project: project.key })
    }
  }
  const noted = (act: AuditAct | undefined) => {
    if (act !== undefined) given.acts?.push(act)
  }
  const findPerson = (workspace: Workspace, fits: (person: Person) => boolean) =>
    [...people.values()].find((person) => person.workspace === workspace && fits(person))

  return {
    person: async (workspace, id) => people.get(at(workspace, id)),
    people: async (workspace, ids) => {
      const found = new Map<PersonId, Person>()
      for (const id of ids) {
        const person = people.get(at(workspace, id))
        if (person !== undefined) found.set(id, person)
      }
      return found
    },
    personBySlack: async (workspace, slackUser) => findPerson(workspace, (person) => person.slackUser === slackUser),
    personByLogin: async (workspace, login, id) => {
      const account = { login, ...(id === undefined ? {} : { id }) }
      const held = findPerson(workspace, (person) => person.githubLogin?.toLowerCase() === login.toLowerCase())
      if (held !== undefined && isAccountOf(held, account)) return held
      return id === undefined ? undefined : findPerson(workspace, (person) => person.githubId === id)
    },
    everybody: async (workspace) => ({
      items: [...people.values()].filter((person) => person.workspace === workspace),
    }),
    savePerson: async (person) => {
      const key = at(person.workspace, person.id)
      const known = people.get(key)
      const login = known?.githubLogin ?? person.githubLogin
      const preferences = known?.preferences ?? person.preferences
      const zone = known?.zone ?? person.zone
      const stay = person.stay ?? known?.stay
      const saved = {
        ...person,
        role: known?.role ?? person.role,
        ...(login === undefined ? {} : { githubLogin: login }),
        ...(preferences === undefined ? {} : { preferences }),
        ...(zone === undefined ? {} : { zone }),
        ...(stay === undefined ? {} : { stay }),
      }
      people.set(key, saved)
      return saved
    },
    changePerson: async (seen, next, { beside, act } = {}) => {
      const stands = (person: Person) => isDeepStrictEqual(people.get(at(person.workspace, person.id)), person)
      if (!stands(seen) || (beside !== undefined && !stands(beside))) return 'conflict'
      noted(act)
      people.set(at(next.workspace, next.id), next)
      return 'changed'
    },
    savePreferences: async ({ workspace, id }, change) => {
      const known = people.get(at(workspace, id))
      if (known === undefined) throw new Error(`The test has put no person ${id} in ${workspace}.`)
      const saved = { ...known, preferences: chosen(known.preferences, change) }
      people.set(at(workspace, id), saved)
      return saved
    },
    settings: async (workspace) => settings.get(workspace),
    forgetSettings: (workspace) => void settings.delete(workspace),
    saveSettings: async (next) => void settings.set(next.workspace, next),
    saveDefaults: async ({ workspace }, change) => {
      const known = settings.get(workspace)
      if (known === undefined) throw new Error(`The test has not installed ${workspace}.`)
      const saved = { ...known, preferences: chosen(known.preferences, change) }
      settings.set(workspace, saved)
      return saved
    },
    project: async (workspace, key) => projects.get(at(workspace, key)),
    projects: async (workspace) => [...projects.values()].filter((project) => project.workspace === workspace),
    createProject: async (project, act) => {
      const key = at(project.workspace, project.key)
      if (projects.has(key)) return 'exists'
      noted(act)
      projects.set(key, project)
      return 'created'
    },
    saveProject: async (project, act) => {
      const key = at(project.workspace, project.key)
      if (projects.get(key)?.version !== project.version - 1) return 'conflict'
      noted(act)
      projects.set(key, project)
      return 'saved'
    },
    connect: async (workspace, key, repository, act) => {
      const holder = repositories.get(repository.id)
      if (holder !== undefined && holder.workspace !== workspace) return 'claimed'
      const project = projects.get(at(workspace, key))
      if (project === undefined) throw new Error(`The test has put no project ${key} in ${workspace}.`)
      repositories.set(repository.id, { workspace, project: key })
      noted(act)
      const others = project.repositories.filter(({ id }) => id !== repository.id)
      const known = project.repositories.find(({ id }) => id === repository.id)
      projects.set(at(workspace, key), { ...project, repositories: [...others, reconnected(known, repository)] })
      return 'connected'
    },
    repository: async (id) => {
      const holder = repositories.get(id)
      if (holder === undefined) return undefined
      const project = projects.get(at(holder.workspace, holder.project))
      const repository = project?.repositories.find((connected) => connected.id === id)
      return repository === undefined ? undefined : { ...holder, repository }
    },
    connectedAmong: async (ids) => ids.filter((id) => repositories.has(id)),
    connectedThrough: async (installation) =>
      [...projects.values()].flatMap((project) =>
        project.repositories.flatMap((known) => (known.installation === installation ? [known.id] : [])),
      ),
    changeRepository: async (id, change) => {
      const holder = repositories.get(id)
      if (holder === undefined) return undefined
      const project = projects.get(at(holder.workspace, holder.project))
      const before = project?.repositories.find((known) => known.id === id)
      if (project === undefined || before === undefined) return undefined
      const after = change(before)
      const all = project.repositories.map((known) => (known.id === id ? after : known))
      projects.set(at(holder.workspace, holder.project), {
        ...project,
        repositories: all,
        version: project.version + 1,
      })
      return { ...holder, before, after }
    },
  }
}

export type DirectoryGiven = {
  /** Takes up what goes into the audit. */
  readonly acts?: AuditAct[]
  readonly people?: readonly Person[]
  readonly projects?: readonly Project[]
  readonly settings?: readonly WorkspaceSettings[]
}
