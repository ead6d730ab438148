import * as z from 'zod'
import { readPull } from './github-acts.ts'
import type { GitHubRest, Reference } from './github-rest.ts'

/** Words with which a check can end. */
export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required'

/** What the checks on the present head of a pull request say, the oldest first. */
export async function checksOn(rest: GitHubRest, at: Reference): Promise<readonly SeenCheck[]> {
  const { head } = await readPull(rest, at)
  const answer = await rest('GET', `/repos/${at.repository}/commits/${head.sha}/check-runs?per_page=100`)
  return checksSchema.parse(answer).check_runs.toSorted((a, b) => a.id - b.id)
}

export type SeenCheck = z.output<typeof checksSchema>['check_runs'][number]
const checksSchema = z.looseObject({
  check_runs: z.array(
    z.looseObject({
      id: z.number(),
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      output: z.looseObject({ title: z.string().nullish(), summary: z.string().nullish() }),
    }),
  ),
})

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
