import { Fault } from '../errors.ts'
import { cut } from '../handoffs/invisible.ts'
import { ok, type Result } from '../result.ts'
import type { CallRefusal } from './call-refusal.ts'
import { type ApiOptions, posted, type SlackApi } from './web-api.ts'

/** A file to be shown in a conversation. */
export type UploadedFile = {
  readonly channel: string
  /** The ts of the thread's parent. */
  readonly thread?: string
  /** With its ending, such as `graph.png`. */
  readonly name: string
  readonly title: string
  /** For those who cannot see it; at most 1,000 characters. */
  readonly alt: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Asks for a place, puts the bytes there, and shows them. https://docs.slack.dev/messaging/working-with-files#upload */
export async function uploadFile(
  api: SlackApi,
  { apiUrl, timeoutMs }: Pick<ApiOptions, 'apiUrl' | 'timeoutMs'>,
  { channel, thread, name, title, alt, bytes }: UploadedFile,
): Promise<Result<undefined, CallRefusal>> {
  const place = await api('files.getUploadURLExternal', {
    filename: name,
    length: bytes.byteLength,
    alt_txt: cut(alt, 1_000),
  })
  if (!place.ok) return place
  const { upload_url: address = '', file_id: id } = place.value
  const url = URL.parse(address)
  // Slack names the host; a look-alike of its API must not send us elsewhere with what a team draws.
  const isSlack = url !== null && url.protocol === 'https:' && url.hostname.endsWith('.slack.com')
  if (url === null || id === undefined || (!isSlack && url.origin !== new URL(apiUrl).origin)) {
    throw new Fault('Slack named no place for a file')
  }
  await (await posted(url, bytes, timeoutMs, 'upload')).body?.cancel()
  const shown = await api('files.completeUploadExternal', {
    files: [{ id, title }],
    channel_id: channel,
    ...(thread === undefined ? {} : { thread_ts: thread }),
  })
  return shown.ok ? ok(undefined) : shown
}
