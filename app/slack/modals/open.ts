import { shortened } from '../../handoffs/invisible.ts'
import { may } from '../../projects/permissions.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { MAX_TITLE } from '../../tasks/task.ts'
import type { AskedInSlack } from '../../verbs/asked.ts'
import { gather, look, refusedOutright } from '../../verbs/gather.ts'
import { projectHere } from '../../verbs/short.ts'
import type { TermsPorts } from '../../verbs/terms.ts'
import type { VerbContext, VerbPorts, Wants } from '../../verbs/verb.ts'
import { command } from '../../verbs/words/markup.ts'
import { meanwhileReply } from '../../verbs/words/meanwhile-reply.ts'
import { refusalReply } from '../../verbs/words/refusal-reply.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { notInstalledReply } from '../../verbs/words/usage-reply.ts'
import type { SlackReply } from '../handlers.ts'
import { inSlack } from '../messages/in-slack.ts'
import { formButton } from './form-button.ts'
import { formView } from './form-view.ts'
import type { FormCall, Preset } from './preset.ts'
import { FORMS } from './registry.ts'

type Ports = Pick<VerbPorts, 'directory' | 'log' | 'graph'>

/**
 * Answers a gesture with a form, or with why there is none. Two rounds of reads at most, one for most forms. Whoever is new is
 * looked up behind the queue before they get a form that shows a task.
 */
export async function receiveOpening(
  call: FormCall,
  asked: AskedInSlack,
  ports: Ports & Pick<VerbPorts, 'followUp'>,
): Promise<SlackReply> {
  const seen = await look(asked, wantsOf(call), ports)
  if (seen === undefined) return inSlack(notInstalledReply())
  const about = call.preset.task ?? call.number
  if (!seen.isNew || about === undefined) return openedIn(call, seen, ports)
  await ports.followUp({ type: 'RunCommand', text: `${FORMS[call.form].verb.name} ${about}`, asked })
  return inSlack(meanwhileReply())
}

/** The same from the queue, where whoever is new is put down first. */
export async function runOpening(call: FormCall, asked: AskedInSlack, ports: VerbPorts): Promise<SlackReply> {
  const context = await gather(asked, wantsOf(call), ports)
  return context === undefined ? inSlack(notInstalledReply()) : openedIn(call, context, ports)
}

function wantsOf({ form, preset, number }: FormCall): Wants {
  const projects = form === 'task.new' || number !== undefined
  return preset.task === undefined ? { projects } : { projects, task: preset.task }
}

async function openedIn(call: FormCall, context: VerbContext, ports: Ports): Promise<SlackReply> {
  const { form, preset, number } = call
  if (number === undefined) return openedFor(call, context, ports)
  const key = projectHere(number, context)
  if (!key.ok) return inSlack(refusalReply(key.error))
  const id: TaskId = `${key.value}-${Number(number)}`
  const task = await ports.log.load(context.workspace, id)
  return openedFor({ form, preset: { ...preset, task: id } }, { ...context, task }, ports)
}

/** The answer with a form, which asks for what the project would have it ask: one round of reads, for few forms. */
export async function openedFor(
  { form, preset }: FormCall,
  context: Omit<VerbContext, 'mentioned'>,
  ports: TermsPorts,
): Promise<SlackReply> {
  const { task } = context
  const asked = task === undefined ? {} : await FORMS[form].asks?.(task, ports)
  return openingReply({ form, preset: { ...preset, ...asked } }, context)
}

/**
 * A form as an answer. What is said where it cannot be opened (Slack gives 3 seconds, and no trigger with a mention) is a
 * button that opens the same form. Whoever may not do what the form is for is told now, not after filling it in.
 */
export function openingReply({ form, preset }: FormCall, context: Omit<VerbContext, 'mentioned'>): SlackReply {
  const { verb, title } = FORMS[form]
  const { person, task, projects } = context
  const refused = refusedOutright(person, verb.action)
  if (refused !== undefined) return inSlack(refusalReply(refused))
  if (preset.task !== undefined) {
    if (task === undefined) return inSlack(refusalReply({ kind: 'task-not-found', task: preset.task }))
    if (!may(person, verb.action, task)) {
      return inSlack(refusalReply({ kind: 'not-permitted', action: verb.action, role: person.role }))
    }
  }
  if (form === 'task.new' && projects.length === 0) {
    const hint = 'make one: project new KEY "Name"'
    return inSlack(refusalReply({ kind: 'invalid', what: 'there is no project yet', hint }))
  }
  const filled: Preset = {
    ...preset,
    ...(task === undefined ? {} : { title: shortened(task.title, MAX_TITLE) }),
    ...homeProject(form, preset, context),
  }
  // What is asked is found anew when it opens.
  const { lacks: _, ...bare } = filled
  const again = { form, preset: bare }
  return {
    ...inSlack(replyOf([`Here is the form: *${title}*.`]), [
      formButton(again, 'Open the form', `Open the form: ${title}`),
    ]),
    modal: formView(form, filled, FORMS[form].start?.(context)),
  }
}

/** For what no form or button of ours carries any more. */
export function outdatedReply(): SlackReply {
  const said = 'That is from an older version of me, and does nothing any more.'
  return inSlack(replyOf([said, `What you can do: ${command('help')}`]))
}

// The project of the channel, or the only one: what the verb would take without being told.
function homeProject(
  form: FormCall['form'],
  { project, channel }: Preset,
  { projects }: Pick<VerbContext, 'projects'>,
) {
  if (form !== 'task.new' || project !== undefined) return {}
  const atHome = projects.filter(({ homeChannel }) => homeChannel !== undefined && homeChannel === channel)
  const [only, ...others] = atHome.length === 1 ? atHome : projects
  return only === undefined || others.length > 0 ? {} : { project: only.key }
}
