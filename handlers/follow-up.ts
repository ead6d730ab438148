import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { unreachable } from '../app/errors.ts'
import { mayConnect } from '../app/github/membership.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { refreshNotice } from '../app/refresh.ts'
import { connectReply } from '../app/slack/commands/project-connect.ts'
import { answerFollowUp, type FollowUp, unpackFollowUp } from '../app/slack/follow-up.ts'
import { deliveryPorts } from './delivery-wiring.ts'
import { github } from './github-wiring.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

/** What a gesture in Slack began and could not finish inside its acknowledgement. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const job = unpackFollowUp(body)
      if (!job.ok) return log.error('a follow-up cannot be read and was dropped', { why: job.error })
      await follow(job.value)
    },
    log,
  )
}

async function follow(job: FollowUp): Promise<void> {
  switch (job.type) {
    case 'ConnectRepository':
      return connect(job)
    case 'RefreshNotice':
      return refreshNotice(deliveryPorts(), job.workspace, job.task, job.notice)
    default:
      return unreachable(job)
  }
}

// GitHub says who may; the first workspace to claim a repository holds it. Twice connects it once.
async function connect(job: Extract<FollowUp, { type: 'ConnectRepository' }>): Promise<void> {
  const { config } = wiring()
  const { directory } = tablePorts()
  const { workspace, project, fullName } = job
  const person = await directory.person(workspace, job.person)
  const found = await mayConnect(github(), { fullName, login: person?.githubLogin })
  const answer = async (reply: ReturnType<typeof connectReply>) => {
    await answerFollowUp(job.responseUrl, reply, { localOrigin: config.slack.responseOrigin })
  }
  if (!found.ok) return answer(connectReply({ refused: found.error }))
  const outcome = await directory.connect(workspace, project, found.value)
  if (outcome === 'claimed') return answer(connectReply({ refused: { kind: 'repository-claimed', fullName } }))
  return answer(connectReply({ connected: found.value.fullName, project }))
}
