import { parseArgs } from 'node:util'
import { wrongArgument } from '../start-words.ts'

export const DEMO_USAGE = `npm run demo              plays the story on a stack of its own, and checks every message that came of it
npm run demo -- --bundles the same on the functions as they are deployed, one file each`

/** Reads the arguments of `npm run demo`; the error says in words what is wrong. */
export function demoArguments(
  args: readonly string[],
): { readonly bundles: boolean; readonly help: boolean } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { bundles: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    })
    return values
  } catch (error) {
    return { wrong: wrongArgument(error) }
  }
}
