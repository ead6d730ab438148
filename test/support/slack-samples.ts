import type { DoorAnswer, HttpEvent } from '../../app/door.ts'
import { form, NOW, signedBySlack } from './requests.ts'

/** What Slack sends, as its documentation shows it, cut down to what matters. */

/** `/codexflow done ...` by Mei in #backend. */
export const command = {
  command: '/codexflow',
  team_id: 'T1',
  user_id: 'U1',
  user_name: 'mei',
  channel_id: 'C1',
  channel_name: 'backend',
  text: 'done UAPI-12 größer ☕ 日本語',
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
  response_url: 'https://hooks.slack.com/commands/1234/5678',
  api_app_id: 'A1',
  is_enterprise_install: 'false',
}
/** Mei clicks *Got it* under a hand-off. */
export const click = {
  type: 'block_actions',
  team: { id: 'T1', domain: 'acme' },
  user: { id: 'U1', username: 'mei', team_id: 'T1' },
  channel: { id: 'C1', name: 'backend' },
  container: { type: 'message', message_ts: '1780000000.000100', channel_id: 'C1' },
  message: { ts: '1780000000.000100', text: 'Your turn', bot_id: 'B0BOT' },
  trigger_id: '111.222.abc',
  response_url: 'https://hooks.slack.com/actions/T1/1/x',
  actions: [{ type: 'button', block_id: 'b', action_id: 'receipt:got-it', value: 'h1', action_ts: '1780000001.5' }],
}
/** Mei submits the contract's modal. */
export const modal = {
  type: 'view_submission',
  team: { id: 'T1' },
  user: { id: 'U1' },
  trigger_id: '333.444.def',
  view: {
    id: 'V1',
    callback_id: 'contract',
    private_metadata: 'UAPI-12',
    state: {
      values: {
        endpoint: { url: { type: 'plain_text_input', value: 'https://api.example.com/größer' } },
        who: { people: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } },
        env: { choice: { type: 'static_select', selected_option: { value: 'staging' } } },
        note: { text: { type: 'plain_text_input', value: null } },
      },
    },
  },
}
/** Mei types into a menu of the contract's modal. */
export const search = {
  type: 'block_suggestion',
  team: { id: 'T1', domain: 'acme' },
  user: { id: 'U1', team_id: 'T1' },
  api_app_id: 'A1',
  container: { type: 'view', view_id: 'V1' },
  action_id: 'task.search',
  block_id: 'blockers',
  value: 'größ',
  view: modal.view,
}
/** Mei mentions us in a channel shared with T9. */
export const mention = {
  type: 'event_callback',
  team_id: 'T9',
  api_app_id: 'A1',
  event_id: 'Ev1',
  event_time: NOW,
  authorizations: [
    { enterprise_id: null, team_id: 'T1', user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
  ],
  event: { type: 'app_mention', user: 'U1', text: '<@U0BOT> why UAPI-12', ts: '1.2', channel: 'C1', event_ts: '1.2' },
}

/** A form, as commands come. */
export function ofForm(fields: Record<string, string>): HttpEvent {
  return signedBySlack(form(fields))
}

/** JSON in a form field, as interactivity comes. */
export function ofPayload(payload: unknown): HttpEvent {
  return signedBySlack(form({ payload: JSON.stringify(payload) }))
}

/** JSON, as events come. */
export function ofEvent(body: unknown, headers: Record<string, string> = {}): HttpEvent {
  return signedBySlack(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } })
}

/** An answer with its JSON parsed. */
export function read({ statusCode, body }: DoorAnswer) {
  return { status: statusCode, body: body === '' ? '' : JSON.parse(body) }
}
