import { err, ok, type Result } from '../result.ts'
import { holdsSecret } from '../secrets/shapes.ts'
import { type ProjectKey, parseProjectKey, parseTaskId, type TaskId } from '../tasks/ids.ts'
import { PHASES, type Phase } from '../tasks/phase.ts'
import { type Line, type Word, type Wrong, wordText } from './parse.ts'

/** Readers of single arguments, for the `parse` of a verb. Pure; each says in words what is wrong. */

/** Somebody named in a command: the one who types it, or one whom Slack or GitHub identifies. */
export type Who =
  | { readonly kind: 'me' }
  | { readonly kind: 'slack'; readonly user: string; readonly name: string }
  | { readonly kind: 'github'; readonly login: string }

/** Says what is wrong. */
export function wrong(what: string): Result<never, Wrong> {
  return err({ what })
}

/** Refuses options that the verb does not have, options without a value, and those given twice that may come once. */
export function onlyOptions(
  line: Line,
  once: readonly string[],
  many: readonly string[] = [],
): Result<undefined, Wrong> {
  const seen = new Set<string>()
  for (const { key, value } of line.options) {
    if (!once.includes(key) && !many.includes(key)) {
      const known = [...once, ...many].map((name) => `${name}:`)
      const what = known.length === 0 ? 'there are no options here' : `there are ${known.join(', ')}`
      return wrong(`I do not know ${key}: here (${what}; put quotes around text with a colon)`)
    }
    if (wordText(value).trim() === '') return wrong(`${key}: needs its value right behind the colon`)
    if (seen.has(key) && once.includes(key)) return wrong(`${key}: stands there twice`)
    seen.add(key)
  }
  return ok(undefined)
}

/** Refuses words beyond the first `most`. */
export function atMost(line: Line, most: number): Result<undefined, Wrong> {
  const surplus = line.words[most]
  if (surplus === undefined) return ok(undefined)
  return wrong(`"${short(wordText(surplus))}" is one word too many (put quotes around text with spaces)`)
}

/** The value of an option that may come once. */
export function option(line: Line, key: string): Word | undefined {
  return line.options.find((each) => each.key === key)?.value
}

/** The texts of an option that may come several times. */
export function texts(line: Line, key: string): string[] {
  return line.options.filter((each) => each.key === key).map(({ value }) => wordText(value))
}

/** A task id that has to stand there. */
export function taskIn(word: Word | undefined): Result<TaskId, Wrong> {
  if (word === undefined) return wrong('it lacks the id of a task, such as UAPI-12')
  const id = parseTaskId(wordText(word))
  return id === undefined ? wrong(`"${short(wordText(word))}" is no task id; they look like UAPI-12`) : ok(id)
}

/** Task ids between commas, at least one, each once. */
export function tasksIn(word: Word, most: number): Result<TaskId[], Wrong> {
  const ids = new Set<TaskId>()
  for (const part of parts(wordText(word))) {
    const id = taskIn({ kind: 'text', text: part })
    if (!id.ok) return id
    ids.add(id.value)
  }
  if (ids.size === 0) return wrong('it lacks the id of a task, such as UAPI-12')
  return ids.size > most ? wrong(`it names ${ids.size} tasks; at most ${most} can be given at once`) : ok([...ids])
}

/** A project key that has to stand there. */
export function keyIn(word: Word | undefined): Result<ProjectKey, Wrong> {
  if (word === undefined) return wrong('it lacks the key of a project, such as UAPI')
  const key = parseProjectKey(wordText(word))
  if (key !== undefined) return ok(key)
  return wrong(`"${short(wordText(word))}" is no project key: two to ten letters or digits, a letter first`)
}

/** Text that has to stand there. `what` names it with its article. */
export function textIn(word: Word | undefined, what: string, most: number): Result<string, Wrong> {
  const text = word === undefined ? '' : wordText(word).trim()
  if (text === '') return wrong(`it lacks ${what}, in quotes`)
  if (holdsSecret(text)) return wrong(secretWords(what))
  return text.length > most ? wrong(`${what} has ${text.length} characters; at most ${most} fit`) : ok(text)
}

/**
 * A person: `me`, a mention that Slack wrote, or a login on GitHub. A bare `@name` in Slack is a claim, and could be anybody.
 */
