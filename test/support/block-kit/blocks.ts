import { both, type Check, characters, flag, isRecord, list, object, oneOfTypes, word } from './checks.ts'
import { text } from './composition.ts'
import { type ElementType, elementsOf } from './elements.ts'

/** Where blocks stand. */
export type Surface = 'message' | 'modal' | 'home'

/** Slack's blocks, as far as anything of ours uses them. https://docs.slack.dev/reference/block-kit/blocks */

const named = { block_id: characters(255) }

const IN_ACTIONS: readonly ElementType[] = [
  'button',
  'overflow',
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'checkboxes',
  'radio_buttons',
  'timepicker',
  'datepicker',
]
const BESIDE_TEXT: readonly ElementType[] = [
  ...IN_ACTIONS,
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'image',
]
const AS_INPUT: readonly ElementType[] = [
  'plain_text_input',
  'url_text_input',
  'number_input',
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'checkboxes',
  'radio_buttons',
  'timepicker',
  'datepicker',
]

const BLOCKS: Readonly<Record<string, Check>> = {
  // https://docs.slack.dev/reference/block-kit/blocks/header-block
  header: object({ type: word('header'), text: text('plain_text', 150) }, named),
  // https://docs.slack.dev/reference/block-kit/blocks/section-block
  section: both(
    object(
      { type: word('section') },
      {
        ...named,
        text: text('any', 3_000),
        fields: list(text('any', 2_000), 10),
        accessory: oneOfTypes(elementsOf(BESIDE_TEXT)),
        expand: flag,
      },
    ),
    (value, at) =>
      isRecord(value) && value['text'] === undefined && value['fields'] === undefined
        ? [`${at} lacks text or fields`]
        : [],
  ),
  // https://docs.slack.dev/reference/block-kit/blocks/divider-block
  divider: object({ type: word('divider') }, named),
  // https://docs.slack.dev/reference/block-kit/blocks/context-block
  context: object(
    {
      type: word('context'),
      elements: list(
        oneOfTypes({ plain_text: text('plain_text'), mrkdwn: text('mrkdwn'), ...elementsOf(['image']) }),
        10,
      ),
    },
    named,
  ),
  // https://docs.slack.dev/reference/block-kit/blocks/actions-block
  actions: object({ type: word('actions'), elements: list(oneOfTypes(elementsOf(IN_ACTIONS)), 25) }, named),
  // https://docs.slack.dev/reference/block-kit/blocks/image-block
  image: both(
    object(
      { type: word('image'), alt_text: characters(2_000) },
      {
        ...named,
        title: text('plain_text', 2_000),
        image_url: characters(3_000),
        slack_file: object({}, { id: characters(255), url: characters(3_000) }),
      },
    ),
    (value, at) =>
      isRecord(value) && (value['image_url'] === undefined) === (value['slack_file'] === undefined)
        ? [`${at} needs either image_url or slack_file`]
        : [],
  ),
}

// https://docs.slack.dev/reference/block-kit/blocks/input-block; Slack takes it in messages too, where ours have none.
const INPUT: Check = object(
  {
    type: word('input'),
    label: text('plain_text', 2_000),
    element: oneOfTypes(elementsOf(AS_INPUT)),
  },
  { ...named, hint: text('plain_text', 2_000), optional: flag, dispatch_action: flag },
)

/** How many blocks a surface holds. https://docs.slack.dev/reference/block-kit/blocks */
const MOST: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }

/** The blocks of a surface. */
export function blocksOn(surface: Surface): Check {
  const kinds = surface === 'message' ? BLOCKS : { ...BLOCKS, input: INPUT }
  return list(oneOfTypes(kinds), MOST[surface])
}
