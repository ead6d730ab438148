import * as z from 'zod/mini'
import { once } from '../../lazily.ts'
import type { EventInput } from '../inputs.ts'

/** https://docs.slack.dev/reference/events/app_home_opened */
const opened = once(() => z.object({ user: z.string().check(z.regex(/^[A-Z0-9]{1,64}$/)), tab: z.literal('home') }))

/** The Slack user who looks at their Home tab; nobody, when it is the tab of messages. */
export function homeOpenedBy({ event }: EventInput): string | undefined {
  return opened().safeParse(event).data?.user
}
