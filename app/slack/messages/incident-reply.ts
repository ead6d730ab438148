import type { AlarmChange } from '../../ports/incidents.ts'
import { plain } from '../../verbs/words/markup.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import type { SlackReply } from '../handlers.ts'
import { inSlack } from './in-slack.ts'

const SIGNS = { ALARM: '🔴', OK: '🟢', INSUFFICIENT_DATA: '⚪' } as const
const WORDS = {
  ALARM: 'has begun',
  OK: 'is over',
  INSUFFICIENT_DATA: 'cannot be judged: there are no figures',
} as const

/** Tells the operators how an alarm stands; its description ends in its runbook. */
export function incidentReply({ alarm, description, state, reason, at }: AlarmChange): SlackReply {
  return inSlack(
    replyOf([
      `${SIGNS[state]} *${plain(alarm, 255)}* ${WORDS[state]}.`,
      ...(description === '' ? [] : [plain(description, 500)]),
      ...(reason === '' ? [] : [plain(reason, 500)]),
      `Since ${at}. You get this because this channel is named for alarms where CodexFlow was set up.`,
    ]),
  )
}
