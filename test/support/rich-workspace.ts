import { addDependency, createTask } from '../../app/dependencies.ts'
import { approvalDesk } from '../../app/dynamo/approval-desk.ts'
import { audit } from '../../app/dynamo/audit.ts'
import { deploymentIndex } from '../../app/dynamo/deployment-index.ts'
import { directory } from '../../app/dynamo/directory.ts'
import { feedbackBook } from '../../app/dynamo/feedback.ts'
import { eventHistory } from '../../app/dynamo/history.ts'
import { importBook } from '../../app/dynamo/import-book.ts'
import { incidentBook } from '../../app/dynamo/incidents.ts'
import { installations } from '../../app/dynamo/installations.ts'
import { issueIndex } from '../../app/dynamo/issue-index.ts'
import { ledger } from '../../app/dynamo/ledger.ts'
import { linkCodes } from '../../app/dynamo/link-codes.ts'
import { personDays } from '../../app/dynamo/person-days.ts'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import { pullWatch } from '../../app/dynamo/pull-watch.ts'
import { releaseBook } from '../../app/dynamo/release-book.ts'
import { statements } from '../../app/dynamo/statements.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { type Key, keys } from '../../app/dynamo/table.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import { deliveryKey } from '../../app/handoffs/content.ts'
import { pending } from '../../app/handoffs/transitions.ts'
import { newImport } from '../../app/ports/imports.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import type { Project } from '../../app/projects/project.ts'
import type { NoticeId } from '../../app/tasks/notice.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'
import { GAIUS_CONTENT } from './gaius.ts'
import { labelVault } from './label-vault.ts'
import { after, ask, aTask, minute, person } from './tasks.ts'

const DELIVERY = { role: 'notice', address: { channel: 'slack', conversation: 'U1', isPerson: true } } as const
const TASKS = 12
const NOTICES = 40
const PEOPLE = 8

/** Rows that no tenant owns, or that stay when one goes. */
type Staying = 'auditEntry' | 'auditCause' | 'attempt' | 'sweep' | 'askedAgain'
/** What a rich workspace holds: one row of each kind that the map of keys knows, by its key. */
export type Witnesses = { readonly [Name in Exclude<keyof typeof keys, Staying>]: Key }

/**
 * A workspace with something of everything, made through the ports that make it in earnest. A new kind of row does not
 * compile here until somebody makes one, and so nobody forgets to have it deleted.
 */
export async function richWorkspace(store: Store, workspace: Workspace, seed: number): Promise<Witnesses> {
  const people = directory(store)
  const [log, graph] = [taskLog(store), taskGraph(store)]
  const repository = { id: 1_000 + seed, fullName: 'northwind/user-api', installation: 5 }
  await install(store, workspace)
  const project = await peopled(store, workspace)
  await people.connect(workspace, 'UAPI', repository)

  const wanted = { workspace, project, phase: 'backend', gates: [], by: person('per_0'), at: minute(0) } as const
  for (let number = 1; number <= TASKS; number++) {
    const after = number === 1 ? [] : [`UAPI-${number - 1}` as const]
    const made = await createTask(
      { log, graph },
      { ...wanted, title: `Task ${number}`, assignee: 'per_1', after },
      `c${number}`,
    )
    if (!made.ok) throw new Error(`no task: ${JSON.stringify(made.error)}`)
    await eventHistory(store).write({ task: made.value.task, events: [] })
  }
  const edge = {
    workspace,
    task: 'UAPI-12',
    blocker: 'UAPI-1',
    by: person('per_0'),
    at: minute(1),
    cause: 'edge',
  } as const
  const drawn = await addDependency({ log, graph }, edge)
  if (!drawn.ok) throw new Error(`no edge: ${JSON.stringify(drawn.error)}`)

  const gates = [{ kind: 'approved', roles: ['qa'], quorum: 1 }] as const
  const gated = after(aTask({ workspace, id: 'UAPI-9', gates }), ask.approval({ qa: ['per_1'] }))
  const requested = {
    type: 'ApprovalRequested',
    request: gated.approval!,
    by: person('per_0'),
    at: minute(60),
  } as const
  await approvalDesk(store).settle({ task: gated, events: [requested] })

  const wait = { pipeline: 'codexflow', stage: 'Approval', action: 'Approval', token: `token ${seed}` }
  await releaseBook(store, labelVault).keep(workspace, 'UAPI-1', wait)
  const codes = await codesAndPulls(store, workspace, repository.id, seed)
  const notices = await noticesOf(store, workspace)
  return {
    ...codes,
    ...notices,
    task: keys.task(workspace, 'UAPI-1'),
    edge: keys.edge(workspace, 'UAPI-1', 'UAPI-2'),
    history: keys.history(workspace, 'UAPI-1', 1),
    statedTask: keys.statedTask(workspace, 'UAPI-1'),
    pipelineWait: keys.pipelineWait(workspace, 'UAPI-1'),
    cause: keys.cause(workspace, 'c1'),
    installation: keys.installation(workspace),
    graph: keys.graph(workspace),
    settings: keys.settings(workspace),
    project: keys.project(workspace, 'UAPI'),
    counter: keys.counter(workspace, 'UAPI'),
    member: keys.member(workspace, 'per_0'),
    act: (await firstUnder(store, workspace, 'ACT#'))!,
    incident: (await firstUnder(store, workspace, 'INCIDENT#'))!,
    feedback: (await firstUnder(store, workspace, 'FEEDBACK#'))!,
    person: keys.person(workspace, 'per_0'),
    approval: keys.approval(workspace, 'per_1', 'UAPI-9'),
    personDay: keys.personDay(workspace, 'per_0', '2026-03-02'),
    slackUser: keys.slackUser(workspace, 'U0'),
    login: keys.login(workspace, 'octocat'),
    account: keys.account(workspace, 583_231),
    repository: keys.repository(repository.id),
    installed: keys.installed(repository.installation, repository.id),
  }
}

