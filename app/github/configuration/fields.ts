import * as z from 'zod'
import type { Configuration } from '../../projects/configuration.ts'
import { MAX_NEED_LABEL, MAX_NEEDS, type Need } from '../../projects/contract.ts'
import { parseImportRule } from '../../projects/import-rule.ts'
import { WITHOUT_TASK } from '../../projects/project.ts'
import { WEEKDAYS } from '../../projects/working-hours.ts'
import { err, ok, type Result } from '../../result.ts'
import { holdsSecret } from '../../secrets/shapes.ts'
import { PHASES } from '../../tasks/phase.ts'
import { RESOURCE_KINDS } from '../../tasks/resource.ts'
import { hoursIn, weekdaysIn, zoneIn } from '../../verbs/settings-arguments.ts'

/** What a configuration may hold at most of each sort. */
export const MAX = { gates: 8, checks: 30, documents: 10, contracts: 40, bots: 20, roles: 20, people: 200 } as const

/** A GitHub login, with or without its `@`. */
export const login = z
  .string()
  .regex(/^@?[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, 'is no GitHub login, such as devi-rao')
  .transform((text) => text.replace(/^@/, ''))
  .meta({
    description: 'A GitHub login. It counts once somebody of the workspace has linked it.',
    examples: ['devi-rao'],
  })

/** A Slack channel, by its link or its id; comes out as the id. */
export const channel = z
  .string()
  .regex(
    /^(?:https:\/\/[\w.-]+\.slack\.com\/archives\/)?[CG][A-Z0-9]{6,20}\/?$/,
    'is no channel: paste the link that Slack gives (the channel’s name, Copy link), or its id, such as C0123456789',
  )
  .transform((text) => /([CG][A-Z0-9]+)\/?$/.exec(text)?.[1] ?? text)
  .meta({
    description: 'A Slack channel, by its link or its id. CodexFlow has to be in it.',
    examples: ['https://northwind.slack.com/archives/C0123456789', 'C0123456789'],
  })

/** One line of text of at most so many characters, without anything hidden or secret in it. */
export const line = (most: number) =>
  z
    .string()
    .min(1, 'has nothing in it')
    .max(most, `is longer than ${most} characters`)
    .refine(
      (text) => text.trim() === text && !/[\p{Cc}\p{Cf}]/u.test(text),
      'has to be one line without hidden characters',
    )
    .refine((text) => !holdsSecret(text), 'seems to hold a password, a token or a key; say where it is kept instead')

/** A role of approvers. */
export const role = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,29}$/, 'is no role: small letters and hyphens, such as tech-lead')

/** A text in the grammar of the commands. */
export function spoken<T>(read: (text: string) => Result<T, { readonly what: string }>) {
  return z.string().transform((text, context) => {
    const value = read(text)
    if (value.ok) return value.value
    // Commands have no space behind the colon, and a file needs one.
    context.addIssue({
      code: 'custom',
      message: `: ${value.error.what.replace(/\bwrite (\w+):(?=\S)/g, 'write $1: ')}`,
    })
    return z.NEVER
  })
}

/** Which issues become tasks. */
export function importIn(text: string): Result<NonNullable<Configuration['import']>, { readonly what: string }> {
  const rule = parseImportRule(text)
  return rule === undefined ? err({ what: 'is neither none, nor all, nor label:… with the name of a label' }) : ok(rule)
}

/** A switch, as YAML says it or in words. */
export const onOff = z.union([z.boolean(), z.enum(['on', 'off'])]).transform((said) => said === true || said === 'on')

const phase = z.enum(PHASES)

const need = z
  .union([
    z.enum(RESOURCE_KINDS),
    z.strictObject({
      kind: z.enum(RESOURCE_KINDS).meta({ description: 'What kind of thing.' }),
      label: line(MAX_NEED_LABEL)
        .exactOptional()
        .meta({ description: 'Its name, where several of the kind could be meant.' }),
    }),
  ])
  .transform((said): Need => (typeof said === 'string' ? { kind: said } : said))

/** What one phase hands on to another. */
export const contract = z
  .strictObject({
    from: phase.meta({ description: 'The phase whose work ends.' }),
    to: phase.meta({ description: 'The phase that goes on with it.' }),
    needs: z
      .array(need)
      .min(1, 'names nothing')
      .max(MAX_NEEDS, `names more than ${MAX_NEEDS} things`)
      .meta({ description: 'What a hand-off from one to the other has to name.', examples: [['api', 'arn']] }),
    'if-missing': z.enum(['warn', 'block']).exactOptional().meta({
      description:
        'warn (the default): whoever finishes is asked, and may go on without. block: nobody goes on without.',
    }),
  })
  .transform(({ 'if-missing': ifMissing = 'warn', ...rest }) => ({ ...rest, ifMissing }))

/** When people work. */
export const workingHours = z
  .strictObject({
    hours: spoken(hoursIn)
      .exactOptional()
      .meta({ description: 'From when to when, on the clock.', examples: ['09:00-17:30'] }),
    days: spoken(weekdaysIn)
      .exactOptional()
      .meta({ description: 'On which days.', examples: ['mon-fri', 'sun-thu'] }),
    zone: spoken(zoneIn)
      .exactOptional()
      .meta({ description: 'A time zone of IANA’s.', examples: ['Africa/Lagos'] }),
  })
  .transform(({ hours, days, zone }) => ({
    ...(zone === undefined ? {} : { zone }),
    ...(hours === undefined && days === undefined
      ? {}
      : {
          week: Object.fromEntries(
            (days ?? WEEKDAYS.slice(0, 5)).map((day) => [day, hours ?? { from: 540, to: 1020 }]),
          ),
        }),
  }))

/** What becomes of pull requests that name no task. */
export const pullRequests = z
  .strictObject({
    'without-task': z.enum(WITHOUT_TASK).exactOptional().meta({
      description:
        'ignore (the default): a pull request that names no task is left alone. ask: its check CodexFlow asks it to name one, and does not pass before it does.',
    }),
  })
  .transform(({ 'without-task': withoutTask }) => (withoutTask === undefined ? {} : { withoutTask }))
