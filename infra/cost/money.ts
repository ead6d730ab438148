/** Dollars for people: cents up to a thousand, then whole dollars. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0'
  const sign = amount < 0 ? '−' : ''
  const size = Math.abs(amount)
  if (size < 0.005) return `${sign}<$0.01`
  const text = size < 1_000 ? size.toFixed(2) : Math.round(size).toLocaleString('en-US')
  return `${sign}$${text}`
}

/** Cents, with as many digits as it takes to see two of them. */
export function cents(amountInDollars: number): string {
  const amount = amountInDollars * 100
  return amount === 0
    ? '0 ¢'
    : `${Number(amount.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 6 })} ¢`
}

/** A quantity: short, and exact where it is small. */
export function amount(quantity: number): string {
  if (quantity >= 1e6)
    return `${(quantity / 1e6).toLocaleString('en-US', { maximumFractionDigits: quantity < 1e7 ? 2 : 1 })} million`
  return quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 1 ? 3 : quantity < 100 ? 1 : 0 })
}
