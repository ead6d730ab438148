import fc from 'fast-check'

/** The deliveries of a story by their places in it, shuffled, each from once to `most` times: none is lost, and nothing else is promised. */
export function inAnyOrder(length: number, most: number): fc.Arbitrary<readonly number[]> {
  return fc
    .array(fc.integer({ min: 1, max: most }), { minLength: length, maxLength: length })
    .map((times) => times.flatMap((count, index) => Array<number>(count).fill(index)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }))
}
