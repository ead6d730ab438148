import { isHome, type Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Line, Word } from './parse.ts'

/** Bare numbers in the place of task ids: `done 12` in a channel of the project UAPI means `done UAPI-12`. Pure. */

/** Where the ids of tasks stand in the lines of a verb, as on its card. */
type Places = readonly (number | string)[]

const BARE = /^[1-9]\d{0,8}$/

/** Whether a word is a bare number. */
export function isBareNumber(word: Word): boolean {
  return word.kind === 'text' && BARE.test(word.text)
}

/** The first bare number that stands where an id is expected. */
export function bareNumber({ words, options }: Line, places: Places): string | undefined {
  const ids = [
    ...words.filter((_, index) => places.includes(index)),
    ...options.flatMap(({ key, value }) => (places.includes(key) ? [value] : [])),
  ]
  return ids.flatMap((word) => (word.kind === 'text' ? parts(word.text) : [])).find((part) => BARE.test(part))
}

/** The line with ids of that project in the place of bare numbers. */
export function inProject(line: Line, places: Places, key: ProjectKey): Line {
  const whole = (word: Word): Word => {
    if (word.kind !== 'text' || !parts(word.text).some((part) => BARE.test(part))) return word
    const ids = parts(word.text).map((part) => (BARE.test(part) ? `${key}-${part}` : part))
    return { kind: 'text', text: ids.join(',') }
  }
  const options = line.options.map((option) =>
    places.includes(option.key) ? { ...option, value: whole(option.value) } : option,
  )
  return { words: line.words.map((word, index) => (places.includes(index) ? whole(word) : word)), options }
}

/** The project whose channel this is, for the number that was typed in it. */
export function projectHere(
  number: string,
  { projects, channel }: { readonly projects: readonly Project[]; readonly channel: string },
): Result<ProjectKey, Refusal> {
  const here = projects.filter((project) => project.archivedAt === undefined && isHome(project, channel))
  const [only, ...others] = here
  if (only !== undefined && others.length === 0) return ok(only.key)
  const ids = (here.length > 0 ? here : projects.slice(0, 3)).map(({ key }) => `${key}-${number}`)
  const hint = ids.length === 0 ? 'write the id in full, such as UAPI-12' : `write the id in full: ${ids.join(' or ')}`
  const what = only === undefined ? 'is the channel of no project' : 'belongs to several projects'
  return err({ kind: 'invalid', what: `this ${what}, so ${number} alone names no task`, hint })
}

function parts(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}
