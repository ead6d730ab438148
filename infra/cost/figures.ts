import { queues } from '../topology.ts'
import { amount, cents, dollars } from './money.ts'
import { prices } from './prices.ts'
import type { Units } from './quantities.ts'
import { BARE, billOfOne, billWhen, PRODUCTION, usageWhen } from './scenarios.ts'
import { POLLERS, standing } from './standing.ts'
import { handoffsIn } from './usage.ts'

/** Single figures that stand in sentences. */
export function figures(units: Units): Readonly<Record<string, string>> {
  const bare = billWhen(units, 'idle', BARE)
  const production = billWhen(units, 'idle', PRODUCTION)
  const handoff = billOfOne(units, 'done-1').total - billOfOne(units, 'done-0').total
  const model = billOfOne(units, 'done-1').lines.filter(({ price }) => price.service === 'Bedrock')
  const words = model.reduce((sum, line) => sum + line.dollars, 0)
  const asks = standing(BARE).emptyReceives
  return {
    'idle-bare': dollars(bare.total),
    'idle-bare-left': dollars(bare.total - bare.freeTotal),
    'idle-production': dollars(production.total),
    handoff: cents(handoff),
    'handoff-without-words': cents(handoff - words),
    'hand-offs-company': amount(handoffsIn(usageWhen('company'))),
    metrics: String(standing(BARE).metrics),
    queues: String(Object.keys(queues).length),
    pollers: String(POLLERS),
    asks: amount(asks),
    polling: dollars((asks / prices.emptyReceives.per) * prices.emptyReceives.usd),
  }
}
