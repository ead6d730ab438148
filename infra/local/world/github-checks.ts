import * as z from 'zod'
import { readPull } from './github-acts.ts'
import type { GitHubRest, Reference } from './github-rest.ts'

/** Words with which a check can end. */
export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required'

/** Runs a check on the head of a pull request from start to end, as GitHub Actions would. Returns its id. */
export async function runCheck(
  rest: GitHubRest,
  at: Reference,
  conclusion: Conclusion,
  name = 'build',
): Promise<number> {
  const { head } = await readPull(rest, at)
  const runs = `/repos/${at.repository}/check-runs`
  const started = await rest('POST', runs, { name, head_sha: head.sha, status: 'in_progress' })
  const { id } = z.looseObject({ id: z.number() }).parse(started)
  await rest('PATCH', `${runs}/${id}`, { status: 'completed', conclusion })
  return id
}
