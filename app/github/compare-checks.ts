import * as z from 'zod'
import type { KeptCheck } from '../ports/pulls.ts'
import { nameNow } from '../projects/connection.ts'
import type { Fields } from '../untrusted.ts'
import { bring, type Compared, envelope, unlessGone } from './bring.ts'
import { checkRun } from './sources/check-run.ts'
import { account, webUrl } from './sources/fields.ts'
import type { Source } from './sources/source.ts'
import { status } from './sources/status.ts'
import type { CheckWork } from './work.ts'

const PER_PAGE = 100
const MOST_PAGES = 3

type Kept = ReadonlyMap<string, KeptCheck>

/** Brings the checks and the statuses of a commit that are news. A request for each, and for every further hundred. */
export async function bringChecks(compared: Compared, sha: string): Promise<void> {
  const { pulls, workspace, repository } = compared
  const checks = (await pulls.checksOf(workspace, repository.id, sha)).filter(({ sums }) => sums === undefined)
  const kept = new Map(checks.map((check) => [check.name, check]))
  const runs = await allOf(compared, sha, '/repos/{owner}/{repo}/commits/{ref}/check-runs', listOfRuns)
  for (const run of runs) {
    const action = run['status'] === 'completed' ? 'completed' : 'created'
    await bringCheck(compared, checkRun, action, { sender: { login: 'checks', type: 'Bot' }, check_run: run }, kept)
  }
  // Newest first: the first of a context is its present one.
  const statuses = new Map<unknown, z.output<typeof listOfStatuses>[number]>()
  for (const one of await allOf(compared, sha, '/repos/{owner}/{repo}/commits/{ref}/statuses', listOfStatuses)) {
    if (!statuses.has(one['context'])) statuses.set(one['context'], one)
  }
  for (const { creator, ...one } of statuses.values()) {
    const commit = { html_url: `${new URL(creator.html_url).origin}/${nameNow(compared.repository)}/commit/${sha}` }
    await bringCheck(compared, status, undefined, { ...one, sha, sender: creator, commit }, kept)
  }
}

const listOfRuns = z.object({ check_runs: z.array(z.looseObject({})) }).transform(({ check_runs }) => check_runs)
const listOfStatuses = z.array(z.looseObject({ creator: z.looseObject({ ...account.in.shape, html_url: webUrl }) }))

async function allOf<T>(compared: Compared, ref: string, route: string, list: z.ZodType<readonly T[]>): Promise<T[]> {
  const all: T[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const parameters = { ref, filter: 'latest', per_page: PER_PAGE, page }
    const found = list.safeParse(await unlessGone(() => compared.get(route, parameters)))
    all.push(...(found.data ?? []))
    if ((found.data?.length ?? 0) < PER_PAGE) break
  }
  return all
}

async function bringCheck(
  compared: Compared,
  source: Source,
  action: string | undefined,
  said: Fields,
  kept: Kept,
): Promise<void> {
  const read = source.read({ ...envelope(compared, action), ...said })
  const work = read.ok ? read.value.find((each): each is CheckWork => each.kind === 'check') : undefined
  if (work === undefined || (kept.get(work.name)?.ordinal ?? -1) >= work.ordinal) return
  await bring(compared, `${work.sha.slice(0, 12)}-${work.ordinal}-${work.name}`, source.event, action, said)
}
