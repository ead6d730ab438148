import type { ImportState, Skipped, Unasked } from '../../ports/imports.ts'
import type { Project } from '../../projects/project.ts'
import { ISSUE_RANK } from '../../tasks/issue.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { ActPorts, Ground } from '../acts/ground.ts'
import { actOnIssue } from '../acts/issue.ts'
import { actOnIssueEdge } from '../acts/issue-edge.ts'
import { actOnPull } from '../acts/pull.ts'
import type { IssueEdgeWork, IssueWork } from '../issue-work.ts'
import { edgeOrdinal } from '../sources/edge-fields.ts'
import { shownIssue } from '../sources/issue-fields.ts'
import { pullRequest } from '../sources/pull-request.ts'
import type { Asker, ListPage } from './answers.ts'
import type { Draft } from './draft.ts'
import { listedIssue, relatedIssue, repositoryAnswer } from './shapes.ts'

/** What a slice of an import asks of the world. */
export type SlicePorts = {
  readonly acts: ActPorts
  /** Every project of the workspace: their repositories may hold what an issue waits for. */
  readonly projects: readonly Project[]
  readonly ask: Asker
  readonly now: () => number
}

/** For how long a slice begins something new; a function has a minute. */
const MAX_MS = 35_000
/** Issues whose relations one slice asks for; each takes up to two requests. */
const MAX_ASKED = 25

/**
 * Brings in one slice: relations of issues that were listed before, else the next page. Everything that it does may be done
 * again. What GitHub would not answer is thrown, with what was done until then kept in `draft`.
 */
export async function importSlice(ports: SlicePorts, draft: Draft): Promise<void> {
  const until = ports.now() + MAX_MS
  const { state } = draft
  if (state.about === undefined) draft.expect(await look(ports, state))
  if (state.todo.length > 0) return relations(ports, draft, until)
  if (state.stage === 'pulls') return pulls(ports, draft, until)
  return issues(ports, draft, until)
}

// GitHub counts pull requests among the issues; with a label nobody knows how many there are.
async function look({ ask }: SlicePorts, { repository, rule }: ImportState) {
  const answer = repositoryAnswer.safeParse(await ask.one(`/repos/${nameOf(repository)}`))
  if (!answer.success) return { about: 0, isPrivate: false }
  return { about: rule.kind === 'all' ? answer.data.open_issues_count : 0, isPrivate: answer.data.private === true }
}

async function issues(ports: SlicePorts, draft: Draft, until: number): Promise<void> {
  const { repository, rule, stage, cursor, offset } = draft.state
  const page = await ports.ask.list(`/repos/${nameOf(repository)}/issues`, {
    ...{ state: 'open', sort: 'created', direction: 'asc' },
    ...(rule.kind === 'label' ? { labels: rule.label } : {}),
    ...cursor,
  })
  const known = stage === 'again' ? await knownOf(ports, draft.state, page) : undefined
  for (const [place, item] of page.items.entries()) {
    if (place < offset) continue
    // Also where GitHub cannot be asked about an assignee: nothing is counted twice.
    draft.stopAt(place)
    if (ports.now() > until) return
    await bringIn(ports, draft, item, known)
  }
  draft.turn(page.next, stage === 'issues' ? 'again' : 'pulls')
}

// The second time only what was not there the first time is new.
async function knownOf({ acts }: SlicePorts, { workspace, repository }: ImportState, page: ListPage) {
  const numbers = page.items.flatMap((item) => {
    const read = listedIssue.safeParse(item)
    return read.success ? [read.data.number] : []
  })
  const rows = await acts.issues.issues(workspace, repository.id, numbers)
  // Of some only others have spoken: what waits for them, or closes them.
  return new Set([...rows].flatMap(([number, { task, facts }]) => ((task ?? facts) === undefined ? [] : [number])))
}