async function install(store: Store, workspace: Workspace): Promise<void> {
  const installed = {
    appId: 'A1',
    botUser: 'U0BOT',
    scopes: [],
    installer: 'per_0',
    installedAt: 0,
    token: 'v1.k.x',
  } as const
  const settings = { workspace, name: 'Northwind' }
  await installations(store).save({ state: 'installed', workspace, ...installed }, undefined, settings)
}

async function peopled(store: Store, workspace: Workspace): Promise<Project> {
  const people = directory(store)
  for (let number = 0; number < PEOPLE; number++) {
    await people.savePerson({ workspace, id: `per_${number}`, name: 'Gaius', role: 'member', slackUser: `U${number}` })
    await people.savePerson({ workspace, id: `per_${number}`, name: 'Gaius', role: 'member', slackUser: `U${number}` })
  }
  const project: Project = {
    ...{ workspace, key: 'UAPI', name: 'User API', phaseChannels: {}, repositories: [], gates: [], requiredChecks: [] },
    ...{ documents: [], version: 1 },
  }
  await incidentBook(store).save(workspace, 'late', undefined, { state: 'ALARM', at: minute(1) })
  await feedbackBook(store).put(workspace, { person: 'per_0', at: minute(1), text: 'Well done' }, 'said')
  await personDays(store).putDown(workspace, 'per_0', '2026-03-02', 'UAPI-1')
  await people.createProject({ ...project, key: 'WEB' })
  await people.createProject(project, anAct(1))
  await audit(store).record(workspace, anAct(1))
  await people.createProject({ ...project, key: 'OPS' }, anAct(2))
  return project
}

function anAct(number: number): AuditAct {
  return { action: 'project.created', actor: 'per_0', subject: 'UAPI', at: minute(number), cause: `act ${number}` }
}

async function firstUnder(store: Store, workspace: Workspace, prefix: string): Promise<Key | undefined> {
  const root = keys.settings(workspace).pk
  const { items } = await store.query({ pk: { name: 'pk', value: root }, sk: { name: 'sk', prefix } })
  return items.map(({ pk, sk }) => ({ pk, sk }) as Key)[0]
}

