/** Why Slack did not do what we asked, where people or the course of things, and not our code, are the cause. */
export type CallRefusal = {
  readonly why:
    | 'too-late' /** The trigger of the gesture has expired, or was used. */
    | 'overtaken' /** Somebody, or another call of ours, has changed the view in the meantime. */
    | 'gone' /** The view, message, conversation or person does not exist, or not any more. */
    | 'shut-out' /** The app is not let in there, or not let in at all. */
  /** Slack's own word for it; `not_installed`: we have no token for the workspace. */
  readonly code: string
}

const WHY: Readonly<Record<string, CallRefusal['why']>> = {
  // https://docs.slack.dev/reference/methods/views.open#errors
  expired_trigger_id: 'too-late',
  exchanged_trigger_id: 'too-late',
  invalid_trigger_id: 'too-late',
  trigger_expired: 'too-late',
  trigger_exchanged: 'too-late',
  // https://docs.slack.dev/reference/methods/views.update#errors
  hash_conflict: 'overtaken',
  not_found: 'gone',
  view_not_found: 'gone',
  // https://docs.slack.dev/reference/methods/chat.postEphemeral#errors
  channel_not_found: 'gone',
  message_not_found: 'gone',
  thread_not_found: 'gone',
  user_not_found: 'gone',
  is_archived: 'gone',
  user_disabled: 'gone',
  account_inactive: 'shut-out',
  not_in_channel: 'shut-out',
  user_not_in_channel: 'shut-out',
  user_not_visible: 'shut-out',
  restricted_action: 'shut-out',
  restricted_action_read_only_channel: 'shut-out',
  restricted_action_thread_only_channel: 'shut-out',
  restricted_action_non_threadable_channel: 'shut-out',
  messages_tab_disabled: 'shut-out',
  no_permission: 'shut-out',
  access_denied: 'shut-out',
  missing_scope: 'shut-out',
  not_allowed_token_type: 'shut-out',
  invalid_auth: 'shut-out',
  not_authed: 'shut-out',
  token_revoked: 'shut-out',
  token_expired: 'shut-out',
  team_access_not_granted: 'shut-out',
  ekm_access_denied: 'shut-out',
  // https://docs.slack.dev/reference/methods/views.publish#errors
  not_enabled: 'shut-out',
  // https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors
  file_uploads_disabled: 'shut-out',
  file_uploads_except_images_disabled: 'shut-out',
  file_upload_size_restricted: 'shut-out',
  not_installed: 'shut-out',
}

/** What an error code of Slack's means; `undefined`: a fault of ours, of Slack's, or of the way between. */
export function callRefusal(code: string): CallRefusal | undefined {
  const why = Object.hasOwn(WHY, code) ? WHY[code] : undefined
  return why === undefined ? undefined : { why, code }
}
