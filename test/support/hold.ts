import { atRest } from '../../infra/local/story/at-rest.ts'
import type { Stack } from './stack.ts'

/** Where nobody listens: port 9 is for discarding. */
const NOWHERE = 'http://127.0.0.1:9'

/**
 * Keeps back what GitHub delivers while `act` runs, until `all` of it is there, and then hands it over backwards: the last
 * first, and each once the system has come to rest. Answers what was kept back, such as `check_run completed`, in the order
 * in which it happened.
 */
export async function deliveredBackwards(
  stack: Stack,
  act: () => Promise<void>,
  all: (happened: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const { outside } = stack
  const known = new Set((await outside.deliveries()).map(({ id }) => id))
  await outside.repeat(false)
  await outside.setApp(NOWHERE)
  await act()
  const kept = await stack.until('what is to be kept back', async () => {
    const fresh = (await outside.deliveries()).filter(({ id }) => !known.has(id))
    const tried = fresh.every(({ attempts }) => attempts.length > 0)
    return tried && all(fresh.map(wordOf)) ? fresh : undefined
  })
  await outside.setApp(new URL(stack.local.doors.github).origin)
  for (const { id } of kept.toReversed()) {
    await outside.redeliver(id)
    await atRest(stack.local.parts.watch, NOTHING_PENDING)
  }
  await outside.repeat(true)
  return kept.map(wordOf)
}

// What is still kept back is nothing to wait for.
const NOTHING_PENDING = { deliveries: async () => [] }

function wordOf({ event, action }: { readonly event: string; readonly action: string | null }): string {
  return action === null ? event : `${event} ${action}`
}