async function bringIn(
  { acts, projects }: SlicePorts,
  draft: Draft,
  item: unknown,
  known: ReadonlySet<number> | undefined,
): Promise<void> {
  const { repository } = draft.state
  const read = listedIssue.safeParse(item)
  // Counted once, though it is looked at twice.
  if (!read.success) return known === undefined ? draft.leaveOut('unreadable', repository.fullName) : undefined
  const it = read.data
  if (it.pull_request != null || known?.has(it.number) === true) return
  const work: IssueWork = {
    kind: 'issue',
    repository: { id: repository.id, fullName: repository.fullName },
    ...shownIssue(it, draft.state.isPrivate === true),
    ordinal: ordinal(it.updated_at, ISSUE_RANK.seen),
    sender: SOMEBODY,
    isRenamed: false,
  }
  const outcome = await actOnIssue(acts, work, {
    quietly: true,
    // What it was told of before is tied only now, and may be refused.
    tied: ({ repository: of, number }, came) => {
      if (came !== 'settled' && came !== 'waiting') draft.leaveOut(came, `${namedIn(projects, of)}#${number}`)
    },
  })
  draft.saw(outcome)
  if (outcome === 'stranger') draft.leaveOut('stranger', `${repository.fullName}#${it.number}`)
  if (outcome === 'left' || outcome === 'stranger') return
  const { issue_dependencies_summary: dependencies, sub_issues_summary: parts } = it
  const blocked = (dependencies?.total_blocked_by ?? dependencies?.blocked_by ?? 0) > 0
  const unasked: Unasked = { number: it.number, blocked, parts: (parts?.total ?? 0) > 0 }
  if (unasked.blocked || unasked.parts) draft.ask(unasked)
}

// Nobody did it just now.
const SOMEBODY = { login: 'github' } as const

async function relations(ports: SlicePorts, draft: Draft, until: number): Promise<void> {
  for (const unasked of draft.state.todo.slice(0, MAX_ASKED)) {
    if (ports.now() > until) return
    const path = `/repos/${nameOf(draft.state.repository)}/issues/${unasked.number}`
    if (unasked.blocked) await tie(ports, draft, unasked.number, `${path}/dependencies/blocked_by`, 'dependency')
    if (unasked.parts) await tie(ports, draft, unasked.number, `${path}/sub_issues`, 'sub-issue')
    draft.asked(unasked)
  }
}

async function tie(
  { acts, ask, projects }: SlicePorts,
  draft: Draft,
  number: number,
  path: string,
  tie: IssueEdgeWork['tie'],
): Promise<void> {
  const { id, fullName } = draft.state.repository
  const here = { id, fullName }
  // GitHub allows fifty blockers and a hundred parts, which is one page.
  for (const item of (await ask.list(path, {})).items) {
    const read = relatedIssue.safeParse(item)
    if (!read.success) {
      draft.leaveOut('unreadable', `${fullName}#${number}`)
      continue
    }
    const repository = repositoryOf(projects, read.data.repository_url) ?? { id: 0, fullName: '' }
    const outcome =
      repository.id === 0
        ? 'elsewhere'
        : await actOnIssueEdge(acts, {
            kind: 'issue-edge',
            repository: here,
            dependent: { repository: here, number },
            blocker: { repository, number: read.data.number },
            tie,
            present: true,
            ordinal: edgeOrdinal(read.data, read.data, true),
            sender: SOMEBODY,
          })
    if (outcome === 'settled' || outcome === 'waiting') draft.tied()
    else draft.leaveOut(outcome satisfies Skipped, `${fullName}#${number}`)
  }
}

// `https://api.github.com/repos/owner/name`
function repositoryOf(projects: readonly Project[], url: string): { id: number; fullName: string } | undefined {
  const name = /\/repos\/([^/?#]+\/[^/?#]+)$/.exec(url)?.[1]?.toLowerCase()
  const found = projects
    .flatMap(({ repositories }) => repositories)
    .find((each) => each.fullName.toLowerCase() === name || each.nameNow?.toLowerCase() === name)
  return found === undefined ? undefined : { id: found.id, fullName: found.fullName }
}

/** As if GitHub had just told of each open pull request. */
async function pulls(ports: SlicePorts, draft: Draft, until: number): Promise<void> {
  const { repository, cursor, offset } = draft.state
  const list = { state: 'open', sort: 'created', direction: 'asc', ...cursor }
  const page = await ports.ask.list(`/repos/${nameOf(repository)}/pulls`, list)
  for (const [place, pull] of page.items.entries()) {
    if (place < offset) continue
    if (ports.now() > until) return draft.stopAt(place)
    const sender = typeof pull === 'object' && pull !== null && 'user' in pull ? pull.user : undefined
    const told = { id: repository.id, full_name: repository.fullName }
    const read = pullRequest.read({ action: 'opened', fetched: true, repository: told, sender, pull_request: pull })
    if (!read.ok) draft.leaveOut('unreadable', repository.fullName)
    for (const work of read.ok ? read.value : []) if (work.kind === 'pull') await actOnPull(ports.acts, work)
    draft.linked()
  }
  draft.turn(page.next, 'done')
}

function namedIn(projects: readonly Project[], id: number): string {
  return projects.flatMap(({ repositories }) => repositories).find((each) => each.id === id)?.fullName ?? '?'
}

function nameOf(repository: Ground['repository']): string {
  return repository.nameNow ?? repository.fullName
}
