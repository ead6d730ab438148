import { both, type Check, characters, flag, isRecord, list, object, oneOfTypes, word } from './checks.ts'

/** Slack's composition objects. https://docs.slack.dev/reference/block-kit/composition-objects */

/** A text object. https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function text(kind: 'plain_text' | 'mrkdwn' | 'any', most = 3_000): Check {
  const plain = object({ type: word('plain_text'), text: characters(most) }, { emoji: flag })
  const marked = object({ type: word('mrkdwn'), text: characters(most) }, { verbatim: flag })
  const kinds = {
    ...(kind === 'mrkdwn' ? {} : { plain_text: plain }),
    ...(kind === 'plain_text' ? {} : { mrkdwn: marked }),
  }
  const check = oneOfTypes(kinds)
  // Faults of a text's length are faults of the text.
  return (value, at) => check(value, at).map((fault) => fault.replace(`${at}.text has`, `${at} has`))
}

/** An item of a menu. https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export function option(kind: 'plain_text' | 'any'): Check {
  return object({ text: text(kind, 75), value: characters(150) }, { description: text(kind, 75) })
}

/** Items whose values are unique. */
export function options(kind: 'plain_text' | 'any', most: number, least = 1): Check {
  return both(list(option(kind), most, least), (value, at) =>
    twice(valuesOf(value)).map((one) => `${at} has ${one} twice`),
  )
}

/** Groups of items. https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
export const optionGroups: Check = list(
  object({ label: text('plain_text', 75), options: options('plain_text', 100) }),
  100,
)

/** "Are you sure?" https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirm: Check = object(
  {
    title: text('plain_text', 100),
    text: text('plain_text', 300),
    confirm: text('plain_text', 30),
    deny: text('plain_text', 30),
  },
  { style: word('primary', 'danger') },
)

/** Which conversations a menu offers. https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object */
export const conversationFilter: Check = object(
  {},
  {
    include: list(word('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
)

/** When an input tells at once. https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object */
export const dispatchConfig: Check = object(
  {},
  { trigger_actions_on: list(word('on_enter_pressed', 'on_character_entered'), 2) },
)

/** The values of a list of options. */
function valuesOf(items: unknown): string[] {
  const listed: unknown[] = Array.isArray(items) ? items : []
  return listed.flatMap((item) => (isRecord(item) && typeof item['value'] === 'string' ? [item['value']] : []))
}

/** What occurs more than once, each named once. */
export function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
