import { expect, it } from 'vitest'
import { inWorld } from '../support/in-world.ts'

const here = inWorld()

it('lets somebody look at their messages more often than one token may call within an hour', async () => {
  for (let looks = 0; looks < 5_200; looks += 50) {
    const seen = await Promise.all(Array.from({ length: 50 }, () => here.outside.messages('gaius')))
    expect(seen.every((messages) => messages.length === 0)).toBe(true)
  }
}, 120_000)
