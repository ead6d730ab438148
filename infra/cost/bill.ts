import { type Model, type Price, type PriceName, prices } from './prices.ts'
import type { Quantities } from './quantities.ts'

/** One line of a bill. Dollars are not rounded. */
export type Line = {
  readonly name: PriceName
  readonly quantity: number
  readonly price: Price
  readonly dollars: number
}

/** What a month costs, and what of it AWS does not ask for. */
export type Bill = {
  readonly lines: readonly Line[]
  readonly total: number
  /** Taken off the total where an account has nothing else that uses up what is free. */
  readonly free: readonly Line[]
  readonly freeTotal: number
}

/** The bill for these quantities; `other` has other dollars for some prices. Lines of nothing are left out. */
export function bill(quantities: Quantities, other: Model['prices'] = {}): Bill {
  const every = (Object.keys(prices) as PriceName[]).map((name) => ({ name, price: priceOf(name, other) }))
  const lines = every
    .map(({ name, price }) => lineOf(name, price, quantities[name]))
    .filter(({ quantity }) => quantity > 0)
  const free = lines
    .filter(({ price }) => price.free !== undefined)
    .map(({ name, price, quantity }) => lineOf(name, price, Math.min(quantity, price.free ?? 0)))
  return { lines, total: totalOf(lines), free, freeTotal: totalOf(free) }
}

function priceOf(name: PriceName, other: Model['prices']): Price {
  const usd = other[name]
  return usd === undefined ? prices[name] : { ...prices[name], usd }
}

function lineOf(name: PriceName, price: Price, quantity: number): Line {
  return { name, quantity, price, dollars: (quantity / price.per) * price.usd }
}

function totalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0)
}
