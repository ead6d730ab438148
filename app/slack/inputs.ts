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

/** What has been entered in a view: by block id, then action id; several choices are joined by a space. */
export type Values = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A view as it stood when something happened in it. */
export type ViewState = {
  readonly viewId: string
  /** Names this state of the view: an update that expects another one is refused. Empty when Slack gave none. */
  readonly hash: string
  /** Empty in the Home tab. */
  readonly callbackId: string
  readonly privateMetadata: string
  readonly values: Values
}

/** A click on a button, or a choice in a menu, of a message or of a view (then without channel and message). */
export type ActionInput = Gesture & {
  readonly kind: 'action'
  readonly actionId: string
  readonly value: string
  readonly channelId?: string
  readonly messageTs?: string
  /** The thread in which the message stands. */
  readonly threadTs?: string
  readonly view?: ViewState & { readonly surface: 'modal' | 'home' }
  /** Empty in the Home tab and in modals. */
  readonly responseUrl: string
}

/** A modal that was submitted or closed. */
export type ViewInput = Gesture & ViewState & { readonly kind: 'view'; readonly closed: boolean }

/** Somebody types into a menu whose choices we give. */
export type OptionsInput = Gesture & {
  readonly kind: 'options'
  readonly actionId: string
  readonly typed: string
  /** Of the view in which the menu stands. */
  readonly privateMetadata: string
  readonly values: Values
}

/** A global shortcut, or one on a message (then with the message). */
export type ShortcutInput = Gesture & {
  readonly kind: 'shortcut'
  readonly callbackId: string
  readonly responseUrl: string
  readonly message?: {
    readonly channelId: string
    readonly ts: string
    readonly threadTs?: string
    /** At most 3,000 characters of it, in Slack's own markup. */
    readonly text: string
    /** Its address; empty when Slack did not say where the workspace is. */
    readonly permalink: string
  }
}

/** An event of the Events API; `event` is to be read with a schema of the one who handles it. */
export type EventInput = {
  readonly kind: 'event'
  readonly teamId: string
  readonly type: string
  readonly event: Readonly<Record<string, unknown>>
  /** When it happened, in whole seconds; epoch milliseconds. */
  readonly sentAt?: number
  /** Slack's `event_id`: the same when Slack sends the event again. */
  readonly cause: string
  /** Our own user there, where Slack says who it is. */
  readonly botUserId?: string
}

/** Everything that may stand in a verified request. `other` is of a type that our app never asked for. */
export type SlackInput =
  | CommandInput
  | ActionInput
  | ViewInput
  | ShortcutInput
  | OptionsInput
  | EventInput
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'rate-limited' }
  | { readonly kind: 'other' }
