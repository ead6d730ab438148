import * as z from 'zod'
import { err, ok, type Result } from '../result.ts'
import type { Fields } from '../untrusted.ts'

/** What a delivery is about, in ids: enough to fetch it by API when its payload was too large for the queue. */
export type Subject = z.output<typeof subject>

const number = z.number().int().positive()

/** Ids are GitHub's database ids; `pullRequest` and `issue` are the numbers that people see. */
export const subject = z.strictObject({
  installationId: number.exactOptional(),
  repositoryId: number.exactOptional(),
  /** `owner/name`, as it was then. */
  repository: z.string().max(250).exactOptional(),
  pullRequest: number.exactOptional(),
  issue: number.exactOptional(),
  commentId: number.exactOptional(),
  reviewId: number.exactOptional(),
  checkRunId: number.exactOptional(),
  checkSuiteId: number.exactOptional(),
  workflowRunId: number.exactOptional(),
  deploymentId: number.exactOptional(),
  deploymentStatusId: number.exactOptional(),
  /** The commit that it happened to. */
  sha: z.string().max(64).exactOptional(),
  /** `refs/heads/main`, for pushes. */
  ref: z.string().max(1_000).exactOptional(),
})

const numbered = z.looseObject({ number }).nullish()
const identified = z.looseObject({ id: number }).nullish()
const onCommit = z.looseObject({ id: number, head_sha: z.string().max(64).nullish() }).nullish()

const payload = z.object({
  installation: identified,
  repository: z.looseObject({ id: number, full_name: z.string().max(250) }).nullish(),
  pull_request: z.looseObject({ number, head: z.looseObject({ sha: z.string().max(64) }).nullish() }).nullish(),
  issue: numbered,
  comment: identified,
  review: identified,
  check_run: onCommit,
  check_suite: onCommit,
  workflow_run: onCommit,
  deployment: z.looseObject({ id: number, sha: z.string().max(64).nullish() }).nullish(),
  deployment_status: identified,
  after: z.unknown().optional(),
  sha: z.unknown().optional(),
  ref: z.unknown().optional(),
})

/** Reads the subject of a payload; the error names the field that is not what GitHub sends. */
export function readSubject(fields: Fields): Result<Subject, string> {
  const parsed = payload.safeParse(fields)
  if (!parsed.success) return err(`The field ${parsed.error.issues[0]?.path.join('.')} is not what GitHub sends.`)
  const it = parsed.data
  const sha =
    it.pull_request?.head?.sha ??
    it.check_run?.head_sha ??
    it.check_suite?.head_sha ??
    it.workflow_run?.head_sha ??
    it.deployment?.sha ??
    [it.after, it.sha].find((value) => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value))
  const found = {
    installationId: it.installation?.id,
    repositoryId: it.repository?.id,
    repository: it.repository?.full_name,
    pullRequest: it.pull_request?.number,
    issue: it.issue?.number,
    commentId: it.comment?.id,
    reviewId: it.review?.id,
    checkRunId: it.check_run?.id,
    checkSuiteId: it.check_suite?.id,
    workflowRunId: it.workflow_run?.id,
    deploymentId: it.deployment?.id,
    deploymentStatusId: it.deployment_status?.id,
    sha,
    ref: typeof it.ref === 'string' && it.ref.length <= 1_000 ? it.ref : undefined,
  }
  return ok(subject.parse(Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))))
}
