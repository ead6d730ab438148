import { err, ok, type Result } from '../result.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { SlackProfile } from '../verbs/verb.ts'
import type { CallRefusal } from './call-refusal.ts'
import type { HomeView, ModalView, SlackReply } from './handlers.ts'
import { type UploadedFile, uploadFile } from './upload.ts'
import { type Answer, type ApiOptions, slackApi } from './web-api.ts'
import { homeBody, messageBody, modalBody } from './wire.ts'

/** What came of a call: Slack's "no" as a value, for people can cause it; whatever else fails is thrown. */
type Called<T = undefined> = Promise<Result<T, CallRefusal>>

/** A modal that stands open. */
export type OpenedView = { readonly viewId: string }

/** Where a message of ours stands. */
export type PostedAt = { readonly channel: string; readonly ts: string }

/**
 * Calls to one workspace beside the deliveries of notices, which have a ledger of their own. Each is made once: what a
 * repetition may do (show a private answer twice) is for the one who calls to decide.
 */
export type SlackCalls = {
  /** Opens a modal for the one who made the gesture, within 3 seconds of it. */
  openView(trigger: string, view: ModalView): Called<OpenedView>
  /** Lays a modal over the one in which the gesture was made. */
  pushView(trigger: string, view: ModalView): Called<OpenedView>
  /** Replaces a modal, if it still is as `hash` says (empty: however it is). What was entered in fields that stay is kept. */
  updateView(viewId: string, view: ModalView, hash: string): Called
  publishHome(user: string, view: HomeView): Called
  /** Shown to that person alone, if they are in the conversation. `thread`: the ts of its parent. */
  postEphemeral(channel: string, user: string, reply: SlackReply, thread?: string): Called
  postMessage(channel: string, reply: SlackReply, thread?: string): Called<PostedAt>
  /** Replaces a message of ours. */
  updateMessage(at: PostedAt, reply: SlackReply): Called
  /** What Slack says of a person. https://docs.slack.dev/reference/objects/user-object */
  profileOf(user: string): Called<SlackProfile>
  /** Three calls. */
  uploadFile(file: UploadedFile): Called
}

/** The calls of each workspace, with that workspace's token. */
export function slackCalls(options: ApiOptions): (workspace: Workspace) => SlackCalls {
  return (workspace) => {
    const api = slackApi(options, workspace)
    return {
      openView: async (trigger_id, view) => opened(await api('views.open', { trigger_id, view: modalBody(view) })),
      pushView: async (trigger_id, view) => opened(await api('views.push', { trigger_id, view: modalBody(view) })),
      updateView: async (view_id, view, hash) =>
        plainly(await api('views.update', { view_id, view: modalBody(view), ...(hash !== '' && { hash }) })),
      publishHome: async (user_id, view) => plainly(await api('views.publish', { user_id, view: homeBody(view) })),
      postEphemeral: async (channel, user, reply, thread) =>
        plainly(await api('chat.postEphemeral', { channel, user, ...messageBody(reply), ...inThread(thread) })),
      postMessage: async (channel, reply, thread) => {
        const body = { ...messageBody(reply), ...inThread(thread), unfurl_links: false, unfurl_media: false }
        const posted = await api('chat.postMessage', { channel, ...body })
        return posted.ok ? ok({ channel: posted.value.channel ?? channel, ts: posted.value.ts ?? '' }) : posted
      },
      updateMessage: async ({ channel, ts }, reply) =>
        plainly(await api('chat.update', { channel, ts, ...messageBody(reply) })),
      profileOf: async (user) => {
        const found = await api('users.info', { user })
        return found.ok ? ok(profile(found.value.user)) : found
      },
      uploadFile: (file) => uploadFile(api, options, file),
    }
  }
}

function profile({ tz, is_restricted, is_ultra_restricted, is_stranger }: Answer['user'] = {}): SlackProfile {
  const isGuest = is_restricted === true || is_ultra_restricted === true || is_stranger === true
  return { ...(tz === undefined ? {} : { zone: tz }), ...(isGuest ? { isGuest } : {}) }
}

function inThread(thread: string | undefined) {
  return thread === undefined ? {} : { thread_ts: thread }
}

function opened(called: Result<Answer, CallRefusal>): Result<OpenedView, CallRefusal> {
  return called.ok ? ok({ viewId: called.value.view?.id ?? '' }) : called
}

function plainly<T>(called: Result<T, CallRefusal>): Result<undefined, CallRefusal> {
  return called.ok ? ok(undefined) : err(called.error)
}
