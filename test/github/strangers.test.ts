import { describe, expect, it } from 'vitest'
import { hearing, MOST_STRANGERS, WINDOW } from '../../app/github/strangers.ts'
import { ledgerMemory } from '../support/memory-ledger.ts'
import { WORKSPACE } from '../support/tasks.ts'

describe('strangers', () => {
  it('are answered up to so many, and again when the flood is over', async () => {
    let now = 5 * WINDOW + 1
    const hears = hearing(ledgerMemory().ledger, () => now)
    const flood = async (installation: number) => {
      const heard = []
      for (let n = 0; n < 3 * MOST_STRANGERS; n++) heard.push(await hears(WORKSPACE, installation))
      return heard.filter(Boolean).length
    }
    expect(await flood(7)).toBe(MOST_STRANGERS)
    // Those of another installation are others.
    expect(await flood(8)).toBe(MOST_STRANGERS)
    now += WINDOW
    expect(await flood(7)).toBe(MOST_STRANGERS)
  })
})
