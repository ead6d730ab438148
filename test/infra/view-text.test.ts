import { expect, it } from 'vitest'
import { viewText } from '../../infra/local/terminal/view-text.ts'
import type { View } from '../../infra/local/world/outside.ts'
import { viewSchema } from '../../infra/local/world/slack-views.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const paper = { people: [{ slackId: 'U1', fullName: 'Gaius Okoro' }], channels: [], width: 60 }

function view(more: Readonly<Record<string, unknown>>): View {
  return viewSchema.parse({ id: 'V1', type: 'modal', hash: 'h', ...more })
}

it('shows a modal as one would fill it in, with what stands in it and what is wrong', () => {
  const phases = ['backend', 'qa'].map((phase) => ({ text: plain(phase), value: phase }))
  const modal = view({
    title: plain('New task'),
    submit: plain('Add'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: 'title',
        label: plain('Title'),
        hint: plain('As people will read it.'),
        element: { type: 'plain_text_input', action_id: 'title' },
      },
      { type: 'input', label: plain('Phase'), element: { type: 'static_select', action_id: 'phase', options: phases } },
      {
        type: 'input',
        block_id: 'after',
        optional: true,
        label: plain('Waits for'),
        element: { type: 'multi_external_select', action_id: 'after' },
      },
    ],
    state: {
      values: {
        title: { title: { type: 'plain_text_input', value: 'Add a \u001b[31mtable' } },
        block1: { phase: { type: 'static_select', selected_option: phases[1] } },
        after: { after: { type: 'multi_external_select', selected_options: [] } },
      },
    },
  })
  expect(viewText(modal, paper, { title: 'There is one of that title already.' })).toMatchInlineSnapshot(`
    "── New task ──

    Title (title): Add a [31mtable
      As people will read it.
      ! There is one of that title already.

    Phase (phase): qa
      one of: backend | qa

    Waits for (after, optional): ____
      (type to search)

    [ Add ] [ Cancel ]"
  `)
})

it('shows the Home tab as it is read from top to bottom', () => {
  const button = (label: string) => ({ type: 'button', action_id: 'task.start', value: label, text: plain(label) })
  const home = view({
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Ready for you') },
      { type: 'section', text: mrkdwn('*UAPI-2* releases 2 people, <@U1> &amp; others'), accessory: button('Start') },
      { type: 'section', fields: [mrkdwn('_Waits on_'), mrkdwn('UAPI-1')] },
      { type: 'actions', elements: [button('Show'), button('Why')] },
      { type: 'divider' },
      { type: 'context', elements: [mrkdwn('since 09:00'), { type: 'image', alt_text: 'x' }, mrkdwn('backend')] },
      { type: 'image', alt_text: 'What waits for what' },
      {
        type: 'section',
        text: mrkdwn('More'),
        accessory: { type: 'overflow', action_id: 'more', options: [{ text: plain('Mute'), value: 'mute' }] },
      },
      { type: 'rich_text', elements: [] },
    ],
  })
  expect(viewText(home, paper)).toMatchInlineSnapshot(`
    "▌ Ready for you

    UAPI-2 releases 2 people, @Gaius Okoro & others
    [ Start ]

    Waits on
    UAPI-1

    [ Show ] [ Why ]

    ────────────────────────────────────────

    since 09:00 backend

    (picture: What waits for what)

    More
    more: mute"
  `)
})
