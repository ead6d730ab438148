import * as z from 'zod'
import { once } from '../../lazily.ts'
import type { Configuration } from '../../projects/configuration.ts'
import { MAX_APPROVERS } from '../../tasks/approval.ts'
import { PHASES } from '../../tasks/phase.ts'
import { urlIn } from '../../verbs/arguments.ts'
import { gatesIn } from '../../verbs/gates.ts'
import {
  channel,
  contract,
  importIn,
  line,
  login,
  MAX,
  onOff,
  pullRequests,
  role,
  spoken,
  workingHours,
} from './fields.ts'

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
