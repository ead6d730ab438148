import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'

/** One version of a secret: the JSON object that it says, and when that was put there (epoch milliseconds). */
export type SecretVersion = { readonly text: string; readonly createdAt: number }

/** Reads the version of a secret that is in force, or the one before it; nothing when there is none. */
export type ReadSecret = (id: string, stage: 'AWSCURRENT' | 'AWSPREVIOUS') => Promise<SecretVersion | undefined>

/** A secret as its users have it: read when it is first asked for, and believed for a while. */
export type Secret<Value> = {
  /** What is in force, as far as this process has heard. Throws a `Fault` while it could never be read. */
  now(): Promise<Value>
  /**
   * Looks once more, because `than` does not fit: another value, or nothing when there is no other or when it was looked only
   * just now. So that nobody who knocks with what fits nothing can have us ask without end.
   */
  again(than: Value): Promise<Value | undefined>
}

export type SecretPorts = {
  readonly read: ReadSecret
  /** Told each value that is secret, before anybody uses it: no log line may hold one. */
  readonly learn: (value: string) => void
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly wait: (ms: number) => Promise<void>
  readonly log: Log
}

/** Which secret it is, and what its users take from its versions: the one in force, then the one before it. */
export type SecretSpec<Value> = {
  /** Its name or ARN, and the variable that says so. */
  readonly id: string | undefined
  readonly variable: string
  /** Whether what was in force before counts for a while after a change. */
  readonly overlaps?: boolean
  readonly take: (versions: readonly SecretFields[]) => Value
}

/** How long a process believes what it has read. Milliseconds. */
export const BELIEVED_FOR = 5 * 60_000
/** After a change, what was in force before counts for so long. Milliseconds. */
export const OVERLAP = 60 * 60_000
/** At least so much lies between two looks that come sooner. Milliseconds. */
export const LOOKS_APART = 30_000
/** A request waits so long for a second look at a secret of which it has a good value. Milliseconds. */
const PATIENCE = 800

/**
 * A secret that is read by `ports`. When it cannot be read again, the last good value stays in force, and the log says so: a
 * service that is away for an hour must not close our doors.
 */
export function cachedSecret<Value>(spec: SecretSpec<Value>, ports: SecretPorts): Secret<Value> {
  const { now, wait, log } = ports
  let known: { readonly value: Value; readonly until: number } | undefined
  let looking: Promise<Value> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  const look = (): Promise<Value> => {
    looking ??= load().finally(() => {
      looking = undefined
    })
    return looking
  }
  const load = async (): Promise<Value> => {
    lookedAt = now()
    const value = spec.take(await versionsOf(spec, ports))
    known = { value, until: now() + BELIEVED_FOR }
    return value
  }
  const lookOver = (last: Value): Promise<Value> =>
    look().catch((error: unknown) => {
      log.warn('A secret could not be read again; the last one stays in force', { which: spec.variable, error })
      return last
    })

  return {
    async now() {
      if (known === undefined) return look()
      if (known.until > now()) return known.value
      const { value } = known
      // Whoever comes in the meantime goes on with the last one, and whoever looks does not wait for ever.
      known = { value, until: now() + LOOKS_APART }
      return Promise.race([lookOver(value), wait(PATIENCE).then(() => value)])
    },
    async again(than) {
      if (known !== undefined && known.value !== than) return known.value
      if (looking === undefined && now() - lookedAt < LOOKS_APART) return undefined
      const value = await lookOver(than)
      return value === than ? undefined : value
    },
  }
}

async function versionsOf<Value>(spec: SecretSpec<Value>, ports: SecretPorts): Promise<readonly SecretFields[]> {
  const { id, variable } = spec
  if (id === undefined) throw new Fault(`${variable} is not set: it names a secret of Secrets Manager`)
  const current = await ports.read(id, 'AWSCURRENT')
  if (current === undefined) throw new Fault('there is no such secret, or it has no value yet', { which: variable })
  const fields = secretFields(variable, current, ports.learn)
  if (spec.overlaps !== true || ports.now() - current.createdAt > OVERLAP) return [fields]
  const previous = await ports.read(id, 'AWSPREVIOUS').catch((error: unknown) => {
    ports.log.warn('What a secret was before could not be read', { which: variable, error })
    return undefined
  })
  return previous === undefined ? [fields] : [fields, secretFields(variable, previous, ports.learn)]
}

/** What a version says. Whatever is missing or of another kind is a `Fault` that names the field, never its value. */
export type SecretFields = {
  text(field: string): string
  optional(field: string): string | undefined
  /** A list of texts, or one text; empty when the field is missing. */
  list(field: string): readonly string[]
}

function secretFields(variable: string, { text }: SecretVersion, learn: (value: string) => void): SecretFields {
  const object = parsed(text)
  if (object === undefined) throw new Fault('a secret is not a JSON object', { which: variable })
  for (const value of Object.values(object).flat()) if (typeof value === 'string') learn(value)
  const wrong = (field: string, why: string) => new Fault('a secret lacks something', { which: variable, field, why })
  const optional = (field: string): string | undefined => {
    const value = object[field]
    if (value === undefined || value === '') return undefined
    if (typeof value !== 'string') throw wrong(field, 'it must be a text')
    return value
  }
  return {
    optional,
    text(field) {
      const value = optional(field)
      // Anybody could sign with nothing.
      if (value === undefined) throw wrong(field, 'it is empty or missing')
      return value
    },
    list(field) {
      const value = object[field] ?? []
      if (typeof value === 'string') return value === '' ? [] : [value]
      if (Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')) return value
      throw wrong(field, 'it must be a list of texts')
    },
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
