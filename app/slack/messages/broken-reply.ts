import { BROKEN } from '../../verbs/words/broken-words.ts'
import type { SlackReply } from '../handlers.ts'

/** Says that something failed. */
export function brokenReply(): SlackReply {
  return { text: BROKEN }
}
