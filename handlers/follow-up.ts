import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { connectRepository } from '../app/connections/connect.ts'
import { refreshNotice } from '../app/deliveries/refresh.ts'
import { Fault, unreachable } from '../app/errors.ts'
import { startImport } from '../app/github/import/start.ts'
import { mayConnect } from '../app/github/membership.ts'
import { lazily } from '../app/lazily.ts'
import type { Hearer, LeftBehind } from '../app/ports/left-behind.ts'
import type { StatementOrder } from '../app/ports/statements.ts'
import { type ImportRule, parseImportRule } from '../app/projects/import-rule.ts'
import type { Project } from '../app/projects/project.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { packStatementOrder } from '../app/queue/statement-orders.ts'
import { runAction } from '../app/slack/actions/run.ts'
import { answer } from '../app/slack/answer.ts'
import { showPage } from '../app/slack/gestures/show-page.ts'
import type { SlackReply } from '../app/slack/handlers.ts'
import { buildHome } from '../app/slack/home/build-home.ts'
import { brokenReply } from '../app/slack/messages/broken-reply.ts'
import { inSlack } from '../app/slack/messages/in-slack.ts'
import { leftBehindReply } from '../app/slack/messages/left-behind-reply.ts'
import { madeOfReply } from '../app/slack/messages/made-of-reply.ts'
import { runForm } from '../app/slack/modals/submit.ts'
import { profileFrom } from '../app/slack/profile.ts'
import { mayBeShown } from '../app/slack/show-drawing.ts'
import { runTyped } from '../app/slack/typed.ts'
import { restateOpen } from '../app/statements/restate.ts'
import type { Workspace } from '../app/tasks/workspace.ts'
import { note } from '../app/telemetry/scope.ts'
import { type Asked, type AskedInSlack, isInGithub } from '../app/verbs/asked.ts'
import { type FollowUp, unpackFollowUp } from '../app/verbs/follow-up.ts'
import { changeProject } from '../app/verbs/project-change.ts'
import { connectReply } from '../app/verbs/project-connect.ts'
import { runMore } from '../app/verbs/run.ts'
import type { VerbPorts } from '../app/verbs/verb.ts'
import { BROKEN } from '../app/verbs/words/broken-words.ts'
import { importReply } from '../app/verbs/words/import-words.ts'
import { type Reply, replyOf } from '../app/verbs/words/reply.ts'
import { adoptTasks } from '../app/workspaces/adopt.ts'
import { noteStay } from '../app/workspaces/leave.ts'
import { purgeWorkspace, removeWorkspace } from '../app/workspaces/removal.ts'
import { calls } from './wiring/calls.ts'
import { respondInGithub, sayInGithub } from './wiring/comment.ts'
import { configureFor } from './wiring/configuration.ts'
import { deliveryPorts } from './wiring/delivery.ts'
import { github } from './wiring/github.ts'
import { importBeginning } from './wiring/import.ts'
import { isPresent } from './wiring/presence.ts'
import { removalPorts } from './wiring/removal.ts'
import { reviveWorkspace } from './wiring/revive.ts'
import { visitLater } from './wiring/schedule.ts'
import { tablePorts } from './wiring/table.ts'
import { verbPorts } from './wiring/verb.ts'
import { nowIso, wiring } from './wiring.ts'

