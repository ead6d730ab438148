import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_BYTES, MAX_PROBLEMS, readConfiguration } from '../../../app/github/configuration/read.ts'
import { jsonSchema } from '../../../app/github/configuration/schema.ts'
import type { Configuration } from '../../../app/projects/configuration.ts'
import { configurations, printed } from '../../support/configuration-arbitraries.ts'

async function said(text: string): Promise<Configuration> {
  const read = await readConfiguration(text)
  if (!read.ok) throw new Error(words(read.error).join('\n'))
  return read.value.said
}

function words(
  problems: readonly { readonly line: number; readonly column: number; readonly why: string }[],
): string[] {
  return problems.map(({ line, column, why }) => `${line}:${column} ${why}`)
}

async function wrong(text: string): Promise<string[]> {
  const read = await readConfiguration(text)
  return read.ok ? [] : words(read.error)
}

describe('a configuration', () => {
  it('says what the file says, in any of the ways in which it can be written', async () => {
    expect(
      await said(`
        project: UAPI
        name: User API
        channel: https://northwind.slack.com/archives/C0123456789
        lead: "@amy-adeyemi"
        phases:
          infrastructure: {channel: C0INFRA0001, lead: devi-rao}
        approvers:
          tech-lead: [amy-adeyemi, devi-rao]
          product-manager: petra
        gates: [merged, "deployed:production", "approved:tech-lead+product-manager"]
        checks: [build]
        documents:
          API Specs: https://docs.example.com/api
        contracts:
          - {from: infrastructure, to: backend, needs: [api, arn, {kind: url, label: Dashboard}], if-missing: block}
          - {from: backend, to: qa, needs: [environment]}
        import: label:codexflow
        bots:
          - dependabot[bot]
          - renovate
        pull-requests: {without-task: ask}
        working-hours: {hours: 09:00-17:30, days: sun-thu, zone: Africa/Lagos}
        delivery: {updates: on, comments: false}
        people: {devi-rao: devi@northwind.example}
      `),
    ).toEqual({
      project: 'UAPI',
      name: 'User API',
      channel: 'C0123456789',
      lead: 'amy-adeyemi',
      phases: { infrastructure: { channel: 'C0INFRA0001', lead: 'devi-rao' } },
      approvers: { 'tech-lead': ['amy-adeyemi', 'devi-rao'], 'product-manager': ['petra'] },
      gates: [
        { kind: 'merged' },
        { kind: 'deployed', environment: 'production' },
        { kind: 'approved', roles: ['tech-lead', 'product-manager'], quorum: 2 },
      ],
      checks: ['build'],
      documents: [{ label: 'API Specs', url: 'https://docs.example.com/api' }],
      contracts: [
        {
          from: 'infrastructure',
          to: 'backend',
          needs: [{ kind: 'api' }, { kind: 'arn' }, { kind: 'url', label: 'Dashboard' }],
          ifMissing: 'block',
        },
        { from: 'backend', to: 'qa', needs: [{ kind: 'environment' }], ifMissing: 'warn' },
      ],
      import: { kind: 'label', label: 'codexflow' },
      bots: ['dependabot[bot]', 'renovate[bot]'],
      hours: {
        zone: 'Africa/Lagos',
        week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'sun'].map((day) => [day, { from: 540, to: 1050 }])),
      },
      pulls: { withoutTask: 'ask' },
      delivery: { updates: true, comments: false },
      people: { 'devi-rao': 'devi@northwind.example' },
    })
  })

  it('may be empty: then everything is left to people', async () => {
    expect([await said(''), await said('# nothing yet\n'), await said('---\n')]).toEqual([{}, {}, {}])
  })

  it('is read as it was printed, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(configurations, async (configuration) => {
        expect(await said(printed(configuration))).toEqual(configuration)
      }),
    )
  })
})

