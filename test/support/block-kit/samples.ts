/** Sound messages and views with one of everything, for tests to break in one place. */

const plain = (text: string) => ({ type: 'plain_text', text })
const marked = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
const options = () => [
  { text: plain('Backend'), value: 'backend' },
  { text: plain('Frontend'), value: 'frontend' },
]
const button = () => ({
  type: 'button',
  action_id: 'task.start',
  value: 'UAPI-1',
  text: plain('Start'),
  accessibility_label: 'Start UAPI-1',
  confirm: { title: plain('Sure?'), text: plain('It begins.'), confirm: plain('Start'), deny: plain('Not yet') },
})

const BLOCKS = [
  { type: 'header', text: plain('🟢 Ready for you: UAPI-1') },
  { type: 'section', block_id: 'what', text: marked('*Provision the Lambda* for <https://x.example|User API>') },
  { type: 'section', fields: [marked('Phase: backend'), marked('Since <!date^1772442000^{date_short_pretty}|March>')] },
  { type: 'divider' },
  { type: 'image', block_id: 'picture', alt_text: 'UAPI-1 before UAPI-2', slack_file: { id: 'F1' } },
  { type: 'actions', elements: [button(), { ...button(), action_id: 'task.show' }] },
  { type: 'context', elements: [marked('Told to <@U0GAIUS>, R&amp;D')] },
]

export const MESSAGE = {
  text: [
    '*🟢 Ready for you: UAPI-1*',
    'Provision the Lambda for <https://x.example|User API>',
    'Phase: backend · Since <!date^1772442000^{date_short_pretty}|March>',
    'UAPI-1 before UAPI-2',
    'Told to <@U0GAIUS>, R&amp;D',
  ].join('\n'),
  blocks: BLOCKS,
}

const asked = (id: string, element: object) => ({
  type: 'input',
  block_id: id,
  label: plain(`What ${id} is`),
  hint: plain('In a few words'),
  element: { action_id: id, ...element },
})

export const MODAL = {
  type: 'modal',
  callback_id: 'task.new',
  title: plain('New task'),
  submit: plain('Make it'),
  close: plain('Not now'),
  private_metadata: 'UAPI',
  blocks: [
    asked('title', { type: 'plain_text_input', placeholder: plain('A title'), max_length: 300, focus_on_load: true }),
    asked('phase', { type: 'static_select', options: options(), initial_option: options()[0] }),
    asked('after', { type: 'multi_external_select', min_query_length: 0 }),
    asked('gate', { type: 'radio_buttons', options: options() }),
    asked('doc', { type: 'url_text_input' }),
  ],
}

export const HOME = {
  type: 'home',
  blocks: [
    { type: 'header', text: plain('Yours to begin') },
    { type: 'section', text: marked('*UAPI-1* Provision'), accessory: { type: 'overflow', options: options() } },
    {
      type: 'actions',
      elements: [
        { type: 'static_select', option_groups: [{ label: plain('Lanes'), options: options() }] },
        { type: 'users_select', placeholder: plain('Who?') },
      ],
    },
  ],
}

/** A deep copy with another value at a path such as `blocks.2.text`; `undefined` takes it away. */
export function changed<T extends object>(whole: T, path: string, value: unknown): T {
  const copy: T = structuredClone(whole)
  const steps = path.split('.')
  const last = steps.pop()!
  let at: unknown = copy
  for (const step of steps) at = Reflect.get(Object(at), step)
  if (value === undefined) Reflect.deleteProperty(Object(at), last)
  else Reflect.set(Object(at), last, value)
  return copy
}
