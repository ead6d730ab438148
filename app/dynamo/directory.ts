import { Fault } from '../errors.ts'
import type { Directory } from '../ports.ts'
import type { Person } from '../projects/person.ts'
import type { ConnectedRepository, Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import { type Workspace, workspaceOf } from '../tasks/workspace.ts'
import type { Condition, Item, Store } from './store.ts'
import { type Key, keys, prefixes } from './table.ts'

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10
/** People on a page of everybody: as many as one batch reads. */
const PAGE = 100

/** People, projects, settings and repositories. */
export function directory(store: Store): Directory {
  const person = async (workspace: Workspace, id: PersonId) => {
    const item = await store.get(keys.person(workspace, id))
    return item === undefined ? undefined : personOf(item)
  }
  const found = async (workspace: Workspace, finder: Key) => {
    const row = await store.get(finder)
    return row === undefined ? undefined : person(workspace, row['person'] as PersonId)
  }
  const people: Directory['people'] = async (workspace, ids) => {
    const items = await store.batchGet([...new Set(ids)].map((id) => keys.person(workspace, id)))
    return new Map(items.map((item) => [personOf(item).id, personOf(item)]))
  }
  const project = async (workspace: Workspace, key: ProjectKey) => {
    const item = await store.get(keys.project(workspace, key))
    return item === undefined ? undefined : projectOf(item)
  }

  return {
    person,
    people,
    personBySlack: (workspace, user) => found(workspace, keys.slackUser(workspace, user)),
    personByLogin: (workspace, login) => found(workspace, keys.login(workspace, login)),
    // A cursor travels through people's hands: it holds the id of the last one read, and what is none is the beginning.
    async everybody(workspace, cursor) {
      const { pk } = keys.settings(workspace)
      const { items, next } = await store.query({
        pk: { name: 'pk', value: pk },
        sk: { name: 'sk', prefix: prefixes.members },
        limit: PAGE,
        ...(isPersonId(cursor) ? { after: keys.member(workspace, cursor) } : {}),
      })
      const ids = items.map((item) => item['person'] as PersonId)
      const known = await people(workspace, ids)
      const page = ids.flatMap((id) => known.get(id) ?? [])
      const last = ids.at(-1)
      return next === undefined || last === undefined ? { items: page } : { items: page, next: last }
    },

    async savePerson(wanted) {
      const { workspace, id, slackUser } = wanted
      // Refused only while another transaction writes the same rows: what it wrote is then read and kept.
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const known = await person(workspace, id)
        const saved: Person = { ...wanted, ...kept(known) }
        const rows = [
          { put: { ...keys.person(workspace, id), kind: 'person', person: saved } },
          { put: { ...keys.member(workspace, id), kind: 'member', person: id } },
          ...(slackUser === undefined
            ? []
            : [{ put: { ...keys.slackUser(workspace, slackUser), kind: 'finder', person: id } }]),
          ...(await outdatedFinder(store, known, slackUser)),
        ]
        if (await store.transact(rows)) return saved
      }
      throw new Fault('a person could not be saved', { workspace, person: id })
    },

    async settings(workspace) {
      const item = await store.get(keys.settings(workspace))
      return item?.['settings'] as WorkspaceSettings | undefined
    },
    async saveSettings(settings) {
      await store.put({ ...keys.settings(settings.workspace), kind: 'settings', settings })
    },

    project,
    async projects(workspace) {
      const { items } = await store.query({
        pk: { name: 'pk', value: keys.settings(workspace).pk },
        sk: { name: 'sk', prefix: prefixes.projects },
      })
      return items.map(projectOf)
    },
    async createProject(wanted) {
      return (await store.put(projectItem(wanted), ABSENT)) ? 'created' : 'exists'
    },

    async connect(workspace, key, repository) {
      for (;;) {
        const seen = await project(workspace, key)
        if (seen === undefined) return 'claimed'
        const held = await store.get(keys.repository(repository.id))
        if (held !== undefined && (held['workspace'] !== workspace || held['project'] !== key)) return 'claimed'
        const others = seen.repositories.filter(({ id }) => id !== repository.id)
        const next: Project = { ...seen, repositories: [...others, repository], version: seen.version + 1 }
        const row = { ...keys.repository(repository.id), kind: 'repository', workspace, project: key, repository }
        const done = await store.transact([
          { put: row, condition: held === undefined ? ABSENT : { expression: 'attribute_exists(pk)' } },
          { put: projectItem(next), condition: atVersion(seen.version) },
        ])
        if (done) return 'connected'
      }
    },
    async repository(id) {
      const row = await store.get(keys.repository(id))
      if (row === undefined) return undefined
      return {
        workspace: workspaceOf(row['workspace'] as string),
        project: row['project'] as ProjectKey,
        repository: row['repository'] as ConnectedRepository,
      }
    },
  }
}

// Nobody is found any more by a Slack user that they were before; unless that is somebody else by now.
async function outdatedFinder(store: Store, known: Person | undefined, slackUser: string | undefined) {
  if (known?.slackUser === undefined || known.slackUser === slackUser) return []
  const finder = keys.slackUser(known.workspace, known.slackUser)
  const held = await store.get(finder)
  return held?.['person'] === known.id ? [{ remove: finder }] : []
}

// What a person proved or was given is not taken away by a plain save.
function kept(known: Person | undefined): Partial<Person> {
  if (known === undefined) return {}
  const { role, githubLogin } = known
  return { role, ...(githubLogin === undefined ? {} : { githubLogin }) }
}

function isPersonId(text: string | undefined): text is PersonId {
  return /^per_\w{1,60}$/.test(text ?? '')
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

function atVersion(version: number): Condition {
  return { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } }
}

function projectItem(project: Project): Item {
  return { ...keys.project(project.workspace, project.key), kind: 'project', version: project.version, project }
}

function projectOf(item: Item): Project {
  return item['project'] as Project
}

/** Reads a person item. */
export function personOf(item: Item): Person {
  return item['person'] as Person
}
