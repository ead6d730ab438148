import { act } from '../../app/github/act.ts'
import type { LinkOutcome } from '../../app/github/acts/link.ts'
import { sourceOf } from '../../app/github/sources/registry.ts'
import type { World } from './world.ts'

/** A delivery: the name of its event, and what it says. */
export type Delivered = readonly [name: string, payload: object]

/** Has the deliveries read and carried out, one after another. Answers what was said to codes. */
export async function deliver(
  { ports }: Pick<World, 'ports'>,
  ...deliveries: readonly Delivered[]
): Promise<readonly LinkOutcome[]> {
  const answers: LinkOutcome[] = []
  for (const [name, payload] of deliveries) {
    const { action } = payload as { readonly action?: string }
    const read = sourceOf(name, action)!.read(payload)
    if (!read.ok) throw new Error(read.error)
    for (const work of read.value) {
      await act(ports, work, async (_, outcome) => {
        answers.push(outcome)
      })
    }
  }
  return answers
}
