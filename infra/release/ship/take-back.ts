import type { StageName } from '../../stages.ts'
import { applicationStack } from '../stacks.ts'
import type { ShipSurroundings } from './ship-surroundings.ts'
import { standingNow, stillness, turn } from './turning.ts'

/** How shipping ended: the words for it, and whether it is as it was asked. */
export type End = { readonly ok: boolean; readonly words: string }

/** Sends everything back to the versions before a release that is not whole yet. Answers the exit code. */
export async function takeBack(stage: StageName, surroundings: ShipSurroundings): Promise<number> {
  const standing = await standingNow(stage, surroundings)
  if (standing.kind === 'moving') await surroundings.shifting.cancel(applicationStack(stage))
  const now = standing.kind === 'moving' ? await stillness(stage, surroundings) : standing
  if (now.kind !== 'still' || now.settled) {
    surroundings.complain(
      now.kind === 'still'
        ? `${now.release} is whole: nothing stands beside it. Check out the release before, and ship that.`
        : `There is nothing to take back: the stack is ${now.kind === 'none' ? 'not there' : now.status}.`,
    )
    return 1
  }
  const { words } = await back('somebody asked for it', stage, surroundings)
  surroundings.print(words)
  return 0
}

/** Gives everything back to the versions before a release: an end that it did not want. */
export async function back(why: string, stage: StageName, surroundings: ShipSurroundings): Promise<End> {
  await turn(stage, '0', {}, surroundings)
  const now = await stillness(stage, surroundings)
  if (now.kind !== 'still' || now.share !== '0')
    return {
      ok: false,
      words: `It could not be taken back: look at the stack ${applicationStack(stage)} at once. Why it was to be: ${why}.`,
    }
  return { ok: false, words: takenBack(now.release, why) }
}

/** What is said of it. */
export function takenBack(release: string, why: string): string {
  return `${release} was taken back: ${why}. What was live before is live again. Mend it and ship a new release; the same command tries this one again.`
}
