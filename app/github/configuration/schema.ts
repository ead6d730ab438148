import * as z from 'zod'
import { once } from '../../lazily.ts'
import type { Configuration } from '../../projects/configuration.ts'
import { MAX_NEED_LABEL, MAX_NEEDS, type Need } from '../../projects/contract.ts'
import { parseImportRule } from '../../projects/import-rule.ts'
import { WITHOUT_TASK } from '../../projects/project.ts'
import { WEEKDAYS } from '../../projects/working-hours.ts'
import { err, ok, type Result } from '../../result.ts'
import { holdsSecret } from '../../secret.ts'
import { MAX_APPROVERS } from '../../tasks/approval.ts'
import { PHASES } from '../../tasks/phase.ts'
import { RESOURCE_KINDS } from '../../tasks/resource.ts'
import { urlIn } from '../../verbs/arguments.ts'
import { gatesIn } from '../../verbs/gates.ts'
import { hoursIn, weekdaysIn, zoneIn } from '../../verbs/settings-arguments.ts'

/** What a configuration may hold at most of each sort. */
const MAX = { gates: 8, checks: 30, documents: 10, contracts: 40, bots: 20, roles: 20, people: 200 } as const

const login = z
  .string()
  .regex(/^@?[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, 'is no GitHub login, such as devi-rao')
  .transform((text) => text.replace(/^@/, ''))
  .meta({
    description: 'A GitHub login. It counts once somebody of the workspace has linked it.',
    examples: ['devi-rao'],
  })

const channel = z
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

const line = (most: number) =>
  z
    .string()
    .min(1, 'has nothing in it')
    .max(most, `is longer than ${most} characters`)
    .refine(
      (text) => text.trim() === text && !/[\p{Cc}\p{Cf}]/u.test(text),
      'has to be one line without hidden characters',
    )
    .refine((text) => !holdsSecret(text), 'seems to hold a password, a token or a key; say where it is kept instead')

const role = z.string().regex(/^[a-z][a-z0-9-]{1,29}$/, 'is no role: small letters and hyphens, such as tech-lead')

/** A text in the grammar of the commands. */
function spoken<T>(read: (text: string) => Result<T, { readonly what: string }>) {
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

function importIn(text: string): Result<NonNullable<Configuration['import']>, { readonly what: string }> {
  const rule = parseImportRule(text)
  return rule === undefined ? err({ what: 'is neither none, nor all, nor label:… with the name of a label' }) : ok(rule)
}

const onOff = z.union([z.boolean(), z.enum(['on', 'off'])]).transform((said) => said === true || said === 'on')

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

const contract = z
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

const workingHours = z
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

const pullRequests = z
  .strictObject({
    'without-task': z.enum(WITHOUT_TASK).exactOptional().meta({
      description:
        'ignore (the default): a pull request that names no task is left alone. ask: its check CodexFlow asks it to name one, and does not pass before it does.',
    }),
  })
  .transform(({ 'without-task': withoutTask }) => (withoutTask === undefined ? {} : { withoutTask }))

/**
 * The whole file. Its descriptions are what editors show while somebody types; `docs/codexflow.schema.json` is made of it,
 * and a test fails while the two differ.
 */
export const configurationSchema = once(() =>
  z
    .strictObject({
      project: z
        .string()
        .regex(/^[A-Z][A-Z0-9]{1,9}$/, 'is no project key: two to ten capitals or digits, a letter first')
        .exactOptional()
        .meta({ description: 'The key of the project that this file is for.', examples: ['UAPI'] }),
      name: line(80)
        .exactOptional()
        .meta({ description: 'What the project is called.', examples: ['User API'] }),
      channel: channel
        .exactOptional()
        .meta({ description: 'The Slack channel of the project, by its link or its id.' }),
      lead: login.exactOptional().meta({ description: 'The GitHub login of whoever leads the project.' }),
      phases: z
        .strictObject(
          Object.fromEntries(
            PHASES.map((each) => [
              each,
              z
                .strictObject({
                  channel: channel.exactOptional().meta({ description: `The Slack channel that hears of ${each}.` }),
                  lead: login.exactOptional().meta({ description: `Whoever leads ${each}.` }),
                })
                .exactOptional()
                .meta({ description: `Channel and lead of ${each}, where they differ from those of the project.` }),
            ]),
          ) as Record<(typeof PHASES)[number], z.ZodExactOptional<z.ZodObject<PhaseShape>>>,
        )
        .exactOptional()
        .meta({ description: 'The phases of the work.' }),
      approvers: z
        .record(role, z.union([login, z.array(login).max(MAX_APPROVERS, `names more than ${MAX_APPROVERS} people`)]))
        .transform((said) => Object.fromEntries(Object.entries(said).map(([key, who]) => [key, [who].flat()])))
        .refine((said) => Object.keys(said).length <= MAX.roles, `has more than ${MAX.roles} roles`)
        .exactOptional()
        .meta({
          description:
            'Who may approve, by role. Counts when a lead or an owner of the workspace brings it to the default branch.',
          examples: [{ 'tech-lead': ['amy-adeyemi'], 'product-manager': 'petra' }],
        }),
      gates: z
        .array(spoken((text) => gatesIn([text], [])))
        .max(MAX.gates, `has more than ${MAX.gates} gates`)
        .transform((said, context) => {
          const gates = said.flat()
          const manual = gates.some(({ kind }) => kind === 'manual') && gates.length > 1
          if (manual)
            context.addIssue({
              code: 'custom',
              message: ': manual stands alone; with it a task is done when somebody says so',
            })
          if (gates.filter(({ kind }) => kind === 'approved').length > 1)
            context.addIssue({
              code: 'custom',
              message:
                ': approved: stands there twice; name all roles in one, such as approved:tech-lead+product-manager',
            })
          return gates
        })
        .exactOptional()
        .meta({
          description:
            'When a new task counts as done: merged, checks, manual, deployed:<environment>, approved:<role>+<role>.',
          examples: [['merged', 'deployed:production']],
        }),
      checks: z
        .array(line(200))
        .max(MAX.checks, `has more than ${MAX.checks} checks`)
        .exactOptional()
        .meta({
          description: 'Checks that stand in the way when they fail; none named: all.',
          examples: [['build', 'test']],
        }),
      documents: z
        .record(
          line(80),
          spoken((text) => urlIn(text, 'the document')),
        )
        .transform((said) => Object.entries(said).map(([label, url]) => ({ label, url })))
        .refine((said) => said.length <= MAX.documents, `has more than ${MAX.documents} documents`)
        .exactOptional()
        .meta({
          description: 'Documents that every hand-off offers, by name.',
          examples: [{ 'API Specs': 'https://docs.example.com/api' }],
        }),
      contracts: z
        .array(contract)
        .max(MAX.contracts, `has more than ${MAX.contracts} contracts`)
        .exactOptional()
        .meta({ description: 'What a phase owes the next one.' }),
      import: spoken(importIn)
        .exactOptional()
        .meta({
          description: 'Which issues become tasks: none, all, or those with a label.',
          examples: ['label:codexflow', 'all', 'none'],
        }),
      bots: z
        .array(
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\[bot\])?$/, 'is no login of a bot, such as dependabot[bot]')
            .transform((text) => (text.endsWith('[bot]') ? text : `${text}[bot]`)),
        )
        .max(MAX.bots, `has more than ${MAX.bots} bots`)
        .exactOptional()
        .meta({
          description: 'Bots whose pull requests and commits may speak for tasks; none are, unless named.',
          examples: [['renovate[bot]']],
        }),
      'pull-requests': pullRequests.exactOptional().meta({ description: 'What this project asks of pull requests.' }),
      'working-hours': workingHours
        .exactOptional()
        .meta({ description: 'When people work who chose no hours of their own, for what concerns this project.' }),
      delivery: z
        .strictObject({
          updates: onOff
            .exactOptional()
            .meta({ description: 'Channels of the phases hear of each hand-off, in a few lines that mention nobody.' }),
          comments: onOff
            .exactOptional()
            .meta({ description: 'A comment on the issue of a task says how it stands; on unless said otherwise.' }),
        })
        .exactOptional()
        .meta({ description: 'Who else hears, beside the one that a hand-off is for.' }),
      people: z
        .record(
          login,
          z
            .string()
            .regex(
              /^(?:[^\s@]{1,64}@[^\s@]{1,190}|[UW][A-Z0-9]{6,20})$/,
              'is neither an e-mail address nor a Slack id',
            ),
        )
        .refine((said) => Object.keys(said).length <= MAX.people, `has more than ${MAX.people} people`)
        .exactOptional()
        .meta({
          description:
            'Whose GitHub login that is, by e-mail address or Slack id. Counts when a lead or an owner of the workspace brings it to the default branch.',
          examples: [{ 'devi-rao': 'devi@northwind.example' }],
        }),
    })
    .transform(
      ({ 'working-hours': hours, 'pull-requests': pulls, ...rest }): Configuration => ({
        ...rest,
        ...(hours === undefined ? {} : { hours }),
        ...(pulls === undefined ? {} : { pulls }),
      }),
    )
    .meta({
      title: 'CodexFlow',
      description: 'What a repository says of its CodexFlow project. What it leaves out is left to people.',
    }),
)

type PhaseShape = {
  readonly channel: z.ZodExactOptional<typeof channel>
  readonly lead: z.ZodExactOptional<typeof login>
}

/** The JSON schema by which editors complete and check the file. */
export function jsonSchema(): object {
  return {
    $id: 'https://github.com/codexflow/codexflow/blob/main/docs/codexflow.schema.json',
    ...z.toJSONSchema(configurationSchema(), { io: 'input', target: 'draft-7' }),
  }
}
