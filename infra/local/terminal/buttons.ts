import { NoSuch } from '../world/directory.ts'
import { elementsOf } from '../world/slack-elements.ts'

/** A button as it stands on a message. */
export type Button = {
  readonly label: string
  readonly actionId: string
  readonly value?: string
  readonly url?: string
  /** What a screen reader says instead of the label, such as "Show UAPI-2". */
  readonly spoken?: string
}

/** The buttons of a message, in the order of reading. */
export function buttonsOf(message: { readonly blocks?: unknown }): readonly Button[] {
  const blocks = Array.isArray(message.blocks) ? (message.blocks as Readonly<Record<string, unknown>>[]) : []
  return blocks.flatMap(elementsOf).flatMap((element) => {
    if (element.type !== 'button') return []
    const text = element['text'] as { readonly text?: unknown } | undefined
    return [
      {
        label: String(text?.text ?? ''),
        actionId: element.action_id ?? '',
        ...(typeof element['value'] === 'string' ? { value: element['value'] } : {}),
        ...(typeof element['url'] === 'string' ? { url: element['url'] } : {}),
        ...(typeof element['accessibility_label'] === 'string' ? { spoken: element['accessibility_label'] } : {}),
      },
    ]
  })
}

/** Whether the message has a button with this label, spoken label or action id. */
export function hasButton(message: { readonly blocks?: unknown }, wanted: string): boolean {
  return buttonsOf(message).some((button) => isCalled(button, wanted))
}

/** The button with this label, spoken label or action id, whatever its capitals. Throws, naming those that are there. */
export function buttonNamed(message: { readonly blocks?: unknown }, wanted: string): Button {
  const buttons = buttonsOf(message)
  const found = buttons.find((button) => isCalled(button, wanted))
  if (found !== undefined) return found
  const there = buttons.map(({ label, actionId }) => `"${label}" (${actionId})`).join(', ')
  throw new NoSuch(`There is no button "${wanted}". There is: ${there || 'none'}.`)
}

function isCalled({ label, spoken = '', actionId }: Button, wanted: string): boolean {
  return [label, spoken, actionId].some((name) => name.toLowerCase() === wanted.trim().toLowerCase())
}
