import { act } from '../../app/github/act.ts'
import type { GithubClient } from '../../app/github/client.ts'
import { sourceOf } from '../../app/github/sources/registry.ts'
import { type VisitPorts, visit } from '../../app/github/visit.ts'
import { silentLog } from '../../app/log.ts'
import type { Visit } from '../../app/ports/visits.ts'
import type { ConnectedRepository, Project } from '../../app/projects/project.ts'
import { directoryMemory } from '../support/memory-directory.ts'
import { REPOSITORY, W, world } from './world.ts'

/** A repository at GitHub, connected here, and everything that may become of it. */

export const CONNECTED: ConnectedRepository = { id: 1001, fullName: REPOSITORY.full_name, installation: 7, owner: 3 }
const PROJECT: Project = {
  ...{ workspace: W, key: 'UAPI', name: 'User API', homeChannel: 'C0UAPI', phaseChannels: {}, gates: [] },
  ...{ requiredChecks: [], documents: [], version: 1, repositories: [CONNECTED] },
}
const ASKED = { metadata: 'read', checks: 'write' }

export type Event = { readonly name: string; readonly payload: Readonly<Record<string, unknown>> }

/** What GitHub answers to one who may not see. */
export function refused(status: number, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error('no'), { status, response: { headers } })
}

/** GitHub's side of it. Each act answers the event that GitHub sends; names lead on to where a repository is now. */
export function lifeAtGithub() {
  const repository = { name: 'northwind/user-api', owner: 3, archived: false, deleted: false, selected: true }
  const installation = { id: 7, owner: 3, installed: true, suspended: false, checks: 'write' }
  const about = () => ({ repository: { id: CONNECTED.id, full_name: repository.name } })
  const event = (name: string, action: string, more: object): Event => ({ name, payload: { action, ...more } })
  const ofRepository = (action: string) =>
    event('repository', action, { ...about(), installation: { id: installation.id } })
  const ofInstallation = (action: string, more: object = {}) =>
    event('installation', action, { installation: { id: installation.id }, ...more })
  const selection = (action: string) =>
    event('installation_repositories', action, {
      installation: { id: installation.id },
      repositories_added: action === 'added' ? [{ id: CONNECTED.id }] : [],
      repositories_removed: action === 'removed' ? [{ id: CONNECTED.id }] : [],
    })
  const acts = {
    rename: () => {
      repository.name = `${repository.name.split('/')[0]}/user-api-${repository.name.length}`
      return ofRepository('renamed')
    },
    archive: () => {
      repository.archived = true
      return ofRepository('archived')
    },
    unarchive: () => {
      repository.archived = false
      return ofRepository('unarchived')
    },
    remove: () => {
      repository.selected = false
      return selection('removed')
    },
    add: () => {
      repository.selected = true
      return selection('added')
    },
    suspend: () => {
      installation.suspended = true
      return ofInstallation('suspend')
    },
    unsuspend: () => {
      installation.suspended = false
      return ofInstallation('unsuspend')
    },
    uninstall: () => {
      installation.installed = false
      return ofInstallation('deleted', { repositories: [{ id: CONNECTED.id }] })
    },
    install: () => {
      if (!installation.installed) installation.id += 1
      Object.assign(installation, { installed: true, suspended: false })
      return ofInstallation('created', { repositories: [{ id: CONNECTED.id }] })
    },
    transfer: () => {
      repository.owner = repository.owner === 3 ? 4 : 3
      repository.name = repository.owner === 3 ? 'northwind/user-api' : 'contoso/user-api'
      return ofRepository('transferred')
    },
    grant: (checks = 'write') => {
      installation.checks = checks
      return ofInstallation('new_permissions_accepted')
    },
    delete: () => {
      repository.deleted = true
      return ofRepository('deleted')
    },
  }
  const isReached = () =>
    installation.installed && repository.selected && !repository.deleted && repository.owner === installation.owner
  const shown = () => ({
    id: installation.id,
    account: { id: installation.owner },
    suspended_at: installation.suspended ? '2026-06-01T08:00:00Z' : null,
    permissions: { metadata: 'read', checks: installation.checks },
  })
  const orElse = (holds: boolean, answer: object, status = 404): object => {
    if (!holds) throw refused(status)
    return answer
  }
  const client: Pick<GithubClient, 'asApp' | 'asInstallation'> = {
    async asApp(route, { installation_id: id }) {
      if (route === 'GET /app') return { permissions: ASKED }
      if (route === 'GET /app/installations/{installation_id}') {
        return orElse(installation.installed && id === installation.id, shown())
      }
      // Another owner has the app too.
      if (repository.owner !== installation.owner && !repository.deleted)
        return { ...shown(), id: 9, account: { id: 4 } }
      return orElse(isReached(), shown())
    },
    async asInstallation(id) {
      orElse(id === 9 || (id === installation.id && installation.installed && !installation.suspended), {}, 403)
      return async () => {
        const { name, owner, archived, deleted } = repository
        return orElse(!deleted, { id: CONNECTED.id, full_name: name, owner: { id: owner }, archived })
      }
    },
  }
  return { acts, client }
}

/** Our side of it: events come in, visits are made one after the other, in a time of their own. */
export function lifeHere(client: VisitPorts['client']) {
  const directory = directoryMemory({ projects: [PROJECT] })
  const stage = world()
  const left: Visit[] = []
  const put: Visit[] = []
  let now = Date.parse('2026-06-01T12:00:00Z')
  const later = async (job: Visit) => {
    put.push(job)
    left.push(job)
  }
  const ports: VisitPorts = {
    ...{
      client,
      directory,
      later,
      pulls: stage.ports.pulls,
      deployments: stage.ports.deployments,
      issues: stage.ports.issues,
      log: silentLog,
      now: () => ++now,
    },
    watch: {
      openPulls: async () => ({ items: [] }),
      comparedUntil: async () => undefined,
      compareUntil: async () => {},
    },
    enqueue: async () => {},
    tell: async () => {},
  }
  const acting = { ...stage.ports, directory: { ...stage.ports.directory, ...directory }, visit: later }
  return {
    directory,
    /** Visits that were put down, of all kinds. */
    put,
    ports,
    async hear({ name, payload }: Event): Promise<void> {
      const read = sourceOf(name, String(payload['action']))!.read(payload)
      if (!read.ok) throw new Error(read.error)
      for (const work of read.value) await act(acting, work, async () => {})
    },
    async look(): Promise<void> {
      for (let job = left.shift(); job !== undefined; job = left.shift())
        if (job.type === 'look') await visit(ports, job)
    },
    connected: async () => (await directory.project(W, 'UAPI'))!.repositories[0]!,
  }
}
