import type { Button } from '@slack/types'
import { OPEN_FORM } from '../callbacks.ts'
import { type FormCall, packFormCall } from './preset.ts'

/** A button that opens a form. */
export function formButton(call: FormCall, text: string, spoken: string): Button {
  return {
    type: 'button',
    action_id: `${OPEN_FORM}${call.form}`,
    value: packFormCall(call),
    text: { type: 'plain_text', text, emoji: true },
    accessibility_label: spoken,
  }
}
