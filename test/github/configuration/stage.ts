import { act } from '../../../app/github/act.ts'
import type { ActPorts } from '../../../app/github/acts/ground.ts'
import type { CheckReport } from '../../../app/github/checks.ts'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import { silentLog } from '../../../app/log.ts'
import type { WantedLink } from '../../../app/ports/logins.ts'
import type { AuditAct } from '../../../app/projects/audit.ts'
import type { Role } from '../../../app/projects/permissions.ts'
import { type Person, personId } from '../../../app/projects/person.ts'
import type { Project } from '../../../app/projects/project.ts'
import { filesMemory } from '../../support/github-files.ts'
import { directoryMemory } from '../../support/memory-directory.ts'
import { W, world } from '../world.ts'

/** A project, its people and its repositories, and what is pushed to them. */

export const REPOSITORY = 'northwind/user-api'
export const PATH = '.github/codexflow.yml'

function someone(name: string, role: Role, login?: string): Person {
  const email = `${name}@northwind.example`
  return {
    workspace: W,
    id: personId(W, email),
    name,
    role,
    email,
    slackUser: `U0${name.toUpperCase()}0000`,
    ...(login === undefined ? {} : { githubLogin: login }),
  }
}
export const AMY = someone('amy', 'owner', 'amy-adeyemi')
export const LEA = someone('lea', 'lead', 'lea-lead')
export const DEVI = someone('devi', 'member', 'devi-rao')
export const GAIUS = someone('gaius', 'member')

export const PROJECT: Project = {
  workspace: W,
  key: 'UAPI',
  name: 'As people called it',
  homeChannel: 'C0PEOPLE0',
  phaseChannels: { qa: 'C0PEOPLEQA' },
  repositories: [{ id: 1001, fullName: REPOSITORY, installation: 7 }],
  gates: [],
  requiredChecks: ['lint'],
  documents: [],
  lead: GAIUS.id,
  version: 1,
}

export type Stage = ReturnType<typeof stage>

export function stage(project: Partial<Project> = {}) {
  const github = filesMemory()
  github.push(REPOSITORY, { 'README.md': 'hello' })
  const acts: AuditAct[] = []
  const people = [AMY, LEA, DEVI, GAIUS]
  const directory = directoryMemory({ people, projects: [{ ...PROJECT, ...project }], acts })
  const reports: (CheckReport & { readonly repository: string })[] = []
  const links: WantedLink[] = []
  const { ports: usual } = world()
  const ports: ActPorts = {
    ...usual,
    directory,
    files: github.files,
    async checks({ repository }, report) {
      reports.push({ ...report, repository })
      return 'written'
    },
    logins: {
      async link(wanted) {
        links.push(wanted)
        const seen = (await directory.person(W, wanted.person))!
        const next = { ...seen, githubLogin: wanted.account.login, vouchedBy: wanted.vouchedBy! }
        await directory.changePerson(seen, next)
        return { outcome: 'linked', person: next, merged: [] }
      },
    },
    log: silentLog,
  }
  const deliver = async (name: string, payload: Readonly<Record<string, unknown>>) => {
    const read = sourceOf(name, payload['action'] as string | undefined)!.read(payload)
    if (!read.ok) throw new Error(read.error)
    for (const work of read.value) await act(ports, work, async () => {})
  }
  const now = async (key = 'UAPI') => (await directory.project(W, key))!
  return { ports, github, directory, reports, links, acts, deliver, now }
}

type Pushed = { readonly before: string; readonly after: string }

/** A push as GitHub tells of it; the file is what it touched, unless that is said. */
export function pushPayload(
  { before, after }: Pushed,
  {
    by = 'amy-adeyemi',
    repository = REPOSITORY,
    id = 1001,
    ref = 'refs/heads/main',
    touched = [PATH],
    message = 'Configure',
    ...more
  }: Readonly<Record<string, unknown>> = {},
) {
  const commit = { id: after, message, url: `https://github.com/${repository}/commit/${after}`, added: [], removed: [] }
  return {
    ref,
    before,
    after,
    created: false,
    deleted: false,
    forced: false,
    sender: { login: by, type: String(by).endsWith('[bot]') ? 'Bot' : 'User' },
    installation: { id: 7 },
    repository: { id, full_name: repository, default_branch: 'main', pushed_at: 1_780_300_800 },
    commits: [{ ...commit, modified: touched }],
    ...more,
  }
}
