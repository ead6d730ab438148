/**
 * The npm packages that inputs of a bundle come from, by name and in order; what was left out of it counts for nothing. A
 * package inside another one is named like any other.
 */
export function packagesIn(inputs: readonly string[]): readonly string[] {
  const names = inputs.flatMap((input) => {
    if (input.startsWith('left-out:')) return []
    return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []
  })
  return [...new Set(names)].toSorted()
}
