import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** How far the story of the first start came, so that a start after a crash can say where it was cut off. */
export type StoryState = z.output<typeof storySchema>
const storySchema = z.object({ played: z.int(), steps: z.int() })

export function keepStory(dir: string, state: StoryState): void {
  writeFileSync(join(dir, 'story.json'), `${JSON.stringify(state)}\n`)
}

/** Undefined when no story was begun here. */
export function keptStory(dir: string): StoryState | undefined {
  try {
    return storySchema.parse(JSON.parse(readFileSync(join(dir, 'story.json'), 'utf8')))
  } catch {
    return undefined
  }
}
