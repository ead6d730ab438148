import { FORM_IDS, type FormId } from '../verbs/forms.ts'

/** Every id by which Slack calls us back, beside the buttons of `actions/`: the manifest and the handlers meet here. */

/** Shortcuts by callback id. A message shortcut is found in the menu of each message. */
export const SHORTCUTS = {
  'task.new': { kind: 'global', name: 'New task', about: 'Make a task, with whose it is and what it waits for' },
  'task.from-message': { kind: 'message', name: 'Make this a task', about: 'Make a task that remembers this message' },
} as const satisfies Record<string, Shortcut>
export type ShortcutId = keyof typeof SHORTCUTS

type Shortcut = {
  readonly kind: 'global' | 'message'
  /** At most 24 characters. */
  readonly name: string
  /** At most 150 characters. */
  readonly about: string
}

/** Forms by callback id: each form of a verb is a modal. */
export const MODALS = FORM_IDS
export type ModalId = FormId

/** The page that a form ends with; it asks for nothing. */
export const PAGE = 'page'

/** Menus whose choices we give while somebody types, by action id. */
export const SEARCHES = ['task.search', 'project.search'] as const
export type SearchId = (typeof SEARCHES)[number]

/** Buttons that open a form begin so (the form's id follows: within a block no two ids are alike). */
export const OPEN_FORM = 'form.open:'
/** The button that adds a row to the form that is open. */
export const MORE_ROWS = 'form.more'
/** The button that shows a graph as a picture; what of is its value, as it would be typed. */
export const SHOW_PICTURE = 'graph.picture'
/** The button that begins to link a GitHub account. */
export const LINK_ACCOUNT = 'identity.link'
