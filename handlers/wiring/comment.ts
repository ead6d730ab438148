import { Fault } from '../../app/errors.ts'
import { mayWrite } from '../../app/github/membership.ts'
import { inGithub } from '../../app/github/messages/in-github.ts'
import { type CommentJob, respond } from '../../app/github/respond.ts'
import { LONGEST_DELAY } from '../../app/queue/send.ts'
import type { AskedInGithub } from '../../app/verbs/asked.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { runComment } from '../../app/verbs/run-comment.ts'
import type { VerbPorts } from '../../app/verbs/verb.ts'
import type { Reply } from '../../app/verbs/words/reply.ts'
import { wiring } from '../wiring.ts'
import { githubAnswers } from './answers.ts'
import { github } from './github.ts'

/** Does what a comment says, and answers it. */
export function respondInGithub(job: CommentJob, ports: VerbPorts): Promise<void> {
  const { clock, wait, log, config, send } = wiring()
  const again = (later: CommentJob, at: number) =>
    send(config.queues['follow-ups'], packFollowUp(later), delaySeconds(at - clock()))
  const run = ({ lines, asked }: CommentJob) => runComment(lines, asked, { ...ports, mayWrite: mayWriteThere })
  return respond({ run, answers: githubAnswers(), again, now: clock, wait, log }, job)
}

/** Says what came later, below the comment that asked. What has to wait for its turn comes back from the queue. */
export async function sayInGithub(asked: AskedInGithub, reply: Reply): Promise<void> {
  const wrote = await githubAnswers().say(asked, inGithub(reply), 'later')
  if (typeof wrote === 'object') throw new Fault('a later answer waits for its turn', { cause: asked.cause })
}

function mayWriteThere({ comment, account }: AskedInGithub): Promise<boolean> {
  const { repository: fullName, installation } = comment
  return mayWrite(github(), { fullName, installation, login: account.login })
}

function delaySeconds(ms: number): number {
  return Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(ms / 1_000)))
}
