import { createHash } from 'node:crypto'
import * as z from 'zod'
import { Fault } from '../errors.ts'
import { cut } from '../handoffs/invisible.ts'
import type { Log } from '../log.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { statusOf, whatFailed, whatPreventedIt } from './answered.ts'
import type { GithubClient, Request } from './client.ts'
import { ownerAndRepo, paceOf } from './pace.ts'

/** A remark on a line of a file. Columns count from 1, and only within one line. */
export type Annotation = {
  readonly path: string
  readonly line: number
  readonly column?: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}

/** A button: at most 20, 40 and 20 characters, for GitHub answers 5xx to longer ones. */
export type CheckAction = { readonly identifier: string; readonly label: string; readonly description: string }

/** What a check run of ours says of a commit. The summary is Markdown: foreign texts come escaped. */
export type CheckReport = {
  /** What people see as its name; one of `OWN_CHECKS` (sources/check-run.ts), which we never listen to. */
  readonly name: string
  readonly sha: string
  /** What it is about, for whoever looks for it by API: `pull/12`. */
  readonly about: string
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required'
  readonly title: string
  readonly summary: string
  readonly annotations?: readonly Annotation[]
  /** At most three. An empty list takes those of before away. */
  readonly actions?: readonly CheckAction[]
}

/** Where a check run is written. `repository`: `owner/name`. */
export type CheckPlace = {
  readonly workspace: Workspace
  readonly repository: string
  readonly installation: number
}

/**
 * Writes a check run, unless our last one of that name on that commit says the same already. `refused`: GitHub will not
 * have it (no permission, no such commit any more), and nobody gains by asking again. A limit or an outage throws, so that
 * what asked for it comes back; it then finds what was written after all.
 */
export type WriteCheck = (place: CheckPlace, report: CheckReport) => Promise<'written' | 'unchanged' | 'refused'>

export type CheckWriterOptions = {
  readonly client: GithubClient
  readonly ledger: Pick<Ledger, 'reserve' | 'pause'>
  readonly appId: number
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Waits for so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>
  readonly log: Log
}

/** GitHub takes no more in one request, and adds those of the next to them: https://docs.github.com/en/rest/checks/runs */
export const MAX_ANNOTATIONS = 50
/** In characters. */
const MAX_TITLE = 255
/** In bytes of UTF-8, whatever GitHub's page says of characters: https://github.com/github/rest-api-description/issues/5399 */
export const MAX_SUMMARY = 65_535
/** Milliseconds for one request, and to wait for a slot; what would wait longer comes back from the queue. */
const TIMEOUT = 8_000
const MAX_WAIT = 5_000
/** What GitHub answers to whoever is too fast. */
const LIMITS = new Set<number | undefined>([403, 429])

const runs = z.object({
  check_runs: z.array(
    z.object({
      id: z.number().int().positive(),
      name: z.string(),
      external_id: z.string().nullish(),
      app: z.object({ id: z.number() }).nullish(),
      output: z.object({ annotations_count: z.number().nullish() }).nullish(),
    }),
  ),
})
/** A check run as GitHub lists it. */
export type Run = Pick<z.output<typeof runs>['check_runs'][number], 'id' | 'external_id' | 'output'>

