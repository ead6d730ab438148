import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { refreshNotice } from '../app/deliveries/refresh.ts'
import { Fault, unreachable } from '../app/errors.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { brokenReply } from '../app/slack/messages/broken-reply.ts'
import { runTyped } from '../app/slack/typed.ts'
import { note } from '../app/telemetry/scope.ts'
import { isInGithub } from '../app/verbs/asked.ts'
import { type FollowUp, unpackFollowUp } from '../app/verbs/follow-up.ts'
import { BROKEN } from '../app/verbs/words/broken-words.ts'
import { replyOf } from '../app/verbs/words/reply.ts'
import { adoptTasks } from '../app/workspaces/adopt.ts'
import { noteStay } from '../app/workspaces/leave.ts'
import { purgeWorkspace, removeWorkspace } from '../app/workspaces/removal.ts'
import { act, publishHome, submit, tellLeftBehind, tellMore, tellThread } from './follow-ups/in-slack.ts'
import { patientPorts, withoutPicture } from './follow-ups/patient-ports.ts'
import { connect, restateProject, tellImport } from './follow-ups/repositories.ts'
import { say } from './follow-ups/say.ts'
import { respondInGithub, sayInGithub } from './wiring/comment.ts'
import { deliveryPorts } from './wiring/delivery.ts'
import { isPresent } from './wiring/presence.ts'
import { removalPorts } from './wiring/removal.ts'
import { reviveWorkspace } from './wiring/revive.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

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
