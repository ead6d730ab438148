import type { Button } from '@slack/types'
import { LINK_ACCOUNT } from '../callbacks.ts'

/** Begins to link a GitHub account. It carries nothing: whose account it will be is whoever clicks. */
export function linkButton(): Button {
  return {
    type: 'button',
    action_id: LINK_ACCOUNT,
    text: { type: 'plain_text', text: 'Link GitHub…', emoji: true },
    accessibility_label: 'Link your GitHub account',
  }
}
