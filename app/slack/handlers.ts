import type { KnownBlock } from '@slack/types'
import type { Refusal } from '../projects/refusal.ts'
import type { ActionInput, CommandInput, EventInput, OptionsInput, ShortcutInput, ViewInput } from './inputs.ts'

/** An answer that only its reader sees. `text` is complete by itself: screen readers skip the blocks. */
export type SlackReply = {
  readonly text: string
  readonly blocks?: readonly KnownBlock[]
  /** The "no" that it tells, for a form that shows it where it belongs. */
  readonly refusal?: Refusal
  /** A form that is the answer where it can be opened; the rest is said where it cannot. */
  readonly modal?: ModalView
}

/** `message` takes the place of the message that was clicked; `private` is shown to the one who clicked alone. */
export type ActionReply = SlackReply & { readonly place: 'message' | 'private' }

/** What a modal does next. https://docs.slack.dev/surfaces/modals#response_actions */
export type ViewReply =
  | { readonly kind: 'close' }
  | { readonly kind: 'close-all' }
  /** By block id, what is wrong with what was entered there. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'show'; readonly how: 'push' | 'update'; readonly view: ModalView }

/** A modal, with the fields that we use. */
export type ModalView = {
  readonly callbackId: string
  readonly title: string
  readonly blocks: readonly KnownBlock[]
  readonly submit?: string
  readonly close?: string
  readonly privateMetadata?: string
}

/** The Home tab of one person. At most 100 blocks. */
export type HomeView = { readonly blocks: readonly KnownBlock[] }

/** One choice of a menu: what people see (at most 75 characters), and what comes back. */
export type Choice = { readonly text: string; readonly value: string }

/** Answers a slash command, in the acknowledgement itself; nothing when something else, such as a modal, is the answer. */
export type CommandHandler = (input: CommandInput) => Promise<SlackReply | undefined>

/** Says something about a click at once, before its outcome is known. Slack takes 5 such answers. */
export type Say = (reply: ActionReply) => Promise<void>

/** Acts on a click; what it returns is said last. */
export type ActionHandler = (input: ActionInput, say: Say) => Promise<ActionReply | undefined>

/** Whoever acts on Slack's input, as data: keys are commands with their slash, callback ids, and types of events. */
export type SlackHandlers = {
  readonly commands?: Readonly<Record<string, CommandHandler>>
  /** Each click goes to the first entry that matches its action id. */
  readonly actions?: readonly { readonly on: string | RegExp; readonly act: ActionHandler }[]
  readonly views?: Readonly<Record<string, (input: ViewInput) => Promise<ViewReply>>>
  /** What a shortcut on a message returns is said in its conversation, privately. */
  readonly shortcuts?: Readonly<Record<string, (input: ShortcutInput) => Promise<SlackReply | undefined>>>
  /** By action id: at most 100 choices for what was typed. */
  readonly options?: Readonly<Record<string, (input: OptionsInput) => Promise<readonly Choice[]>>>
  readonly events?: Readonly<Record<string, (input: EventInput) => Promise<void>>>
}
