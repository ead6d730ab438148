import { connectRepository } from '../../app/connections/connect.ts'
import { Fault } from '../../app/errors.ts'
import { startImport } from '../../app/github/import/start.ts'
import { mayConnect } from '../../app/github/membership.ts'
import type { StatementOrder } from '../../app/ports/statements.ts'
import { type ImportRule, parseImportRule } from '../../app/projects/import-rule.ts'
import type { Project } from '../../app/projects/project.ts'
import { packStatementOrder } from '../../app/queue/statement-orders.ts'
import { inSlack } from '../../app/slack/messages/in-slack.ts'
import { restateOpen } from '../../app/statements/restate.ts'
import { type Asked, isInGithub } from '../../app/verbs/asked.ts'
import type { FollowUp } from '../../app/verbs/follow-up.ts'
import { changeProject } from '../../app/verbs/project-change.ts'
import { connectReply } from '../../app/verbs/project-connect.ts'
import { importReply } from '../../app/verbs/words/import-words.ts'
import { calls } from '../wiring/calls.ts'
import { sayInGithub } from '../wiring/comment.ts'
import { configureFor } from '../wiring/configuration.ts'
import { github } from '../wiring/github.ts'
import { importBeginning } from '../wiring/import.ts'
import { visitLater } from '../wiring/schedule.ts'
import { tablePorts } from '../wiring/table.ts'
import { wiring } from '../wiring.ts'
import { tell } from './say.ts'

/** The statements of what is open in a project, anew: what it asks for has changed. */
export async function restateProject({ workspace, project: key }: Extract<FollowUp, { type: 'RestateProject' }>) {
  const { config, send } = wiring()
  const { directory, pullWatch: watch } = tablePorts()
  const project = await directory.project(workspace, key)
  const restate = (order: StatementOrder) => send(config.queues.statements, packStatementOrder(order))
  if (project !== undefined) await restateOpen({ watch, restate }, project)
}

/** Connects a repository, and tells whoever asked what came of it. */
export async function connect(job: Extract<FollowUp, { type: 'ConnectRepository' }>): Promise<void> {
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

/** Tells how an import ended; in Slack in a conversation of two: whoever asked may have gone on to other things long ago. */
export async function tellImport({
  workspace,
  repository,
  run,
}: Extract<FollowUp, { type: 'TellImport' }>): Promise<void> {
  const state = await tablePorts().imports.load(workspace, repository)
  if (state?.run !== run) return
  const asked = state.asked as Asked
  if (isInGithub(asked)) return sayInGithub(asked, importReply(state))
  const told = await calls('worker')(workspace).postMessage(asked.slackUser, inSlack(importReply(state)))
  if (!told.ok) wiring().log.warn('Nobody could be told that an import is over', { repository, ...told.error })
}
