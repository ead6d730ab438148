import type { Workspace } from '../tasks/workspace.ts'

/** An alarm of the operators that changed its state. */
export type AlarmChange = {
  readonly alarm: string
  /** What it means, and where its runbook is, in the words of whoever set it; empty when they said nothing. */
  readonly description: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly reason: string
  /** ISO 8601. */
  readonly at: string
}

/** What was last heard of an alarm, and where that stands. */
export type Incident = {
  readonly state: AlarmChange['state']
  /** ISO 8601. */
  readonly at: string
  /** The message about it, while it lasts. */
  readonly message?: { readonly channel: string; readonly ts: string }
}

/** What the operators' workspace was told of each alarm. */
export type Incidents = {
  find(workspace: Workspace, alarm: string): Promise<Incident | undefined>
  /** Replaces what was seen; `lost`: something else stands there by now. */
  save(workspace: Workspace, alarm: string, seen: Incident | undefined, next: Incident): Promise<'saved' | 'lost'>
}

/** Says how an alarm stands: in a new message, whose place it answers, or in the one that stands there. */
export type TellIncident = {
  post(change: AlarmChange): Promise<NonNullable<Incident['message']> | undefined>
  edit(message: NonNullable<Incident['message']>, change: AlarmChange): Promise<void>
}
