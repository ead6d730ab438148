/** Says what is wrong with a value, one sentence a fault; `at` is where it stands, such as `blocks[2].text`. */
export type Check = (value: unknown, at: string) => string[]

type Fields = Readonly<Record<string, Check>>

/** An object with these fields and no others. */
export function object(required: Fields, optional: Fields = {}): Check {
  return (value, at) => {
    if (!isRecord(value)) return [`${at} is no object`]
    const known = { ...required, ...optional }
    const lacking = Object.keys(required).filter((name) => value[name] === undefined)
    const foreign = Object.keys(value).filter((name) => !Object.hasOwn(known, name))
    return [
      ...lacking.map((name) => `${at} lacks ${name}`),
      ...foreign.map((name) => `${at} has ${name}, which Slack does not know there`),
      ...Object.entries(known).flatMap(([name, check]) =>
        value[name] === undefined ? [] : check(value[name], `${at}.${name}`),
      ),
    ]
  }
}

/** One of several kinds of object, told apart by `type`. */
export function oneOfTypes(kinds: Fields): Check {
  return (value, at) => {
    const type = isRecord(value) ? value['type'] : undefined
    const check = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined
    return check?.(value, at) ?? [`${at} is of type ${String(type)}; here may stand ${Object.keys(kinds).join(', ')}`]
  }
}

/** A list of so many items. */
export function list(item: Check, most: number, least = 1): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [`${at} is no list`]
    return [
      ...within(value.length, 'items', most, least, at),
      ...value.flatMap((one, index) => item(one, `${at}[${index}]`)),
    ]
  }
}

/** A string of so many characters (UTF-16 units: Slack does not say what it counts, and these are the most). */
export function characters(most: number, least = 1): Check {
  return (value, at) =>
    typeof value === 'string' ? within(value.length, 'characters', most, least, at) : [`${at} is no string`]
}

/** A whole number. */
export function whole(most: number, least: number): Check {
  return (value, at) =>
    Number.isInteger(value) && Number(value) <= most && Number(value) >= least
      ? []
      : [`${at} is ${String(value)}; a whole number from ${least} to ${figure(most)} is wanted`]
}

/** One of a few words. */
export function word(...allowed: readonly string[]): Check {
  return (value, at) =>
    typeof value === 'string' && allowed.includes(value)
      ? []
      : [`${at} is ${String(value)}; it may be ${allowed.join(', ')}`]
}

/** Yes or no. */
export const flag: Check = (value, at) => (typeof value === 'boolean' ? [] : [`${at} is neither true nor false`])

/** Several checks of the same value. */
export function both(...checks: readonly Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at))
}

/** The sentence about a count outside its bounds. */
export function within(count: number, what: string, most: number, least: number, at: string): string[] {
  if (count > most) return [`${at} has ${figure(count)} ${what}; at most ${figure(most)}`]
  return count < least ? [`${at} has ${figure(count)} ${what}; at least ${figure(least)}`] : []
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function figure(count: number): string {
  return count.toLocaleString('en')
}
