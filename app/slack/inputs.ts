/** What Slack's payloads mean to us: every text of checked type and length, nothing that nobody reads. */

/** Who did it. `teamId` is the workspace in which our app was addressed. */
type Gesture = {
  readonly teamId: string
  readonly userId: string
  /** Names this one gesture for ever: a repeated delivery of it has the same cause. */
  readonly cause: string
  /** Opens modals for 3 seconds; empty when Slack gave none. */
  readonly triggerId: string
  /** The person's home is another workspace: somebody whom people met in a shared channel. */
  readonly isForeign?: true
}

/** A slash command. Names are as Slack showed them, and not to be trusted as identities. */
export type CommandInput = Gesture & {
  readonly kind: 'command'
  readonly command: string
  readonly text: string
  readonly userName: string
  readonly channelId: string
  readonly channelName: string
  /** Takes up to 5 answers within 30 minutes; empty when Slack gave none. */
  readonly responseUrl: string
}

/** A click on a button, or a choice in a menu, of a message or of the Home tab (then without channel and message). */
export type ActionInput = Gesture & {
  readonly kind: 'action'
  readonly actionId: string
  readonly value: string
  readonly channelId?: string
  readonly messageTs?: string
  /** Empty in the Home tab and in modals. */
  readonly responseUrl: string
}

/** A modal that was submitted or closed. */
export type ViewInput = Gesture & {
  readonly kind: 'view'
  readonly closed: boolean
  readonly callbackId: string
  readonly viewId: string
  readonly privateMetadata: string
  /** By block id, then action id; several choices are joined by a space. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** A global shortcut, or one on a message (then with the message). */
export type ShortcutInput = Gesture & {
  readonly kind: 'shortcut'
  readonly callbackId: string
  readonly responseUrl: string
  readonly message?: { readonly channelId: string; readonly ts: string; readonly threadTs?: string }
}

/** An event of the Events API; `event` is to be read with a schema of the one who handles it. */
export type EventInput = {
  readonly kind: 'event'
  readonly teamId: string
  readonly type: string
  readonly event: Readonly<Record<string, unknown>>
  /** Slack's `event_id`: the same when Slack sends the event again. */
  readonly cause: string
}

/** Everything that may stand in a verified request. `other` is of a type that our app never asked for. */
export type SlackInput =
  | CommandInput
  | ActionInput
  | ViewInput
  | ShortcutInput
  | EventInput
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'rate-limited' }
  | { readonly kind: 'other' }
