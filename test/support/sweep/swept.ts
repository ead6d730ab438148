import type { HomeView, ModalView, SlackReply } from '../../../app/slack/handlers.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import type { Posted } from '../../../app/slack/messages/notice-layout.ts'
import { homeBody, messageBody, modalBody } from '../../../app/slack/wire.ts'
import type { Reply } from '../../../app/verbs/words/reply.ts'
import { saidIn } from '../block-kit/manners.ts'
import { messageFaults, viewFaults } from '../block-kit.ts'
import { readSlack } from '../markup-readers.ts'

/** What builders make for Slack. */
export type Sendable = SlackReply | Posted | ModalView | HomeView

/** A builder, and what it makes of a text. */
export type Sweep = {
  readonly name: string
  readonly made: (text: string) => readonly Sendable[]
  /** Those that any surface may show. */
  readonly replies: (text: string) => readonly Reply[]
}

/** A builder with the worst that it can be given: one list of arguments for each call. */
export function swept<A extends readonly unknown[]>(
  build: (...args: A) => Sendable | Reply,
  worst: (text: string) => readonly (readonly [...A])[],
): Sweep {
  const built = (text: string) => worst(text).map((args) => build(...args))
  return {
    name: build.name,
    made: (text) => built(text).map(shown),
    replies: (text) => built(text).flatMap((each) => ('lines' in each ? [each] : [])),
  }
}

function shown(made: Sendable | Reply): Sendable {
  return 'lines' in made ? inSlack(made) : made
}

/** What is wrong with it for Slack, and whatever foreign text has come alive in it. */
export function faultsOf(made: Sendable): string[] {
  if ('callbackId' in made) {
    const view = modalBody(made)
    return [...viewFaults(view), ...alive(view)]
  }
  if (!('text' in made)) {
    const view = homeBody(made)
    return [...viewFaults(view), ...alive(view)]
  }
  const message = messageBody(made)
  return [...messageFaults(message), ...alive(message)]
}

// Links may be called what strangers like; they must not lead where strangers like.
function alive(sent: object): string[] {
  const mrkdwn = saidIn(sent, '').map(({ text }) => text)
  const targets = mrkdwn.flatMap((text) => readSlack(text).controls.map((control) => control.split('|')[0]!))
  return targets.filter((target) => /evil/i.test(target)).map((target) => `foreign text came alive: <${target}>`)
}
