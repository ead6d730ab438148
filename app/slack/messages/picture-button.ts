import type { Button } from '@slack/types'
import { SHOW_PICTURE } from '../callbacks.ts'

/** Asks for a graph as a picture. A file is seen by everybody in the conversation, which is worth a second look. */
export function pictureButton({ of, isPublic }: { readonly of: string; readonly isPublic: boolean }): Button {
  const words = (text: string) => ({ type: 'plain_text', text }) as const
  return {
    type: 'button',
    action_id: SHOW_PICTURE,
    value: of,
    text: { type: 'plain_text', text: 'Show as a picture', emoji: true },
    accessibility_label: 'Show what waits for what as a picture, in this conversation',
    ...(isPublic
      ? {
          confirm: {
            title: words('Show a picture here?'),
            text: words('Everybody in this conversation will see it.'),
            confirm: words('Show it'),
            deny: words('Not now'),
          },
        }
      : {}),
  }
}
