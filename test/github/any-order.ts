import fc from 'fast-check'
import { expect } from 'vitest'
import type { Delivered } from './deliver.ts'

/** How often each delivery may come, and how many arrivals are tried. */
type Tries = { readonly most: number; readonly numRuns: number }

/**
 * Tells the stories again with their deliveries in any order, each from once to `most` times: none is lost, and nothing else
 * is promised. Each has to end as it does when everything comes once and in its order.
 */
export async function endsTheSame(
  stories: fc.Arbitrary<readonly Delivered[]>,
  endOf: (deliveries: readonly Delivered[]) => Promise<unknown>,
  { most, numRuns }: Tries,
): Promise<void> {
  const arrivals = stories.chain((story) => inAnyOrder(story.length, most).map((order) => arrival(story, order)))
  const property = fc.asyncProperty(arrivals, async ({ story, heard }) => {
    expect(await endOf(heard)).toEqual(await endOf(story))
  })
  await fc.assert(property, { numRuns })
}

/** The story up to one of these numbers of deliveries. */
export function beginnings(story: readonly Delivered[], lengths: readonly number[]) {
  return fc.constantFrom(...lengths.map((length) => story.slice(0, length)))
}

/** Whatever part of the story happened. */
export function parts(story: readonly Delivered[]) {
  return fc.subarray([...story], { minLength: 2 })
}

function inAnyOrder(length: number, most: number): fc.Arbitrary<readonly number[]> {
  return fc
    .array(fc.integer({ min: 1, max: most }), { minLength: length, maxLength: length })
    .map((times) => times.flatMap((count, index) => Array<number>(count).fill(index)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }))
}

// A test that fails shows a line for each delivery, and then the order; whole payloads would fill the screen.
function arrival(story: readonly Delivered[], order: readonly number[]) {
  const lines = story.map(([name, payload], place) => {
    const { action = '', ...rest } = payload as { readonly action?: string }
    const [at = ''] = JSON.stringify(rest).match(/(?<="(?:updated|started|created)_at":"[\d-]+T)[\d:]+/) ?? []
    return `${place}: ${at} ${name} ${action}`
  })
  const heard = order.map((place) => story[place]!)
  return { story, heard, [fc.toStringMethod]: () => `\n${[...lines, `in the order ${order}`].join('\n')}\n` }
}
