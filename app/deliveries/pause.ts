import type { LedgerEntry } from '../handoffs/ledger.ts'
import type { Channel, Sent } from '../ports/channel.ts'
import type { DeliveryPorts } from './ports.ts'

/** A provider asked for a pause: whoever shares its pace waits too. */
export async function pauseAfter(
  { ledger, clock }: Pick<DeliveryPorts, 'ledger' | 'clock'>,
  channel: Channel,
  entry: LedgerEntry,
  refusal: Extract<Sent, { outcome: 'refused' }>,
): Promise<void> {
  if (refusal.notBefore <= clock()) return
  await ledger.pause(entry.workspace, channel.pace(entry.delivery.address), refusal.notBefore)
}
