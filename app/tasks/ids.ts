/** A project's key as people type it: `UAPI`. Two to ten capitals or digits, beginning with a letter. */
export type ProjectKey = string
/** A task as people name it: `UAPI-12`. */
export type TaskId = `${string}-${number}`
/** Our own id of a person; stays the same when Slack or GitHub ids change. */
export type PersonId = `per_${string}`

const KEY = '[A-Z][A-Z0-9]{1,9}'
// Case is folded by the expression, not before it: some foreign letters have capitals that are ours.
const WHOLE_TASK_ID = new RegExp(`^${KEY}-[1-9]\\d{0,8}$`, 'i')
const WHOLE_KEY = new RegExp(`^${KEY}$`, 'i')
// Not inside a longer word, but behind a dash or an underline: people call branches `fix-UAPI-12`.
const TASK_ID_IN_TEXT = new RegExp(`(?<![A-Za-z0-9])(${KEY}-[1-9]\\d{0,8})(?![A-Za-z0-9_])`, 'gi')

/** Reads one task id, in any case; nothing else may stand beside it. */
export function parseTaskId(text: string): TaskId | undefined {
  const id = text.trim()
  return WHOLE_TASK_ID.test(id) ? (id.toUpperCase() as TaskId) : undefined
}

/** Reads one project key, in any case. */
export function parseProjectKey(text: string): ProjectKey | undefined {
  const key = text.trim()
  return WHOLE_KEY.test(key) ? key.toUpperCase() : undefined
}

/** Every task named in a title, a branch or a body, once each, in order of appearance. */
export function findTaskIds(text: string): TaskId[] {
  const found = new Set<TaskId>()
  for (const match of text.matchAll(TASK_ID_IN_TEXT)) found.add(match[1]!.toUpperCase() as TaskId)
  return [...found]
}

/** The project of a task id. */
export function projectOf(id: TaskId): ProjectKey {
  return id.slice(0, id.lastIndexOf('-'))
}

/** The number of a task id within its project. */
export function numberOf(id: TaskId): number {
  return Number(id.slice(id.lastIndexOf('-') + 1))
}
