import { setTimeout as delay } from 'node:timers/promises'
import type { Outside } from '../world/outside.ts'

/**
 * Waits until GitHub's webhooks are handed over and nothing is left for the application to do, messages meant for later
 * included. Answers false when that takes longer than `timeoutMs`; throws when the application is gone.
 */
export async function atRest(
  watchUrl: string,
  outside: Pick<Outside, 'deliveries'>,
  { timeoutMs = 20_000, delayed = 'wait' }: { readonly timeoutMs?: number; readonly delayed?: 'wait' | 'ignore' } = {},
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const deliveries = await outside.deliveries()
    if (deliveries.every(({ state }) => state !== 'pending')) break
    if (Date.now() > deadline) return false
    await delay(25)
  }
  const left = Math.max(1, deadline - Date.now())
  const response = await fetch(`${watchUrl}/settled?timeoutMs=${left}&delayed=${delayed}`)
  await response.body?.cancel()
  return response.status === 200
}
