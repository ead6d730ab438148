import { Fault, unreachable } from '../errors.ts'
import { BELIEVED_FOR, type SecretVersion } from './cached-secret.ts'

/** What Secrets Manager asks for, one after another, each at least once. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-functions.html */
export const rotationSteps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
export type RotationStep = (typeof rotationSteps)[number]

/** One step, for the version that Secrets Manager has named and that is to come into force. */
export type RotationOrder = { readonly id: string; readonly version: string; readonly step: RotationStep }

/** The versions of a secret, written as its rotation writes them. */
export type SecretVersions = {
  /** The stages of each version, by its id, and when a rotation ended last (epoch milliseconds; 0: never). */
  list(
    id: string,
  ): Promise<{ readonly stages: Readonly<Record<string, readonly string[]>>; readonly rotatedAt: number }>
  /** Nothing: the version has a name, and no value yet. */
  read(id: string, version: string): Promise<SecretVersion | undefined>
  /** Gives a version its value, as `AWSPENDING`. */
  prepare(id: string, version: string, text: string): Promise<void>
  /** Moves `AWSCURRENT`; what was there becomes the one before. */
  promote(id: string, versions: { readonly from: string; readonly to: string }): Promise<void>
}

/** What a secret says, whatever it is. */
export type Said = Readonly<Record<string, unknown>>

/** How one secret is rotated. */
export type Rotation = {
  /** What it says after `said`, with `made` as what nobody has ever known. */
  readonly after: (said: Said, made: string) => Said
  /** What is signed with, and then all else that is accepted. */
  readonly accepts: (said: Said) => readonly [string, ...string[]]
  /** Whoever outside signs with it: told when that is another one, and asked whether it was heard. */
  readonly outside?: { tell(secret: string): Promise<void>; heard(): Promise<void> }
}

export type RotationPorts = {
  readonly versions: SecretVersions
  /** A secret that nobody can guess. */
  readonly make: () => string
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** What was put into force so long ago is known to every process. Milliseconds. */
const KNOWN_AFTER = 2 * BELIEVED_FOR

/**
 * Does one step. Nobody ever signs with what not everybody accepts already: what will sign next stands in the version in force
 * for one rotation before it does. Each step may come twice, and the whole may begin again wherever it broke; a version that is in force has
 * nothing left to be done. Throws a `Fault`, and changes nothing, where that order would be broken.
 */
export async function rotate(ports: RotationPorts, rotation: Rotation, order: RotationOrder): Promise<void> {
  const { versions, now } = ports
  const { id, version, step } = order
  const { stages, rotatedAt } = await versions.list(id)
  const own = stages[version]
  if (own?.includes('AWSCURRENT')) return
  if (own?.includes('AWSPENDING') !== true) throw new Fault('no rotation waits for this version', { version })
  const from = Object.keys(stages).find((one) => stages[one]?.includes('AWSCURRENT'))
  const current = from === undefined ? undefined : await versions.read(id, from)
  if (from === undefined || current === undefined) throw new Fault('there is nothing to rotate', { id })
  const before = said(current)
  const settled = now() - Math.max(rotatedAt, current.createdAt) >= KNOWN_AFTER

  const pending = await versions.read(id, version)
  if (step === 'createSecret') {
    if (pending !== undefined) return
    const after = rotation.after(before, ports.make())
    signerAfter(rotation, before, after, settled)
    return versions.prepare(id, version, JSON.stringify(after))
  }
  if (pending === undefined) throw new Fault('a version was never prepared', { version })
  const signer = signerAfter(rotation, before, said(pending), settled)
  switch (step) {
    case 'setSecret':
      return signer === undefined ? undefined : rotation.outside?.tell(signer)
    case 'testSecret':
      return signer === undefined ? undefined : rotation.outside?.heard()
    case 'finishSecret':
      return versions.promote(id, { from, to: version })
    default:
      return unreachable(step)
  }
}

/** What signs from now on, if that is another; a `Fault` while anybody may not know it yet. */
function signerAfter({ accepts }: Rotation, before: Said, after: Said, settled: boolean): string | undefined {
  const [signing, ...others] = accepts(before)
  const [signer] = accepts(after)
  if (signer === signing) return undefined
  if (!others.includes(signer)) {
    throw new Fault('what was prepared is not accepted by what is in force: the secret was changed in the meantime')
  }
  if (!settled) throw new Fault('the secret was changed only just now: not every process knows yet what would sign')
  return signer
}

function said({ text }: SecretVersion): Said {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Its own words would repeat the secret.
  }
  throw new Fault('a secret is not a JSON object')
}
