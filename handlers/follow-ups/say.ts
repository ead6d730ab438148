import { answer } from '../../app/slack/answer.ts'
import type { SlackReply } from '../../app/slack/handlers.ts'
import { inSlack } from '../../app/slack/messages/in-slack.ts'
import { type Asked, type AskedInSlack, isInGithub } from '../../app/verbs/asked.ts'
import type { Reply } from '../../app/verbs/words/reply.ts'
import { calls } from '../wiring/calls.ts'
import { sayInGithub } from '../wiring/comment.ts'
import { wiring } from '../wiring.ts'

/** Says what came later, on the surface on which it was asked. */
export async function tell(asked: Asked, reply: Reply): Promise<void> {
  await (isInGithub(asked) ? sayInGithub(asked, reply) : say(asked, inSlack(reply)))
}

/** Answers in Slack, where it was asked; `replaces`: in place of what the door said. */
export function say(asked: AskedInSlack, reply: SlackReply, how: { readonly replaces?: boolean } = {}): Promise<void> {
  const { config, log } = wiring()
  return answer(asked, reply, how, { calls: calls('worker'), localOrigin: config.slack.responseOrigin, log })
}
