import { Fault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Configuration, Login } from '../../projects/configuration.ts'
import { configured, unconfigured } from '../../projects/configured.ts'
import { nameNow } from '../../projects/connection.ts'
import { may } from '../../projects/permissions.ts'
import { isGone, type Person, provenLogin } from '../../projects/person.ts'
import type { Project } from '../../projects/project.ts'
import type { ProjectKey } from '../../tasks/ids.ts'
import { canonical } from '../../tasks/ordinal.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { ConfigurationFiles } from './files.ts'
import { type FoundFile, findFile, type KnownPush } from './find.ts'
import { holdersOf } from './logins.ts'
import { type Problem, type ReadConfiguration, readConfiguration } from './read.ts'
import { type VouchPorts, vouch, vouchedIn } from './vouched.ts'

/** What configuration asks of the world. `now`: epoch milliseconds. */
export type ConfigurationPorts = {
  readonly files: ConfigurationFiles
  readonly directory: Pick<Directory, 'project' | 'saveProject' | 'personByLogin'> & VouchPorts['directory']
  readonly logins: VouchPorts['logins']
  readonly now: () => number
  readonly log: Log
}

/** Why a project looks at its file now. */
export type Occasion = {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly push?: KnownPush
  /** Who is behind it: whether the file may say who approves is up to them. */
  readonly by: Bringer
}

/** Whoever brought a file with a commit, or, without one, stands for the file as it is now. */
export type Bringer = { readonly person: Person | undefined; readonly login?: Login; readonly commit?: string }

/**
 * How a project stands towards its file. `hidden`: a repository cannot be seen, and `outdated`: somebody else brought another
 * file since, for whom this waits; so everything stays as it is.
 */
export type Settled =
  | { readonly outcome: 'applied'; readonly file: FoundFile; readonly project: Project }
  | { readonly outcome: 'wrong'; readonly file: FoundFile; readonly problems: readonly Problem[] }
  | { readonly outcome: 'none' | 'hidden' | 'outdated' }

const MAX_TRIES = 5

/**
 * Has a project do what its file says now. The project is read before the file, and written on condition that nobody else
 * has changed it since: of two who do this at once, the one who writes last has looked last. So whatever order deliveries
 * come in, and however often, the file that is there now is the one that counts. A wrong one leaves what was in force.
 */
export async function settleConfiguration(ports: ConfigurationPorts, occasion: Occasion): Promise<Settled> {
  const { directory, files } = ports
  const { workspace, project: key } = occasion
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await directory.project(workspace, key)
    if (seen === undefined) return { outcome: 'none' }
    const file = await findFile(files, seen, occasion.push)
    if (file === 'hidden') {
      ports.log.warn('The configuration of a project cannot be seen, and stays as it is', { project: key })
      return { outcome: 'hidden' }
    }
    const { next, settled } = await considered(ports, seen, file, occasion)
    if (canonical(next) === canonical(seen)) return settled
    const version = seen.version + 1
    const act = {
      action: 'project.changed' as const,
      actor: occasion.by.person?.id ?? ('github' as const),
      subject: key,
      at: new Date(ports.now()).toISOString(),
      cause: `configuration:${key}:${version}`,
    }
    if ((await directory.saveProject({ ...next, version }, act)) === 'saved') {
      return settled.outcome === 'applied' ? { ...settled, project: { ...next, version } } : settled
    }
  }
  throw new Fault('a project was too contended for its configuration', { project: key })
}

/** What is wrong with a good file for this very project, whoever brought it. */
export function unfit(project: Project, { isFallback }: FoundFile, { said, placeOf }: ReadConfiguration): Problem[] {
  if (said.project === undefined || said.project === project.key || isFallback) return []
  return [
    {
      ...placeOf(['project']),
      why: `project: this repository is connected to ${project.key}, not to ${said.project}`,
    },
  ]
}

/**
 * What a file says anew that gives somebody power over others' work, or the name of somebody: whoever may write to a
 * repository may not give that to themselves.
 */
