import type { Address } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import type { Channel, Message, Sent } from '../ports/channel.ts'
import type { Keys } from '../secrets/key-ring.ts'
import { statusOf, whatFailed, whatPreventedIt } from './answered.ts'
import { type GithubClientOptions, githubClient, type Request } from './client.ts'
import { type Comment, commentsSince, createComment, deleteDoubles, SKEW, updateComment } from './comments.ts'
import { isMarked, markerOf } from './marker.ts'
import { noticeComment } from './messages/notice.ts'
import { paceOf } from './pace.ts'

export type GithubAddress = Extract<Address, { channel: 'github' }>

export type GithubChannelOptions = GithubClientOptions & {
  /** The app's name in URLs: its comments are written by `<slug>[bot]`. */
  readonly appSlug: string
  /** Of the hidden marks. */
  readonly keys: Keys
  /** Milliseconds for one request. */
  readonly sendTimeout: number
}

/** Notices as comments on the issue of their task. */
export function githubChannel(options: GithubChannelOptions): Channel<GithubAddress> {
  const { appSlug, keys, sendTimeout, now } = options
  const client = githubClient(options)
  const author = `${appSlug}[bot]`.toLowerCase()
  const timeout = () => AbortSignal.timeout(sendTimeout)
  const bodyOf = async (message: Message) =>
    `${noticeComment(message)}\n\n${markerOf(message.content.notice, await keys())}`

  /** Our comments about the notice, the oldest first; nobody else's, whatever mark they bear. */
  const ours = async (request: Request, address: GithubAddress, { content }: Message): Promise<Comment[]> => {
    const since = new Date(Date.parse(content.writtenAt) - SKEW).toISOString()
    const ring = await keys()
    const isOurs = (comment: Comment) =>
      comment.author.toLowerCase() === author && isMarked(comment.body, content.notice, ring)
    return commentsSince(request, address, since, isOurs, timeout)
  }

  const heal = (request: Request, { repository }: GithubAddress, others: readonly Comment[]) =>
    deleteDoubles(request, repository, others, { signal: timeout, now, log: options.log })

  const failed = (address: GithubAddress, error: unknown, judge: typeof whatFailed): Sent => {
    if (statusOf(error) === 401) client.forget(address.installation)
    return judge(error, now())
  }

  return {
    pace: ({ installation }) => paceOf(installation),

    async send(address, message) {
      // One time-out over both requests: the lease counts on it.
      const signal = timeout()
      let body: string
      let request: Request
      try {
        body = await bodyOf(message)
        request = await client.asInstallation(address.installation, signal)
      } catch (error) {
        return failed(address, error, whatPreventedIt)
      }
      try {
        const id = await createComment(request, address, body, signal)
        return { outcome: 'sent', receipt: { id: String(id) } }
      } catch (error) {
        return failed(address, error, whatFailed)
      }
    },

    async find(address, message): Promise<Receipt | undefined> {
      const request = await client.asInstallation(address.installation, timeout())
      const [oldest, ...others] = await ours(request, address, message)
      await heal(request, address, others)
      return oldest === undefined ? undefined : { id: String(oldest.id) }
    },

    async edit(address, receipt, message) {
      try {
        const body = await bodyOf(message)
        const request = await client.asInstallation(address.installation, timeout())
        const comments = await ours(request, address, message)
        await heal(
          request,
          address,
          comments.filter(({ id }) => String(id) !== receipt.id),
        )
        const present = comments.find(({ id }) => String(id) === receipt.id)
        if (present?.body !== body)
          await updateComment(request, address.repository, Number(receipt.id), body, timeout())
        return { outcome: 'sent', receipt }
      } catch (error) {
        return failed(address, error, whatFailed)
      }
    },
  }
}