/** What a gesture in Slack began and could not finish inside its acknowledgement. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body, { isAgain, isLast }) => {
      const job = unpackFollowUp(body)
      if (!job.ok) throw new Fault('a follow-up cannot be read', { why: job.error })
      try {
        await follow(job.value, isAgain)
      } catch (error) {
        // Whoever was answered already waits for nothing.
        const isAwaited = job.value.type !== 'TellMore' && !('more' in job.value && job.value.more)
        if (isLast && 'asked' in job.value && isAwaited) await apologise(job.value)
        throw error
      }
    },
    log,
  )
}

// Loaded when a verb asks for it: most follow-ups do not.
const later = lazily(async () => (await import('./wiring/later.ts')).laterPorts())

function patientPorts(): VerbPorts {
  return { ...verbPorts(), later, profileOf }
}

// Everything else that is done twice is once; a picture would stand there twice.
function withoutPicture(): VerbPorts {
  return { ...patientPorts(), later: async () => ({ ...(await later()), showDrawing: mayBeShown }) }
}

// Whom we meet for the first time is looked up: when their working day begins depends on where they are, and what they may
// see on whether they work here.
const profileOf: NonNullable<VerbPorts['profileOf']> = (workspace, user) =>
  profileFrom(calls('worker')(workspace), user)

type Apologised = Extract<FollowUp, { readonly asked: unknown }>

// Whoever read that somebody is working on it would wait for ever.
async function apologise({ asked, type }: Apologised): Promise<void> {
  try {
    if (isInGithub(asked)) await sayInGithub(asked, replyOf([BROKEN]))
    else await say(asked, brokenReply(), { replaces: type === 'RunCommand' })
  } catch (error) {
    wiring().log.warn('Nobody could be told that a follow-up failed', { cause: asked.cause, error })
  }
}

async function follow(job: FollowUp, isAgain: boolean): Promise<void> {
  note('asked' in job ? job.asked : job)
  switch (job.type) {
    case 'ConnectRepository':
      return connect(job)
    case 'TellImport':
      return tellImport(job)
    case 'RefreshNotice':
      if (!(await isPresent(job.workspace))) return
      return refreshNotice(deliveryPorts(), job.workspace, job.task, job.notice)
    case 'RemoveWorkspace':
      return removeWorkspace(removalPorts(), job)
    case 'PurgeWorkspace':
      return purgeWorkspace(removalPorts(), job)
    case 'ReviveWorkspace':
      return reviveWorkspace(job)
    case 'NoteStay':
      if (await isPresent(job.workspace)) await noteStay({ ...tablePorts(), tell: tellLeftBehind }, job)
      return
    case 'RestateProject':
      if (await isPresent(job.workspace)) await restateProject(job)
      return
    case 'AdoptTasks':
      if (await isPresent(job.workspace)) await adoptTasks({ ...tablePorts(), now: wiring().clock }, job)
      return
    case 'RunCommand':
      return say(job.asked, await runTyped(job.text, job.asked, isAgain ? withoutPicture() : patientPorts()), {
        replaces: true,
      })
    case 'TellMore':
      return tellMore(job)
    case 'RunComment':
      if (!(await isPresent(job.asked.workspace))) return
      return respondInGithub(job, patientPorts())
    case 'RunAction':
      return act(job)
    case 'SubmitForm':
      return submit(job)
    case 'TellThread':
      return tellThread(job)
    case 'PublishHome':
      return publishHome(job)
    default:
      return unreachable(job)
  }
}

async function restateProject({ workspace, project: key }: Extract<FollowUp, { type: 'RestateProject' }>) {
  const { config, send } = wiring()
  const { directory, pullWatch: watch } = tablePorts()
  const project = await directory.project(workspace, key)
  const restate = (order: StatementOrder) => send(config.queues.statements, packStatementOrder(order))
  if (project !== undefined) await restateOpen({ watch, restate }, project)
}

async function act({ asked, ...click }: Extract<FollowUp, { type: 'RunAction' }>): Promise<void> {
  const { reply, refresh } = await runAction(click, asked, patientPorts())
  if (refresh !== undefined) await refreshNotice(deliveryPorts(), asked.workspace, refresh.task, refresh.notice)
  if (reply !== undefined) await say(asked, reply)
}

/** Says what came later, on the surface on which it was asked. */
async function tell(asked: Asked, reply: Reply): Promise<void> {
  await (isInGithub(asked) ? sayInGithub(asked, reply) : say(asked, inSlack(reply)))
}

function say(asked: AskedInSlack, reply: SlackReply, how: { readonly replaces?: boolean } = {}): Promise<void> {
  const { config, log } = wiring()
  return answer(asked, reply, how, { calls: calls('worker'), localOrigin: config.slack.responseOrigin, log })
}

async function tellMore({ text, asked }: Extract<FollowUp, { type: 'TellMore' }>): Promise<void> {
  const more = await runMore(text, asked, patientPorts())
  if (more !== undefined) await say(asked, inSlack(more))
}

async function submit({ asked, more, ...submitted }: Extract<FollowUp, { type: 'SubmitForm' }>): Promise<void> {
  const outcome = await runForm(submitted, asked, patientPorts())
  if (outcome === undefined) return
  const { workspace, slackUser } = asked
  const { viewId } = submitted
  const { view, reply } = outcome
  // Whoever has closed the page has read what came of it.
  if (more === true) await calls('worker')(workspace).updateView(viewId, view, '')
  else await showPage(calls('worker')(workspace), { viewId, slackUser }, view, reply)
}