async function codesAndPulls(store: Store, workspace: Workspace, repository: number, seed: number) {
  const pulls = pullIndex(store)
  const codes = linkCodes(store)
  const claim = { person: 'per_0', login: 'octocat', expires: Date.parse(minute(600)) } as const
  await codes.put(workspace, `USED-${seed}`, claim)
  await codes.redeem(workspace, `USED-${seed}`, { login: 'octocat', id: 583_231 }, Date.parse(minute(1)))
  const before = await rowsOf(store, workspace)
  await codes.put(workspace, `OPEN-${seed}`, claim)
  const [code] = (await rowsOf(store, workspace)).filter(({ sk }) => !before.some((known) => known.sk === sk))
  const told = { kind: 'pull', number: 12, closes: [{ number: 7 }] }
  await pulls.link(workspace, { repository, number: 12, sha: 'aaa', tasks: ['UAPI-1'], isOpen: true, told, ordinal: 1 })
  await pullWatch(store).compareUntil(workspace, repository, 1)
  for (const ref of [
    { kind: 'pull', workspace, repository, number: 12 },
    { kind: 'task', workspace, task: 'UAPI-1' },
  ] as const) {
    await statements(store).claim(ref, 0, 1)
  }
  const check = {
    name: 'ci',
    sha: 'bbb',
    conclusion: 'failure',
    url: 'https://x.example',
    ordinal: 1,
    by: 'octocat',
  } as const
  await pulls.keepCheck(workspace, repository, check)
  const review = { state: 'approved', login: 'fern', by: 'fern', url: 'https://x.example' } as const
  await pulls.keepReview(workspace, repository, 12, { ...review, at: minute(0), ordinal: 1 })
  await pulls.keepRevert(workspace, repository, 12, { number: 14, url: 'https://x.example', by: 'o', at: minute(0) })
  const deployments = deploymentIndex(store)
  const merge = { sha: 'ddd', base: 'main', head: 'aaa', merged: 1, tasks: ['UAPI-1'], gates: [], ordinal: 1 } as const
  await deployments.keepMerge(workspace, repository, { ...merge, number: 12 })
  await deployments.keepMerge(workspace, repository, { ...merge, commit: 'ddd' })
  const taking = { sha: 'fff', base: 'main', takes: 'ddd', url: 'https://x.example', by: 'o', byId: 1, at: minute(0) }
  await pulls.keepCommitRevert(workspace, repository, taking)
  const deploying = {
    id: 1,
    url: 'https://x.example',
    by: 'octocat',
    at: minute(0),
    ordinal: 1,
    begun: 1,
    resources: [],
  }
  const deployed = { ...deploying, environment: 'Prod 1', isProduction: true, sha: 'ddd', state: 'success' } as const
  await deployments.keepDeployment(workspace, repository, deployed)
  await deployments.keepPreview(workspace, repository, deployed)
  await deployments.keepRelease(workspace, repository, { ...deploying, tag: 'v1' })
  const closers = { '1001#12': { pull: { repository, number: 12 }, ordinal: 1 } }
  await issueIndex(store).change(workspace, { repository, number: 7 }, (row) => {
    return { ...row, task: 'UAPI-1', closers, joined: true }
  })
  const started = { workspace, project: 'UAPI', by: 'per_0', asked: {}, startedAt: minute(0), run: 'r' } as const
  const connected = { id: repository, fullName: 'northwind/user-api', installation: 5 }
  await importBook(store).save(newImport({ ...started, repository: connected, rule: { kind: 'all' } }), undefined)
  await installations(store).useUp(`attempt ${seed}`, 0)
  return {
    linkCode: code!,
    linkCodeTenant: keys.linkCodeTenant(code!.sk.slice('CODE#'.length)),
    pull: keys.pull(workspace, repository, 12),
    openPull: keys.openPull(workspace, repository, 12),
    compared: keys.compared(workspace, repository),
    statedPull: keys.statedPull(workspace, repository, 12),
    review: keys.review(workspace, repository, 12, 'fern:verdict'),
    revert: keys.revert(workspace, repository, 12, 14),
    taken: keys.taken(workspace, repository, 'ddd', 'fff'),
    takes: keys.takes(workspace, repository, 'fff'),
    issue: keys.issue(workspace, repository, 7),
    import: keys.import(workspace, repository),
    headPull: keys.headPull(workspace, repository, 'aaa', 12),
    headCheck: keys.headCheck(workspace, repository, 'bbb', 'ci'),
    preview: keys.preview(workspace, repository, 'ddd', 'prod 1'),
    merge: keys.merge(workspace, repository, 1, 12),
    landed: keys.landed(workspace, repository, 1, 'ddd'),
    release: keys.release(workspace, repository, 1, 'v1'),
    deployment: keys.deployment(workspace, repository, 'prod 1', 'success'),
  }
}

async function rowsOf(store: Store, workspace: Workspace): Promise<Key[]> {
  const { items } = await store.query({ pk: { name: 'pk', value: keys.linkCode(workspace, '').pk } })
  return items.map(({ pk, sk }) => ({ pk, sk }) as Key)
}

async function noticesOf(store: Store, workspace: Workspace) {
  const book = ledger(store)
  const ids = Array.from({ length: NOTICES }, (_, number): NoticeId => `n_${String(number).padStart(32, '0')}`)
  for (const notice of ids) {
    const content = { ...GAIUS_CONTENT, workspace, notice, deliveries: [DELIVERY] }
    await book.putContent(content)
    for (const delivery of content.deliveries) await book.open(pending(content, delivery, 0))
  }
  await book.reserve(workspace, { name: 'slack#C1', intervalMs: 1_000 }, 0)
  return {
    content: keys.content(workspace, ids[0]!),
    delivery: keys.delivery(workspace, ids[0]!, deliveryKey(DELIVERY)),
    pace: keys.pace(workspace, 'slack#C1'),
  }
}
