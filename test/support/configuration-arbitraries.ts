import fc from 'fast-check'
import { stringify } from 'yaml'
import type { Configuration } from '../../app/projects/configuration.ts'
import { importText } from '../../app/projects/import-rule.ts'
import { WITHOUT_TASK } from '../../app/projects/project.ts'
import { WEEKDAYS } from '../../app/projects/working-hours.ts'
import { PHASES } from '../../app/tasks/phase.ts'
import { RESOURCE_KINDS } from '../../app/tasks/resource.ts'
import type { Gate } from '../../app/tasks/task.ts'

/** Configurations of every shape, and the file that says them. */

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const login = fc.constantFrom('amy-adeyemi', 'devi-rao', 'Gaius', 'nobody', 'x')
const channel = fc.constantFrom('C0123456789', 'G0ABCDEFG', 'C0TEAM00001')
const text = fc.constantFrom(
  'User API',
  'yes',
  '12',
  'a: b',
  '# no comment',
  '“quotes”',
  '- dash',
  'null',
  '日本',
  "it's",
  'a "b"',
  '@x',
)
const role = fc.constantFrom('tech-lead', 'product-manager', 'qa')
const address = fc.constantFrom('https://docs.example.com/api', 'https://example.com/a?b=c#d')
const environment = fc.constantFrom('production', 'staging')
const minute = fc.integer({ min: 0, max: 23 * 60 + 59 })
const span = fc
  .tuple(minute, minute)
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ from, to: to > from ? to : to + 1440 }))

const oneGate: fc.Arbitrary<Gate> = fc.oneof(
  fc.constant<Gate>({ kind: 'merged' }),
  fc.constant<Gate>({ kind: 'checks', names: [] }),
  environment.map((each): Gate => ({ kind: 'deployed', environment: each })),
)
const approval: fc.Arbitrary<Gate> = fc
  .tuple(fc.uniqueArray(role, { minLength: 1 }), fc.integer({ min: 1, max: 3 }))
  .map(([roles, quorum]) => ({ kind: 'approved', roles, quorum }))
const gates = fc.oneof(
  fc.constant<Gate[]>([{ kind: 'manual' }]),
  fc
    .tuple(fc.uniqueArray(oneGate, { maxLength: 3, selector: gateText }), some(approval))
    .map(([others, approved]) => [...others, ...(approved === undefined ? [] : [approved])]),
)

const contract = fc.record({
  from: fc.constantFrom(...PHASES),
  to: fc.constantFrom(...PHASES),
  needs: fc.array(
    fc
      .record({ kind: fc.constantFrom(...RESOURCE_KINDS), label: some(text) })
      .map(({ kind, label }) => ({ kind, ...(label === undefined ? {} : { label }) })),
    { minLength: 1, maxLength: 4 },
  ),
  ifMissing: fc.constantFrom('warn' as const, 'block' as const),
})

const hours = fc
  .record({
    zone: some(fc.constantFrom('Africa/Lagos', 'Europe/Berlin')),
    days: some(fc.tuple(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }), span)),
  })
  .map(({ zone, days }) => ({
    ...(zone === undefined ? {} : { zone }),
    ...(days === undefined ? {} : { week: Object.fromEntries(days[0].map((day) => [day, days[1]])) }),
  }))

/** Any configuration that a file can say. */
export const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    project: some(fc.constant('UAPI')),
    name: some(text),
    channel: some(channel),
    lead: some(login),
    phases: some(
      fc.dictionary(
        fc.constantFrom(...PHASES),
        fc.record({ channel: some(channel), lead: some(login) }).map(withoutGaps),
        { maxKeys: 4 },
      ),
    ),
    approvers: some(fc.dictionary(role, fc.uniqueArray(login, { maxLength: 3 }), { maxKeys: 3 })),
    gates: some(gates),
    checks: some(fc.uniqueArray(text, { maxLength: 3 })),
    documents: some(
      fc
        .dictionary(text, address, { maxKeys: 3 })
        .map((all) => Object.entries(all).map(([label, url]) => ({ label, url }))),
    ),
    contracts: some(fc.array(contract, { maxLength: 3 })),
    import: some(
      fc.constantFrom('none' as const, { kind: 'all' as const }, { kind: 'label' as const, label: 'codex flow' }),
    ),
    bots: some(fc.uniqueArray(fc.constantFrom('dependabot[bot]', 'renovate[bot]'), { maxLength: 2 })),
    pulls: some(fc.record({ withoutTask: some(fc.constantFrom(...WITHOUT_TASK)) }).map(withoutGaps)),
    hours: some(hours),
    delivery: some(fc.record({ updates: some(fc.boolean()), comments: some(fc.boolean()) }).map(withoutGaps)),
    people: some(fc.dictionary(login, fc.constantFrom('devi@northwind.example', 'U0DEVI0001'), { maxKeys: 2 })),
  })
  .map((all) => withoutGaps(all) as Configuration)

function withoutGaps<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** A configuration as the file that says it. */
export function printed(said: Configuration): string {
  const { gates: all, documents, contracts, import: rule, pulls, hours: working, ...rest } = said
  return stringify(
    withoutGaps({
      ...rest,
      gates: all?.map(gateText),
      documents:
        documents === undefined ? undefined : Object.fromEntries(documents.map(({ label, url }) => [label, url])),
      contracts: contracts?.map(({ ifMissing, ...each }) => ({ ...each, 'if-missing': ifMissing })),
      import: rule === undefined ? undefined : importText(rule === 'none' ? undefined : rule),
      'pull-requests': pulls === undefined ? undefined : withoutGaps({ 'without-task': pulls.withoutTask }),
      'working-hours': working === undefined ? undefined : hoursText(working),
    }),
  )
}

function gateText(gate: Gate): string {
  switch (gate.kind) {
    case 'deployed':
      return `deployed:${gate.environment}`
    case 'approved':
      return `approved:${gate.quorum}of:${gate.roles.join('+')}`
    default:
      return gate.kind
  }
}

function hoursText({ zone, week }: NonNullable<Configuration['hours']>): object {
  const [first] = Object.values(week ?? {})
  const clock = (minutes: number) =>
    `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return withoutGaps({
    zone,
    days: week === undefined ? undefined : Object.keys(week).join(','),
    hours: first === undefined ? undefined : `${clock(first.from)}-${clock(first.to)}`,
  })
}
