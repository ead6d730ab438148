import { configured } from '../../projects/configured.ts'
import { nameNow } from '../../projects/connection.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { CheckPlace } from '../checks.ts'
import type { SeenFile, Visible } from '../configuration/files.ts'
import { FALLBACK_PATHS, type FoundFile, isFallbackRepository, PATH } from '../configuration/find.ts'
import { heldByAnybody, holdersOf } from '../configuration/logins.ts'
import { readConfiguration } from '../configuration/read.ts'
import {
  appliedReport,
  idleReport,
  proposedReport,
  type Reported,
  standInReport,
  wrongReport,
} from '../configuration/report.ts'
import { type Bringer, claimsOf, settleConfiguration, unfit } from '../configuration/settle.ts'
import type { ProposalWork, PushWork } from '../work.ts'
import { type ActPorts, type Ground, quietGroundOf } from './ground.ts'

/**
 * A push touched the file of a repository: its project does what it says now, and a check run on the commit says what came of
 * it. Whatever breaks on the way comes back, and finds done what was done.
 */
export async function configureByPush(ports: ActPorts, ground: Ground, work: PushWork): Promise<void> {
  if (!touches(work, [PATH])) return
  const { workspace, project, repository } = ground
  const { before, after } = work
  const at = { repository: nameNow(repository), installation: repository.installation }
  const by = await bringerOf(ports, workspace, work)
  const push = { repository: at.repository, before, after }
  const settled = await settleConfiguration(ports, { workspace, project, push, by })
  const place = { workspace, ...at }
  const file = 'file' in settled ? settled.file : undefined
  if (file?.source.repository === at.repository) {
    const reported = { sha: file.source.commit, path: PATH, about: 'push' }
    if (settled.outcome === 'wrong') await ports.checks(place, wrongReport(reported, settled.problems, false))
    if (settled.outcome === 'applied') await ports.checks(place, appliedReport(reported, settled.project))
    return
  }
  if (file === undefined || (await ports.files.file(at, PATH, after)) === undefined) return
  const inForce = `${file.source.repository}/${file.source.path}`
  await ports.checks(place, idleReport({ sha: after, path: PATH, about: 'push' }, project, inForce))
}

/** The same for the file of an organisation, which stands in for those of all its repositories that have none. */
export async function configureOthers(ports: ActPorts, work: PushWork): Promise<void> {
  const { repository, installation, before, after } = work
  if (!isFallbackRepository(repository.fullName) || !touches(work, FALLBACK_PATHS)) return
  const served = await servedBy(ports, work)
  const [first] = served
  if (first === undefined) return
  const push = { repository: repository.fullName, before, after }
  for (const { workspace, project } of served) {
    const by = await bringerOf(ports, workspace, work)
    await settleConfiguration(ports, { workspace, project, push, by })
  }
  const at = { repository: repository.fullName, installation }
  const file = await standIn(ports, at, after)
  if (file === undefined) return
  await reportStandIn(ports, { workspace: first.workspace, ...at }, file, { sha: after, about: 'push' }, false)
}

/** A pull request has a new head: if it changes a file, a check run says whether that is right. Nothing else is done. */
export async function checkProposal(ports: ActPorts, work: ProposalWork): Promise<void> {
  const found = await quietGroundOf(ports, work.repository)
  const isStandIn = isFallbackRepository(work.repository.fullName)
  const tenant = found ?? (isStandIn ? (await servedBy(ports, work))[0] : undefined)
  if (tenant === undefined) return
  const at = { repository: work.repository.fullName, installation: work.installation }
  if (!(await ports.files.changes(at, work.number, isStandIn ? FALLBACK_PATHS : [PATH]))) return
  const about = `pull/${work.number}`
  const place = { ...at, workspace: tenant.workspace }
  if (isStandIn) {
    const file = await standIn(ports, at, work.sha)
    if (file !== undefined) await reportStandIn(ports, place, file, { sha: work.sha, about }, true)
    return
  }
  const [project, seen] = await Promise.all([
    ports.directory.project(tenant.workspace, tenant.project),
    ports.files.file(at, PATH, work.sha),
  ])
  // A pull request that takes the file away is right as it is.
  if (project === undefined || seen === undefined) return
  const reported: Reported = { sha: work.sha, path: PATH, about }
  const file = foundIn(at.repository, PATH, work.sha, seen)
  const read = await readConfiguration(seen.text)
  const problems = read.ok ? unfit(project, file, read.value) : read.error
  if (!read.ok || problems.length > 0) {
    await ports.checks(place, wrongReport(reported, problems, true))
    return
  }
  const { said } = read.value
  // Whose login is known in the workspace is nothing that anybody may find out by asking.
  const holders = work.isStranger ? heldByAnybody(said) : await holdersOf(ports, tenant.workspace, said)
  const proposed = configured(project, { source: file.source, said }, holders)
  await ports.checks(place, proposedReport(reported, proposed, claimsOf(project, said)))
}

/** The projects that one of the repositories beside this one belongs to: it may stand in for their own files. */
async function servedBy(
  { directory }: ActPorts,
  { repository, installation }: Pick<PushWork, 'repository' | 'installation'>,
): Promise<readonly Ground[]> {
  const owner = `${repository.fullName.split('/')[0]?.toLowerCase()}/`
  const found = await Promise.all(
    (await directory.connectedThrough(installation)).map((id) => directory.repository(id)),
  )
  const served = new Map<string, Ground>()
  for (const each of found) {
    if (each === undefined || each.repository.away?.why === 'moved') continue
    if (!nameNow(each.repository).toLowerCase().startsWith(owner)) continue
    served.set(`${each.workspace} ${each.project}`, each)
  }
  return [...served.values()]
}

// Says nothing of any project: several workspaces may share an organisation.
async function reportStandIn(
  { checks }: ActPorts,
  place: CheckPlace,
  { source, text }: FoundFile,
  { sha, about }: Pick<Reported, 'sha' | 'about'>,
  isProposed: boolean,
): Promise<void> {
  const reported = { sha, about, path: source.path }
  const read = await readConfiguration(text)
  await checks(place, read.ok ? standInReport(reported) : wrongReport(reported, read.error, isProposed))
}

async function standIn({ files }: ActPorts, at: Visible, commit: string): Promise<FoundFile | undefined> {
  for (const path of FALLBACK_PATHS) {
    const seen = await files.file(at, path, commit)
    if (seen !== undefined) return foundIn(at.repository, path, commit, seen)
  }
  return undefined
}

function foundIn(repository: string, path: string, commit: string, { blob, text }: SeenFile): FoundFile {
  return { source: { repository, path, commit, blob }, text, isFallback: isFallbackRepository(repository) }
}

async function bringerOf(
  { directory }: ActPorts,
  workspace: Workspace,
  { by, byId, bot, after }: PushWork,
): Promise<Bringer> {
  const person = bot === undefined ? await directory.personByLogin(workspace, by, byId) : undefined
  return { person, login: by, commit: after }
}

function touches({ touched }: PushWork, paths: readonly string[]): boolean {
  return touched === 'all' || touched.some((path) => paths.includes(path))
}