/** Check runs of ours, written at GitHub's pace. */
export function checkWriter({ client, ledger, appId, now, wait, log }: CheckWriterOptions): WriteCheck {
  return async ({ workspace, repository, installation }, report) => {
    const signal = () => AbortSignal.timeout(TIMEOUT)
    const pace = paceOf(installation)
    const attempt = async <T>(judge: typeof whatFailed, what: () => Promise<T>): Promise<T | 'refused'> => {
      try {
        return await what()
      } catch (error) {
        if (statusOf(error) === 401) client.forget(installation)
        const failed = judge(error, now())
        const said = { repository, check: report.name, status: statusOf(error) }
        if (failed.outcome === 'impossible') {
          log.warn('GitHub does not take a check run', { ...said, why: failed.why })
          return 'refused'
        }
        if (failed.outcome === 'refused' && LIMITS.has(said.status))
          await ledger.pause(workspace, pace, failed.notBefore)
        // The error of the client stays behind: it holds the request.
        throw new Fault('a check run could not be written', { ...said, why: failed.why })
      }
    }
    const request = await attempt(whatPreventedIt, () => client.asInstallation(installation, signal()))
    if (request === 'refused') return request
    const last = await attempt(whatPreventedIt, () => lastOfOurs(request, repository, report, appId, signal()))
    if (last === 'refused') return last
    if (last?.external_id === externalId(report)) return 'unchanged'

    const begins = await ledger.reserve(workspace, pace, now())
    if (begins - now() > MAX_WAIT) {
      throw new Fault('a check run waits for its turn', { repository, check: report.name })
    }
    if (begins > now()) await wait(begins - now())
    const done = await attempt(whatFailed, () => writeCheck(request, repository, report, last, signal()))
    return done === 'refused' ? done : 'written'
  }
}

/** Our last check run of that name on that commit: the one that GitHub shows. */
export async function lastOfOurs(
  request: Request,
  repository: string,
  { name, sha }: Pick<CheckReport, 'name' | 'sha'>,
  appId: number,
  signal: AbortSignal,
): Promise<Run | undefined> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
  const wanted = { ref: sha, check_name: name, app_id: appId, filter: 'all', per_page: 100 }
  const { check_runs } = runs.parse(await request(route, { ...ownerAndRepo(repository), ...wanted }, signal))
  return check_runs
    .filter((run) => run.name === name && (run.app == null ? isMarkedOurs(run) : run.app.id === appId))
    .toSorted((a, b) => a.id - b.id)
    .at(-1)
}

const written = z.object({ id: z.number().int().positive() })

/**
 * Writes a check run in the place of the last one, and answers its id. Annotations of a later write are added to the earlier
 * ones, so that what has any is written anew; GitHub shows the last.
 */
export async function writeCheck(
  request: Request,
  repository: string,
  report: CheckReport,
  last: Run | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { name, sha, conclusion, title, summary, annotations = [], actions } = report
  const body = {
    ...ownerAndRepo(repository),
    name,
    external_id: externalId(report),
    status: 'completed',
    conclusion,
    output: {
      title: cut(title, MAX_TITLE),
      summary: within(summary, MAX_SUMMARY),
      ...(annotations.length === 0 ? {} : { annotations: annotations.slice(0, MAX_ANNOTATIONS).map(annotationBody) }),
    },
    ...(actions === undefined ? {} : { actions }),
  }
  const plain = annotations.length === 0 && (last?.output?.annotations_count ?? 0) === 0
  if (last === undefined || !plain) {
    return written.parse(await request('POST /repos/{owner}/{repo}/check-runs', { ...body, head_sha: sha }, signal)).id
  }
  await request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', { ...body, check_run_id: last.id }, signal)
  return last.id
}

/** As much of a text as fits into so many bytes; no character is cut in two. */
function within(text: string, bytes: number): string {
  const whole = Buffer.from(text)
  if (whole.length <= bytes) return text
  return whole
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '')
}

function annotationBody({ path, line, column, level, title, message }: Annotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    ...(column === undefined ? {} : { start_column: column, end_column: column }),
    annotation_level: level,
    title: cut(title, MAX_TITLE),
    message,
  }
}

const MARK = 'codexflow:v1:'

/** Names what a run says: the same report has the same. */
function externalId({ sha: _, ...said }: CheckReport): string {
  const digest = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
  return `${MARK}${said.about}:${digest}`
}

// Servers that do not say whose a run is.
function isMarkedOurs(run: Run): boolean {
  return run.external_id?.startsWith(MARK) ?? false
}
