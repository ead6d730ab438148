import { isHome, type Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { ProjectKey, TaskId } from '../tasks/ids.ts'
import { type Line, type Word, wordText } from './parse.ts'

/** Bare numbers in the place of task ids: `done 12` in a channel of the project UAPI means `done UAPI-12`. Pure. */

/** Where the ids of tasks stand in the lines of a verb, as on its card. */
type Places = readonly (number | string)[]

/** Where it was typed: a channel of Slack's, or a repository and so its project. */
export type Place = { readonly channel: string; readonly here?: ProjectKey }

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

/** The line with the task that the conversation is about in the place of the id that it lacks; nothing: it lacks none. */
export function withTaskHere({ words, options }: Line, places: Places, task: TaskId): Line | undefined {
  const place = places.find((each) => typeof each === 'number')
  if (place === undefined || place > words.length) return undefined
  const there = words[place]
  // What was meant for an id, and is none, is a slip: nobody acts on another task because of it.
  if (there !== undefined && (isBareNumber(there) || /^[a-z][a-z0-9]*-\S/i.test(wordText(there)))) return undefined
  return { words: words.toSpliced(place, 0, { kind: 'text', text: task }), options }
}

/** The project whose channel or repository this is, for the number that was typed in it. */
export function projectHere(
  number: string,
  { projects, channel, here }: Place & { readonly projects: readonly Project[] },
): Result<ProjectKey, Refusal> {
  if (here !== undefined) return ok(here)
  return projectOfChannel(number, { projects, channel })
}

function projectOfChannel(
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