export function whoIn(word: Word): Result<Who, Wrong> {
  if (word.kind === 'login')
    return ok(/^me$/i.test(word.login) ? { kind: 'me' } : { kind: 'github', login: word.login })
  if (word.kind === 'person') return ok({ kind: 'slack', user: word.slackUser, name: word.name })
  const text = wordText(word)
  if (/^@?me$/i.test(text.trim())) return ok({ kind: 'me' })
  return wrong(`I cannot tell who "${short(text)}" is; pick the person from the list that opens after @, or say me`)
}

/** How an argument names somebody, for `wants`: a Slack user, or a login in small letters behind an @. */
export function mentionsOf(who: Who | undefined): string[] {
  if (who === undefined || who.kind === 'me') return []
  return [who.kind === 'slack' ? who.user : `@${who.login.toLowerCase()}`]
}

/** A phase, by its name or a usual short one. */
export function phaseIn(word: Word): Result<Phase, Wrong> {
  const text = wordText(word).trim().toLowerCase()
  const phase = SHORT_PHASES[text] ?? PHASES.find((known) => known === text)
  return phase === undefined ? wrong(`"${short(text)}" is no phase; there are ${PHASES.join(', ')}`) : ok(phase)
}

const SHORT_PHASES: Readonly<Record<string, Phase>> = Object.assign(Object.create(null), {
  infra: 'infrastructure',
  deploy: 'deployment',
  test: 'qa',
  testing: 'qa',
})

/** An address of the web that may be kept and shown: http or https, without a name or password in it. */
export function urlIn(text: string, what: string): Result<string, Wrong> {
  const url = URL.parse(text.trim())
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return wrong(`${what} needs an address that begins with https://, and "${short(text)}" is none`)
  }
  if (url.username !== '' || url.password !== '') return wrong(`${what} carries a user name or password; leave it out`)
  if (holdsSecret(text)) return wrong(secretWords(what))
  return text.trim().length > 2_000 ? wrong(`${what} is longer than 2000 characters`) : ok(text.trim())
}

/** What is said to one who would hand a credential on. `what` names the place. */
export function secretWords(what: string): string {
  return `${what} seems to hold a password, a token or a key; leave it out, and say where it is kept instead`
}

/** `Label=value`, where the label cannot be the beginning of an address. */
export function labelled(text: string): { readonly label?: string; readonly value: string } {
  const found = /^([^=:/?]{1,80})=([\s\S]+)$/.exec(text)
  if (found === null) return { value: text.trim() }
  return { label: found[1]!.trim(), value: found[2]!.trim() }
}

/** `owner/name`, also out of an address on GitHub. */
export function repositoryIn(text: string): Result<string, Wrong> {
  const bare = text
    .trim()
    .replace(/^https?:\/\/[^/]+\//i, '')
    .replace(/(\.git)?\/?$/, '')
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[\w.-]{1,100}$/.test(bare)) return ok(bare)
  return wrong(`"${short(text)}" is no repository; they look like owner/name`)
}

/** The texts between commas, without empty ones. */
export function parts(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** A text cut to what a message repeats of it. */
export function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** A line that names one task, and a text that has to stand behind it; options are the verb's own affair. */
export function taskAndText(
  line: Line,
  what: string,
  most: number,
): Result<{ readonly id: TaskId; readonly text: string }, Wrong> {
  const id = taskIn(line.words[0])
  if (!id.ok) return id
  const rest = atMost(line, 2)
  if (!rest.ok) return rest
  const text = textIn(line.words[1], what, most)
  return text.ok ? ok({ id: id.value, text: text.value }) : text
}

/** A line that names one task and nothing else. */
export function onlyTask(line: Line): Result<{ readonly id: TaskId }, Wrong> {
  const id = taskIn(line.words[0])
  if (!id.ok) return id
  const rest = atMost(line, 1)
  if (!rest.ok) return rest
  const options = onlyOptions(line, [])
  return options.ok ? ok({ id: id.value }) : options
}

/** Reads a line that holds nothing but, perhaps, the page to go on from. */
export function onlyPage(line: Line): Result<{ readonly page?: string }, Wrong> {
  const words = atMost(line, 0)
  if (!words.ok) return words
  const options = onlyOptions(line, ['page'])
  if (!options.ok) return options
  const page = option(line, 'page')
  return ok(page === undefined ? {} : { page: wordText(page) })
}
