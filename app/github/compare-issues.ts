import * as z from 'zod'
import { ordinal, secondsOf } from '../tasks/ordinal.ts'
import { bring, type Compared, unlessGone } from './bring.ts'

/** Issues of one page, and pages of one comparison. */
const PER_PAGE = 100
const MOST_PAGES = 50

const listed = z.array(
  z.looseObject({
    number: z.number().int().positive(),
    updated_at: z.iso.datetime({ offset: true }),
    pull_request: z.unknown().optional(),
  }),
)
const shown = z.object({ private: z.boolean().nullish() })

/**
 * One page of the issues that changed since then, oldest change first: of those that a task follows, or may come to follow, what
 * is news is fetched and brought. Two requests, and one for each that is. Answers whether there may be another page.
 */
export async function bringIssues(compared: Compared, since: number, page: number): Promise<boolean> {
  const { issues, directory, workspace, project, repository, get } = compared
  const order = { state: 'all', sort: 'updated', direction: 'asc', per_page: PER_PAGE, page }
  const parameters = { since: new Date(since).toISOString(), ...order }
  const found = listed.safeParse(await unlessGone(() => get('/repos/{owner}/{repo}/issues', parameters)))
  const changed = (found.data ?? []).filter((issue) => issue.pull_request == null)
  const isWanted = (await directory.project(workspace, project))?.import !== undefined
  const news: typeof changed = []
  for (const issue of changed) {
    const row = await issues.issue(workspace, { repository: repository.id, number: issue.number })
    const known = secondsOf(row?.facts?.title?.ordinal ?? 0)
    if ((row?.task !== undefined || isWanted) && known < secondsOf(ordinal(issue.updated_at, 0))) news.push(issue)
  }
  if (news.length > 0) {
    const whole = shown.safeParse(await unlessGone(() => get('/repos/{owner}/{repo}', {})))
    for (const { number, updated_at: at } of news) await bringIssue(compared, number, at, whole.data?.private === true)
  }
  return (found.data?.length ?? 0) === PER_PAGE && page < MOST_PAGES
}

async function bringIssue(compared: Compared, number: number, at: string, isPrivate: boolean): Promise<void> {
  const { repository, get } = compared
  const issue = await unlessGone(() => get('/repos/{owner}/{repo}/issues/{issue_number}', { issue_number: number }))
  if (issue === undefined) return
  await bring(compared, `issue-${number}-${ordinal(at, 0)}`, 'issues', 'edited', {
    // Nobody did it just now.
    sender: { login: 'github' },
    repository: { id: repository.id, full_name: repository.nameNow ?? repository.fullName, private: isPrivate },
    issue,
  })
}
