import { type SecretName, type SecretSpec, secretId, secrets } from '../secrets.ts'
import { type Stage, type StageName, stages } from '../stages.ts'
import { filledFields } from './secret-fields.ts'

export const SECRET_USAGE = [
  `npm run secret -- --stage ${Object.keys(stages).join('|')} NAME`,
  '  asks for each field of a secret and puts it into Secrets Manager; an empty answer leaves a field as it is',
  '  `… < fields.json` takes a JSON object instead. Never on the command line: other processes can read that',
  `  NAME: ${Object.keys(secrets).join(', ')}`,
].join('\n')

export type SecretOrder = { readonly stage: StageName; readonly name: SecretName }

/** Reads the arguments of `npm run secret -- …`. */
export function secretOrderOf(args: readonly string[]): SecretOrder | 'help' | { readonly wrong: string } {
  if (args.includes('--help') || args.includes('-h')) return 'help'
  const [flag, stage = '', name = '', ...more] = args
  if (flag !== '--stage' || !Object.hasOwn(stages, stage))
    return { wrong: `secret needs --stage and one of ${Object.keys(stages).join(', ')}` }
  if (!Object.hasOwn(secrets, name)) return { wrong: `There is no secret called "${name.slice(0, 20)}"` }
  // What stands behind may be a secret: it is not repeated.
  if (more.length > 0) return { wrong: 'secret takes no values on the command line' }
  return { stage: stage as StageName, name: name as SecretName }
}

/** Secrets Manager, as far as this script needs it. */
export type SecretStore = {
  /** The text of a secret; nothing when there is no such secret. */
  readonly read: (region: string, id: string) => Promise<string | undefined>
  readonly write: (region: string, id: string, text: string) => Promise<void>
}

type Asked = {
  readonly store: SecretStore
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** Fields from the outside: what was piped in, or the answers of somebody at the terminal. */
  readonly answers: (fields: readonly string[]) => Promise<string>
}

/** Fills the fields of one secret; those that are not named stay. Prints names, never values. Answers the exit code. */
export async function fillSecret(
  { stage, name }: SecretOrder,
  { store, print, complain, answers }: Asked,
): Promise<number> {
  const { region }: Stage = stages[stage]
  const spec: SecretSpec = secrets[name]
  const id = secretId(stage, name)
  const before = await store.read(region, id)
  if (before === undefined) {
    complain(`${id} is not there. npm run deploy -- --stage ${stage} makes it with the data stack.`)
    return 1
  }
  const known = [...spec.fields, ...spec.optional]
  const given = objectOf(await answers(known))
  if (given === undefined || Object.values(given).some((value) => typeof value !== 'string')) {
    complain('That is no JSON object of texts. Nothing was changed.')
    return 1
  }
  const strange = Object.keys(given).filter((field) => !known.includes(field))
  if (strange.length > 0) {
    complain(`${id} has no field ${strange.join(', ')}: only ${known.join(', ')}. Nothing was changed.`)
    return 1
  }
  const text = JSON.stringify({ ...(objectOf(before) ?? {}), ...given })
  if (Object.keys(given).length > 0) await store.write(region, id, text)
  const there = filledFields(text)
  const empty = spec.fields.filter((field) => !there.includes(field))
  print(
    `${id} holds ${there.length === 0 ? 'nothing' : there.join(', ')}${empty.length === 0 ? '' : `; it lacks ${empty.join(', ')}`}.`,
  )
  return 0
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}
