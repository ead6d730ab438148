import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import { chosen } from '../projects/preferences.ts'
import type { Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { actRow } from './audit.ts'
import { people } from './people.ts'
import { repositories } from './repositories.ts'
import type { Condition, Item, Store } from './store.ts'
import { keys, prefixes } from './table.ts'

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10

/** People, projects, settings and repositories. */
export function directory(store: Store): Directory {
  const project = async (workspace: Workspace, key: ProjectKey) => {
    const item = await store.get(keys.project(workspace, key))
    return item === undefined ? undefined : projectOf(item)
  }
  const settings = async (workspace: Workspace) => {
    const item = await store.get(keys.settings(workspace))
    return item?.['settings'] as WorkspaceSettings | undefined
  }

  return {
    ...people(store),
    ...repositories(store, project),

    settings,
    async saveSettings(settings) {
      await store.put({ ...keys.settings(settings.workspace), kind: 'settings', settings })
    },
    async saveDefaults(seen, change) {
      const { workspace } = seen
      let known: WorkspaceSettings | undefined = seen
      for (let tries = 0; tries < MAX_TRIES && known !== undefined; tries++) {
        const saved: WorkspaceSettings = { ...known, preferences: chosen(known.preferences, change) }
        const row = { ...keys.settings(workspace), kind: 'settings', settings: saved }
        const unchanged = { expression: '#of = :seen', names: { '#of': 'settings' }, values: { ':seen': known } }
        if (await store.put(row, unchanged)) return saved
        known = await settings(workspace)
      }
      throw new Fault('preferences could not be saved', { workspace })
    },

    project,
    async projects(workspace) {
      const { items } = await store.query({
        pk: { name: 'pk', value: keys.settings(workspace).pk },
        sk: { name: 'sk', prefix: prefixes.projects },
      })
      return items.map(projectOf)
    },
    async createProject(wanted, act) {
      const rows = [{ put: projectItem(wanted), condition: ABSENT }, ...actRow(wanted.workspace, act)]
      return (await store.transact(rows)) ? 'created' : 'exists'
    },
    async saveProject(next, act) {
      const put = { put: projectItem(next), condition: atVersion(next.version - 1) }
      return (await store.transact([put, ...actRow(next.workspace, act)])) ? 'saved' : 'conflict'
    },
  }
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
