import { blocksOn } from './block-kit/blocks.ts'
import { type Check, characters, flag, isRecord, object, oneOfTypes, within, word } from './block-kit/checks.ts'
import { text } from './block-kit/composition.ts'
import { identityFaults } from './block-kit/identities.ts'
import { linesOf, mannerFaults, markupFaults, saidIn } from './block-kit/manners.ts'

/**
 * Block Kit's limits, and our own manners, for whatever is sent to Slack. Each number stands beside the page that it is
 * from. Faults are sentences; a good message has none.
 */

/** Slack refuses messages of some 13,200 characters (https://github.com/slackapi/bolt-js/issues/2509); ours stay clear. */
const BUDGET = 10_000
/** `view_too_large`: bytes. https://docs.slack.dev/reference/methods/views.publish#errors */
const VIEW_BYTES = 250_000

/** A message as `chat.postMessage`, `response_url` and acknowledgements take it. */
export type SentMessage = { readonly text: string; readonly blocks?: readonly unknown[] | undefined }

/** What is wrong with a message. Its `text` must say all that its blocks say, buttons excepted. */
export function messageFaults({ text: all, blocks }: SentMessage): string[] {
  const own = [...within(all.length, 'characters', BUDGET, 1, 'text'), ...markupFaults(all, 'text')]
  if (blocks === undefined || blocks.length === 0) return [...own, ...bareAddresses(all)]
  const said = saidIn(blocks, 'blocks')
  const total = said.reduce((sum, { text: one }) => sum + one.length, 0)
  const heard = linesOf(all, 'mrkdwn').join('\n')
  const unheard = said.flatMap(({ at, type, text: one }) =>
    linesOf(one, type)
      .filter((line) => !heard.includes(line))
      .map((line) => `${at} says what text does not: ${line}`),
  )
  return [
    ...own,
    ...blocksOn('message')(blocks, 'blocks'),
    ...identityFaults(blocks),
    ...mannerFaults(blocks, 'blocks'),
    ...within(total, 'characters', BUDGET, 1, 'all blocks together'),
    ...unheard,
  ]
}

// Without blocks Slack makes links of what looks like an address.
function bareAddresses(all: string): string[] {
  return /\bhttps?:\/\//.test(all.replace(/<[^<>]*>/g, ''))
    ? ['text holds a bare address, of which Slack makes a link']
    : []
}

/** https://docs.slack.dev/reference/views/modal-views, https://docs.slack.dev/reference/views/home-tab-views */
const COMMON = { private_metadata: characters(3_000), callback_id: characters(255), external_id: characters(255) }
const VIEW: Check = oneOfTypes({
  modal: object(
    { type: word('modal'), title: text('plain_text', 24), blocks: blocksOn('modal') },
    {
      ...COMMON,
      submit: text('plain_text', 24),
      close: text('plain_text', 24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: object({ type: word('home'), blocks: blocksOn('home') }, COMMON),
})

/** What is wrong with a view, as `views.open`, `views.publish` and acknowledgements take it. */
export function viewFaults(view: unknown): string[] {
  const blocks: unknown[] = isRecord(view) && Array.isArray(view['blocks']) ? view['blocks'] : []
  const asks = blocks.some((block) => isRecord(block) && block['type'] === 'input')
  const isModal = isRecord(view) && view['type'] === 'modal'
  const bytes = Buffer.byteLength(JSON.stringify(view) ?? '')
  return [
    ...VIEW(view, 'view').map((fault) => fault.replace('view.blocks', 'blocks')),
    ...(isModal && asks && view['submit'] === undefined ? ['view has inputs and lacks submit'] : []),
    ...identityFaults(blocks),
    ...mannerFaults(view, ''),
    ...within(bytes, 'bytes', VIEW_BYTES, 1, 'view'),
  ]
}
