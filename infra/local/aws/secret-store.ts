import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { readJson, writeJson } from '../json-file.ts'
import { ApiError } from './api-error.ts'

/** Secrets Manager on a laptop: the operations that we use, in its own words. Throws `ApiError`. */
export type SecretStore = { perform(operation: string, input: unknown): Promise<unknown> }

export type SecretStoreOptions = {
  /** Where secrets are kept; in memory alone when absent. */
  readonly file?: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What each secret says, by its name. One that says something else by now is given that as a new version. */
  readonly given: Readonly<Record<string, Fields>>
  /** Those that nobody outside knows: what is given counts only as long as there is none. */
  readonly ours?: readonly string[]
  /** Those that can be rotated. */
  readonly rotated?: readonly string[]
  /** Has one of them rotated; `version` is the one to be made. */
  readonly rotate?: (arn: string, version: string) => Promise<void>
}
type Fields = Readonly<Record<string, unknown>>

/** One without a text was named by a rotation that has not come so far as to say what it is. */
const versionSchema = z.object({
  id: z.string(),
  text: z.string().optional(),
  createdAt: z.number(),
  stages: z.array(z.string()),
})
type Version = z.output<typeof versionSchema>
const keptSchema = z.record(
  z.string(),
  z.object({ rotatedAt: z.number().optional(), versions: z.array(versionSchema) }),
)
type Kept = z.output<typeof keptSchema>[string]

const CURRENT = 'AWSCURRENT'
const PREVIOUS = 'AWSPREVIOUS'
const PENDING = 'AWSPENDING'

const inputs = {
  GetSecretValue: z.object({
    SecretId: z.string(),
    VersionId: z.string().optional(),
    VersionStage: z.string().optional(),
  }),
  DescribeSecret: z.object({ SecretId: z.string() }),
  PutSecretValue: z.object({
    SecretId: z.string(),
    ClientRequestToken: z.string().optional(),
    SecretString: z.string(),
    VersionStages: z.array(z.string()).optional(),
  }),
  UpdateSecretVersionStage: z.object({
    SecretId: z.string(),
    VersionStage: z.string(),
    MoveToVersionId: z.string(),
    RemoveFromVersionId: z.string().optional(),
  }),
  RotateSecret: z.object({ SecretId: z.string() }),
}

/** Opens the store, and puts into it what is given and not there. */
export async function openSecrets(options: SecretStoreOptions): Promise<SecretStore> {
  const { file, now, given, ours = [], rotated = [], rotate } = options
  const kept = keptSchema.parse((file === undefined ? undefined : await readJson(file)) ?? {})
  let writing: Promise<void> = Promise.resolve()
  const keep = () => {
    if (file !== undefined) writing = writing.then(() => writeJson(file, kept, 0o600))
    return writing
  }
  // What has been rotated is not put back by the next start.
  const hasRotated = (name: string) => rotated.includes(name) && kept[name]?.rotatedAt !== undefined
  for (const [name, fields] of Object.entries(given)) {
    const secret = kept[name]
    if (secret === undefined) kept[name] = { versions: [] }
    else if (ours.includes(name) || hasRotated(name) || holds(current(secret), fields)) continue
    put(kept[name]!, randomUUID(), JSON.stringify(fields), [CURRENT], now())
  }
  await keep()

  const found = (id: string): readonly [string, Kept] => {
    const name = id.startsWith('arn:') ? id.slice(ARN.length, -SUFFIX.length) : id
    const secret = kept[name]
    if (secret === undefined) throw missing("Secrets Manager can't find the specified secret.")
    return [name, secret]
  }

  return {
    async perform(operation, input) {
      switch (operation) {
        case 'GetSecretValue': {
          const { SecretId, VersionId, VersionStage } = inputs.GetSecretValue.parse(input)
          const [name, { versions }] = found(SecretId)
          const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined)
          const version = versions.find(
            ({ id, stages }) => (VersionId ?? id) === id && (stage === undefined || stages.includes(stage)),
          )
          if (version?.text === undefined) throw missing("Secrets Manager can't find the specified secret value.")
          const { id, text, createdAt, stages } = version
          const said = { SecretString: text, VersionId: id, VersionStages: stages, CreatedDate: createdAt / 1_000 }
          return { ARN: arnOf(name), Name: name, ...said }
        }
        case 'DescribeSecret': {
          const [name, { versions, rotatedAt }] = found(inputs.DescribeSecret.parse(input).SecretId)
          return {
            ...{ ARN: arnOf(name), Name: name, RotationEnabled: rotated.includes(name) },
            ...(rotatedAt === undefined ? {} : { LastRotatedDate: rotatedAt / 1_000 }),
            VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
          }
        }
        case 'PutSecretValue': {
          const { SecretId, ClientRequestToken, SecretString, VersionStages } = inputs.PutSecretValue.parse(input)
          const [name, secret] = found(SecretId)
          const id = ClientRequestToken ?? randomUUID()
          put(secret, id, SecretString, VersionStages ?? [CURRENT], now())
          await keep()
          return { ARN: arnOf(name), Name: name, VersionId: id, VersionStages: VersionStages ?? [CURRENT] }
        }
        case 'UpdateSecretVersionStage': {
          const { SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId } =
            inputs.UpdateSecretVersionStage.parse(input)
          const [name, secret] = found(SecretId)
          const holder = secret.versions.find(({ stages }) => stages.includes(VersionStage))
          if (holder !== undefined && holder.id !== MoveToVersionId && holder.id !== RemoveFromVersionId) {
            throw new ApiError(400, 'InvalidParameterException', `${VersionStage} is attached to another version.`)
          }
          move(secret, VersionStage, MoveToVersionId)
          if (VersionStage === CURRENT) secret.rotatedAt = now()
          await keep()
          return { ARN: arnOf(name), Name: name }
        }
        case 'RotateSecret': {
          const [name, secret] = found(inputs.RotateSecret.parse(input).SecretId)
          if (rotate === undefined || !rotated.includes(name)) {
            throw new ApiError(400, 'InvalidRequestException', 'Rotation is not enabled for this secret.')
          }
          const id = begun(secret) ?? randomUUID()
          if (begun(secret) === undefined) announce(secret, id, now())
          await keep()
          await rotate(arnOf(name), id)
          return { ARN: arnOf(name), Name: name, VersionId: id }
        }
        default:
          throw new ApiError(400, 'UnknownOperationException', `The laptop does not offer ${operation}.`)
      }
    },
  }
}

