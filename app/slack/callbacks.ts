/** Every id by which Slack calls us back, beside the buttons of `actions/`: the manifest and the handlers meet here. */

/** Shortcuts by callback id. A message shortcut is found in the menu of each message. */
export const SHORTCUTS = {
  'task.new': { kind: 'global', name: 'New task', about: 'Make a task, with whose it is and what it waits for' },
  'task.from-message': { kind: 'message', name: 'Make this a task', about: 'Make a task that remembers this message' },
} as const satisfies Record<string, Shortcut>

type Shortcut = {
  readonly kind: 'global' | 'message'
  /** At most 24 characters. */
  readonly name: string
  /** At most 150 characters. */
  readonly about: string
}