export function claimsOf(project: Project, said: Configuration): ('approvers' | 'people')[] {
  const inForce = project.configuredBy?.said
  return (['approvers', 'people'] as const).filter(
    (key) => said[key] !== undefined && canonical([said[key]]) !== canonical([inForce?.[key]]),
  )
}

type Considered = { readonly next: Project; readonly settled: Settled }

async function considered(
  ports: ConfigurationPorts,
  seen: Project,
  file: FoundFile | 'none',
  { workspace, by }: Occasion,
): Promise<Considered> {
  const { wrongConfiguration: _, ...standing } = seen
  if (file === 'none') return { next: unconfigured(standing), settled: { outcome: 'none' } }
  const read = await readConfiguration(file.text)
  if (!read.ok) return wrong(seen, file, read.error)
  const { said } = read.value
  // An organisation's file that is for one of its projects is none for the others.
  if (said.project !== undefined && said.project !== seen.key && file.isFallback) {
    return { next: unconfigured(standing), settled: { outcome: 'none' } }
  }
  const problems = unfit(seen, file, read.value)
  const claims = claimsOf(seen, said)
  if (claims.length > 0 && !(await isTheirs(ports, seen, file, by))) {
    return { next: seen, settled: { outcome: 'outdated' } }
  }
  const bringer = mayClaim(by.person) ? by.person : undefined
  if (bringer === undefined) {
    problems.push(...claims.map((key) => ({ ...read.value.placeOf([key]), why: notTheirs(key, by.login) })))
  } else if (claims.includes('people')) {
    const words = await vouchedIn(ports, workspace, read.value, bringer)
    problems.push(...words.problems)
    const at = new Date(ports.now()).toISOString()
    const cause = `configuration:${seen.key}:${file.source.blob}`
    if (problems.length === 0) await vouch(ports, words.vouched, { by: bringer, at, cause })
  }
  if (problems.length > 0) return wrong(seen, file, problems)

  const known = seen.configuredBy
  // The same text stays known by the commit in which it first counted.
  const isSame = known?.repository === file.source.repository && known.path === file.source.path
  const source = isSame && known.blob === file.source.blob ? { ...file.source, commit: known.commit } : file.source
  const next = configured(standing, { source, said }, await holdersOf(ports, workspace, said))
  return { next, settled: { outcome: 'applied', file, project: next } }
}

function wrong(seen: Project, file: FoundFile, problems: readonly Problem[]): Considered {
  const { line = 1, why = '' } = problems[0] ?? {}
  const wrongConfiguration = { ...file.source, problems: problems.length, line, why }
  return { next: { ...seen, wrongConfiguration }, settled: { outcome: 'wrong', file, problems } }
}

// A lead whose login is theirs by another's word alone may not give such words on.
function mayClaim(person: Person | undefined): person is Person {
  if (person === undefined || isGone(person) || provenLogin(person) === undefined) return false
  return may(person, 'project.settings')
}

// Of several who push at once, each answers for what they brought themselves.
async function isTheirs(
  { files }: Pick<ConfigurationPorts, 'files'>,
  { repositories }: Project,
  { source, isFallback }: FoundFile,
  { commit }: Bringer,
): Promise<boolean> {
  if (commit === undefined || commit === source.commit) return true
  const { repository, path, blob } = source
  const connected = repositories.find((each) => isFallback || nameNow(each) === repository)
  if (connected === undefined) return false
  const brought = await files.file({ repository, installation: connected.installation }, path, commit)
  return brought?.blob === blob
}

function notTheirs(key: 'approvers' | 'people', login: Login | undefined): string {
  const who = login === undefined ? '' : `, and ${login} is none`
  const what = key === 'approvers' ? 'who may approve' : 'whose login is whose'
  return `${key}: only a lead or an owner of the workspace who has linked a GitHub login may change ${what}${who}. One of them can bring it, or connect the repository once more in Slack`
}