function put(secret: Kept, id: string, text: string, stages: readonly string[], at: number): void {
  const known = secret.versions.find((version) => version.id === id)
  if (known === undefined) secret.versions.push({ id, text, createdAt: at, stages: [] })
  else if (known.text === undefined) Object.assign(known, { text, createdAt: at })
  else if (known.text !== text) {
    throw new ApiError(400, 'ResourceExistsException', 'A version with this token says something else.')
  }
  for (const stage of stages) move(secret, stage, id)
}

// A rotation that did not end is gone on with, under the same name.
function begun({ versions }: Kept): string | undefined {
  return versions.find(({ stages }) => stages.includes(PENDING) && !stages.includes(CURRENT))?.id
}

function announce(secret: Kept, id: string, at: number): void {
  secret.versions.push({ id, createdAt: at, stages: [] })
  move(secret, PENDING, id)
}

// What loses AWSCURRENT becomes AWSPREVIOUS, as there. A version without a stage is deleted in time; here at once.
function move(secret: Kept, stage: string, to: string): void {
  const before = secret.versions.find(({ stages }) => stages.includes(stage))
  if (before?.id === to) return
  attach(secret, stage, to)
  if (stage === CURRENT && before !== undefined) attach(secret, PREVIOUS, before.id)
  secret.versions = secret.versions.filter(({ stages }) => stages.length > 0)
}

function attach({ versions }: Kept, stage: string, to: string): void {
  const target = versions.find(({ id }) => id === to)
  if (target === undefined) throw missing("Secrets Manager can't find the specified secret version.")
  for (const version of versions) version.stages = version.stages.filter((one) => one !== stage)
  target.stages.push(stage)
}

function current({ versions }: Kept): Version | undefined {
  return versions.find(({ stages }) => stages.includes(CURRENT))
}

function holds(version: Version | undefined, fields: Fields): boolean {
  const said = version?.text === undefined ? {} : (JSON.parse(version.text) as Fields)
  return Object.entries(fields).every(([field, value]) => isDeepStrictEqual(said[field], value))
}

function missing(words: string): ApiError {
  return new ApiError(400, 'ResourceNotFoundException', words)
}

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:'
// Secrets Manager puts six letters behind every name.
const SUFFIX = '-laptop'

function arnOf(name: string): string {
  return `${ARN}${name}${SUFFIX}`
}