// Slack's no is final here; whatever else fails brings the job again, and who was told before is told twice at worst.
async function tellLeftBehind(workspace: Workspace, to: Hearer, left: LeftBehind): Promise<void> {
  const place = 'channel' in to ? to.channel : to.slackUser
  const told = await calls('worker')(workspace).postMessage(place, leftBehindReply(left))
  if (!told.ok) wiring().log.warn('Nobody could be told what somebody left behind', { workspace, ...told.error })
}

// A courtesy: whoever made the task knows it from the form.
async function tellThread({ workspace, channel, thread, task, title }: Extract<FollowUp, { type: 'TellThread' }>) {
  const told = await calls('worker')(workspace).postMessage(channel, madeOfReply(task, title), thread)
  if (!told.ok) wiring().log.info('A thread could not be told what was made of it', { channel, ...told.error })
}

// The latest one published is what is seen: Homes of one person may come in any order, and are built from the present.
async function publishHome({ workspace, slackUser }: Extract<FollowUp, { type: 'PublishHome' }>): Promise<void> {
  const { tasks, directory, views, history, approvals } = tablePorts()
  const ports = { log: tasks, directory, views, history, approvals }
  const view = await buildHome({ workspace, slackUser, at: nowIso() }, ports)
  const published = await calls('worker')(workspace).publishHome(slackUser, view)
  if (!published.ok) wiring().log.warn('A Home tab could not be published', published.error)
}

async function connect(job: Extract<FollowUp, { type: 'ConnectRepository' }>): Promise<void> {
  const { directory } = tablePorts()
  const ports = { directory, mayConnect: (wanted: Parameters<typeof mayConnect>[1]) => mayConnect(github(), wanted) }
  const { asked, project } = job
  const { workspace, at, cause } = asked
  const outcome = await connectRepository(ports, { ...job, workspace, at, cause })
  if (!outcome.ok) return tell(asked, connectReply({ refused: outcome.error }))
  const rule = job.import === undefined ? undefined : parseImportRule(job.import)
  const repository = outcome.value
  const file = await configureFor(workspace, project, job.person)
  // What is under way there already counts too.
  await visitLater()({ type: 'look', repository: repository.id, compare: true, tries: 0 }, wiring().clock())
  if (rule !== undefined) await chooseImport(job, rule)
  const begun = rule ?? ruleOf(file)
  const wanted = begun === undefined || begun === 'none' ? {} : { import: begun }
  if (wanted.import !== undefined) {
    const { person: by } = job
    const order = { workspace, project, repository, rule: wanted.import, run: cause, by, startedAt: at }
    await startImport(importBeginning(), { ...order, asked })
  }
  await tell(asked, connectReply({ connected: repository.fullName, project, file, ...wanted }))
}

// A file that says which issues become tasks means those that are there already, too.
function ruleOf(file: Awaited<ReturnType<typeof configureFor>>): ImportRule | undefined {
  return file !== 'unread' && file.configuredBy?.settings.includes('import') === true ? file.import : undefined
}

// The project keeps it, for the issues that are still to come.
async function chooseImport(
  { asked, project: key, person }: Extract<FollowUp, { type: 'ConnectRepository' }>,
  rule: ImportRule | 'none',
): Promise<void> {
  const { directory } = tablePorts()
  const { workspace, at, cause } = asked
  const project = await directory.project(workspace, key)
  if (project === undefined) return
  const act = { action: 'project.changed', actor: person, subject: key, at, cause: `${cause}:import` } as const
  const change = ({ import: _, ...rest }: Project): Project => (rule === 'none' ? rest : { ...rest, import: rule })
  const saved = await changeProject(directory, project, change, act)
  // What the file decides stays with the file; what was asked for now is brought in all the same.
  if (saved.ok || saved.error.kind === 'decided-by-file') return
  throw new Fault('a project could not keep which issues it imports', { project: key })
}

// In Slack in a conversation of two: whoever asked may have gone on to other things long ago.
async function tellImport({ workspace, repository, run }: Extract<FollowUp, { type: 'TellImport' }>): Promise<void> {
  const state = await tablePorts().imports.load(workspace, repository)
  if (state?.run !== run) return
  const asked = state.asked as Asked
  if (isInGithub(asked)) return sayInGithub(asked, importReply(state))
  const told = await calls('worker')(workspace).postMessage(asked.slackUser, inSlack(importReply(state)))
  if (!told.ok) wiring().log.warn('Nobody could be told that an import is over', { repository, ...told.error })
}
