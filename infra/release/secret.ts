import { type SecretName, type SecretSpec, secretId, secrets } from '../secrets.ts'
import { type Stage, type StageName, stages } from '../stages.ts'
import { filledFields } from './secret-fields.ts'

export const SECRET_USAGE = [
  `npm run secret -- --stage ${Object.keys(stages).join('|')} NAME`,
  '  asks for each field of a secret and puts it into Secrets Manager; an empty answer leaves a field as it is',
  '  `… < fields.json` takes a JSON object instead. Never on the command line: other processes can read that',
  `  NAME: ${Object.keys(secrets).join(', ')}`,
  'npm run secret -- --stage STAGE edge-header --renew',
  '  makes up another, beside those before it: the next deployment has CloudFront say it',
].join('\n')

/** The one that is ours and that nothing renews by itself: CloudFront has to be deployed to say it. */
const RENEWED = 'edge-header'
/** So many that were said before count on. */
const KEPT_MARKS = 3

export type SecretOrder = { readonly stage: StageName; readonly name: SecretName; readonly renew?: true }

/** Reads the arguments of `npm run secret -- …`. */
export function secretOrderOf(args: readonly string[]): SecretOrder | 'help' | { readonly wrong: string } {
  if (args.includes('--help') || args.includes('-h')) return 'help'
  const [flag, stage = '', name = '', ...more] = args
  if (flag !== '--stage' || !Object.hasOwn(stages, stage))
    return { wrong: `secret needs --stage and one of ${Object.keys(stages).join(', ')}` }
  if (!Object.hasOwn(secrets, name)) return { wrong: `There is no secret called "${name.slice(0, 20)}"` }
  if (more.length === 1 && more[0] === '--renew') {
    if (name === RENEWED) return { stage: stage as StageName, name, renew: true }
    return { wrong: `only ${RENEWED} is renewed so: docs/operations.md, "Changing a secret", says how the others are` }
  }
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

/**
 * Makes up what CloudFront will say. What it says until it is deployed counts on, however long that takes. Prints no value. Answers
 * the exit code.
 */
export async function renewSecret(
  { stage, name }: SecretOrder,
  { store, print, complain, make }: Omit<Asked, 'answers'> & { readonly make: () => string },
): Promise<number> {
  const { region, edge }: Stage = stages[stage]
  const id = secretId(stage, name)
  const said = objectOf((edge ? await store.read(region, id) : undefined) ?? '')
  if (said === undefined) {
    complain(
      edge
        ? `${id} is not there. npm run deploy -- --stage ${stage} makes it with the data stack.`
        : `${stage} has no edge.`,
    )
    return 1
  }
  const before = [said['secret'], said['before']].flat().filter((one) => typeof one === 'string' && one !== '')
  await store.write(region, id, JSON.stringify({ secret: make(), before: before.slice(0, KEPT_MARKS) }))
  print(`${id} is another by now; what was before counts on. The next deployment of ${stage} has CloudFront say it.`)
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