describe('a wrong configuration', () => {
  it('is told what is wrong, line by line, and what was meant', async () => {
    const problems = await wrong(
      `projct: UAPI
channel: #user-api
lead: 7
phases:
  bakend: {lead: x}
  backend: {laed: x}
  qa: [a]
gates: [mergd, manual]
contracts:
  - {from: infra, to: backend, needs: [apii, {kind: url, lable: x}, 7]}
  - {to: backend, needs: api}
documents:
  X: ftp://x
approvers:
  Tech Lead: [a]
  tech-lead: {a: b}
import: some
bots: [yes and no]
pull-requests: {without-task: asks, without: 1}
working-hours: {hours: "9 to 5", zone: Lagos}
delivery: {updates: yes}
people: {a: b}
name: ""
__proto__: {polluted: true}
`,
    )
    expect(`\n${problems.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      1:1 there is no "projct" here; did you mean project?
      2:1 channel has nothing behind it; a # begins a comment, so put text with # in quotes
      3:1 lead has to be text; it is the number 7; put quotes around what is meant as text
      5:3 there is no "bakend" in phases; did you mean backend?
      6:13 there is no "laed" in phases.backend; did you mean lead?
      7:3 phases.qa has to be a map of keys and values; it is a list
      8:9 gates: "mergd" is no gate; there are merged, checks, manual, deployed:environment and approved:role+role
      10:6 contracts.from: "infra" is none; did you mean infrastructure?
      10:40 contracts.needs: "apii" is none; did you mean api?
      10:58 there is no "lable" in contracts.needs; did you mean label?
      10:69 contracts.needs: "7" is none; there are arn, url, lambda, api, database, runtime, environment, document, version and note
      11:5 contracts lacks "from"
      11:19 contracts.needs has to be a list; it is text
      13:3 documents.X: the document needs an address that begins with https://, and "ftp://x" is none
      15:3 "Tech Lead" is no role: small letters and hyphens, such as tech-lead
      16:3 approvers.tech-lead cannot be a map of keys and values
      17:1 import: is neither none, nor all, nor label:… with the name of a label
      18:8 bots is no login of a bot, such as dependabot[bot]
      19:17 pull-requests.without-task: "asks" is none; did you mean ask?
      19:37 there is no "without" in pull-requests; did you mean without-task?
      20:17 working-hours.hours: "9 to 5" are no hours; write hours: 09:00-17:30
      20:34 working-hours.zone: "Lagos" is no time zone; write zone: Africa/Lagos
      21:12 delivery.updates: "yes" is none; there are on and off
      22:10 people.a is neither an e-mail address nor a Slack id
      23:1 name has nothing in it
      24:1 there is no "__proto__" here; there are project, name, channel, lead, phases, approvers, gates, checks, documents, contracts, import, bots, pull-requests, working-hours, delivery and people
      "
    `)
    expect('polluted' in {}).toBe(false)
  })

  it.each([
    [
      'no YAML',
      'name: User API\n  lead: x\n',
      [
        '1:7 this is no YAML: Nested mappings are not allowed in compact mappings',
        '1:7 this is no YAML: Implicit keys need to be on a single line',
      ],
    ],
    ['a key twice', 'lead: a\nlead: b\n', ['2:1 this is no YAML: Map keys must be unique']],
    ['a tag', 'lead: !!js/function x\n', ['1:7 this is no YAML: Unresolved tag: tag:yaml.org,2002:js/function']],
    ['two documents', 'lead: a\n---\nlead: b\n', ['2:1 a second document begins here; there may be one']],
    ['a list', '- lead\n', ['1:1 the file has to be a map of keys and values; it is a list']],
    ['hidden characters', 'name: "a\\u202Eb"\n', ['1:1 name has to be one line without hidden characters']],
    [
      'two manners of done',
      'gates: [manual, merged]\n',
      ['1:1 gates: manual stands alone; with it a task is done when somebody says so'],
    ],
  ])('may be %s', async (_, text, problems) => {
    expect(await wrong(text)).toEqual(problems)
  })

  it('is told where a secret stands, and not what it is', async () => {
    const token = ['xoxb', '123456789', 'abcdef'].join('-')
    const problems = await wrong(`name: a\ndocuments:\n  Token: https://example.com/?token=${token}\n`)
    expect(problems).toEqual([
      '3:1 this line seems to hold a password, a token or a key; take it back, for others can read this file',
    ])
  })

  it('costs no more than its size: neither by length, nor by anchors, nor by its number of mistakes', async () => {
    expect(await wrong(`name: ${'x'.repeat(MAX_BYTES)}\n`)).toEqual([
      `1:1 it has ${MAX_BYTES + 7} bytes; at most ${MAX_BYTES} are read`,
    ])
    const bomb = Array.from({ length: 9 }, (_, depth) =>
      depth === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
        : `a${depth}: &a${depth} [${Array(9)
            .fill(`*a${depth - 1}`)
            .join(', ')}]`,
    )
    expect(await wrong(bomb.join('\n'))).toEqual(['1:1 it repeats anchors more than 50 times'])
    const many = Array.from({ length: 500 }, (_, index) => `x${index}: 1`).join('\n')
    expect(await wrong(many)).toHaveLength(MAX_PROBLEMS)
  })

  it('is refused or read, and never breaks, whatever stands in it', async () => {
    const line = fc.tuple(
      fc.constantFrom('lead', 'phases', 'gates', 'contracts', 'approvers', 'people', '__proto__', 'constructor', 'x'),
      fc.oneof(
        fc.string(),
        fc.constantFrom('[', '{a: b', '&a [*a]', '!!binary x', '|', '? x', '{from: qa}', '[{}]', '[[[]]]'),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 4 }), fc.string({ unit: 'binary' }), async (lines, junk) => {
        for (const text of [lines.map(([key, value]) => `${key}: ${value}`).join('\n'), junk]) {
          const read = await readConfiguration(text)
          if (!read.ok) expect(read.error.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})

it('is described to editors by the published schema, key by key', () => {
  const published: unknown = JSON.parse(readFileSync('docs/codexflow.schema.json', 'utf8'))
  expect(published, 'docs/codexflow.schema.json is older than the code: npm run schema').toEqual(jsonSchema())
  const undescribed = keysOf(published, '').flatMap(([key, schema]) => ('description' in schema ? [] : [key]))
  expect(undescribed).toEqual([])
})

function keysOf(schema: unknown, path: string): [string, object][] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([name, value]): [string, object][] => {
    if (name !== 'properties') return keysOf(value, path)
    return Object.entries(value as Record<string, object>).flatMap(([key, each]) => [
      [`${path}${key}`, each] as [string, object],
      ...keysOf(each, `${path}${key}.`),
    ])
  })
}

/** Keys that have another name once they are read. */
const OURS = new Map([
  ['working-hours', 'hours'],
  ['pull-requests', 'pulls'],
])

it('is shown in the README as it can be used, with every key that there is', async () => {
  const [, example = ''] = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
  const all = Object.keys((jsonSchema() as { properties: object }).properties)
  expect(Object.keys(await said(example)).toSorted()).toEqual(all.map((key) => OURS.get(key) ?? key).toSorted())
})
