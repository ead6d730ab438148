import { isUtf8 } from 'node:buffer'
import { type DoorRefusal, type RawBody, refuse } from './door.ts'
import { ok, type Result } from './result.ts'

/**
 * Parses what came through a door. A signature proves who sent a text, not that the text is harmless: what would
 * confuse us later (prototype keys, broken Unicode, nests without end) is refused here with 400, never thrown.
 */

/** Fields as they arrived; own properties only. */
export type Fields = Readonly<Record<string, unknown>>

const MAX_DEPTH = 64
const MAX_FORM_FIELDS = 100

/** Strict UTF-8: no replacement characters in place of what was sent. */
export function parseText(raw: RawBody): Result<string, DoorRefusal> {
  if (typeof raw === 'string' ? raw.isWellFormed() : isUtf8(raw)) return ok(raw.toString())
  return refuse(400, 'The body is not valid UTF-8.')
}

/** A JSON object at most 64 levels deep, without `__proto__`, lone surrogates or NUL. */
export function parseJsonObject(text: string): Result<Fields, DoorRefusal> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(400, 'The JSON cannot be parsed.')
  }
  const wrong = whatIsWrong(value)
  if (wrong !== undefined) return refuse(400, wrong)
  return isFields(value) ? ok(value) : refuse(400, 'The JSON must be an object.')
}

/** The fields of a form: each name once, at most 100, percent-encoded UTF-8. */
export function parseForm(text: string): Result<Fields, DoorRefusal> {
  const pairs = text.split('&', MAX_FORM_FIELDS + 1).filter((pair) => pair !== '')
  if (pairs.length > MAX_FORM_FIELDS) return refuse(400, `The form has more than ${MAX_FORM_FIELDS} fields.`)
  const fields: Record<string, string> = {}
  try {
    for (const pair of pairs) {
      const end = pair.indexOf('=')
      const key = decodeField(end < 0 ? pair : pair.slice(0, end))
      const value = end < 0 ? '' : decodeField(pair.slice(end + 1))
      if (key === '__proto__') return refuse(400, 'The body contains the key __proto__.')
      if (isBroken(key) || isBroken(value)) return refuse(400, 'The body contains NUL or half a surrogate pair.')
      if (Object.hasOwn(fields, key)) return refuse(400, 'The form gives the same field twice.')
      fields[key] = value
    }
  } catch {
    return refuse(400, 'The form is not valid percent-encoded UTF-8.')
  }
  return ok(fields)
}

// Unlike URLSearchParams, decodeURIComponent refuses bytes that are not UTF-8 instead of replacing them.
function decodeField(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// A list of its own instead of recursion: a deep nest must not overflow the stack that guards against it.
function whatIsWrong(root: unknown): string | undefined {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    if (typeof value === 'string') {
      if (isBroken(value)) return 'The body contains NUL or half a surrogate pair.'
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`
      if (Object.hasOwn(value, '__proto__')) return 'The body contains the key __proto__.'
      for (const [key, child] of Object.entries(value)) {
        if (isBroken(key)) return 'The body contains NUL or half a surrogate pair.'
        if (typeof child === 'string' || typeof child === 'object') open.push({ value: child, depth: depth + 1 })
      }
    }
  }
  return undefined
}

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}
