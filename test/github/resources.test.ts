import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PULL_RESOURCES, readResources } from '../../app/github/resources.ts'
import { hostileText } from '../support/hostile-text.ts'

const block = (...lines: readonly string[]) => `Before\n\n\`\`\`codexflow\n${lines.join('\n')}\n\`\`\`\nAfter`
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:user-api'

describe('the resources of a pull request', () => {
  it('are read by kind, by other names for a kind, and by the name of a document', () => {
    const body = block(
      '# what the next one needs',
      `arn: ${ARN}`,
      'API: https://api.northwind.example/v1?stage=prod&x=1',
      'db: user-table',
      '',
      'env: production',
      'doc: https://docs.northwind.example',
      'Run book = https://docs.northwind.example/run?a=b',
      'note: ask Priya, she knows',
    )
    expect(readResources(body)).toEqual({
      resources: [
        { kind: 'arn', label: 'ARN', value: ARN },
        { kind: 'api', label: 'API', value: 'https://api.northwind.example/v1?stage=prod&x=1' },
        { kind: 'database', label: 'Database', value: 'user-table' },
        { kind: 'environment', label: 'Environment', value: 'production' },
        { kind: 'document', label: 'Document', value: 'https://docs.northwind.example' },
        { kind: 'document', label: 'Run book', value: 'https://docs.northwind.example/run?a=b' },
        { kind: 'note', label: 'Note', value: 'ask Priya, she knows' },
      ],
      problems: [],
    })
  })

  it('are nothing outside a block of ours', () => {
    const elsewhere = `arn: ${ARN}\n\`\`\`yaml\narn: ${ARN}\n\`\`\`\n<!--\n${block(`arn: ${ARN}`)}\n-->`
    expect(readResources(elsewhere)).toEqual({ resources: [], problems: [] })
  })

  it.each([
    'api: https://max:hunter2@api.northwind.example',
    'api: https://github.com@evil.example/login',
    'doc: Specs = https://token@docs.northwind.example',
    'db: postgres://app:hunter2@db.internal/users',
    'note: the token is xoxb-1-2-hunter2',
    'Report = https://x.s3.amazonaws.com/k?X-Amz-Signature=hunter2',
    'AKIAIOSFODNN7EXAMPLE = https://docs.northwind.example',
  ])('are never a password, a token or a key: %s', (line) => {
    const read = readResources(block(line))
    expect(read).toEqual({
      resources: [],
      problems: ['Line 1 of a codexflow block seems to hold a password, a token or a key.'],
    })
  })

  it('are not guessed from bad lines, which are reported without their text', () => {
    const body = block(
      'just words',
      'arn: not-an-arn',
      'api: javascript:alert(1)',
      'colour: red',
      'Secrets = file:///etc/passwd',
      `note: ${'x'.repeat(1_001)}`,
      'db: user-table',
    )
    expect(readResources(body)).toMatchInlineSnapshot(`
      {
        "problems": [
          "Line 1 of a codexflow block is not of the form "kind: value" or "Label = https://…".",
          "Line 2 of a codexflow block holds no ARN.",
          "Line 3 of a codexflow block holds no http or https address.",
          "Line 4 of a codexflow block has an unknown kind; known are arn, url, lambda, api, database, runtime, environment, document, version, note.",
          "Line 5 of a codexflow block names a document whose address is not http or https.",
          "Line 6 of a codexflow block is longer than 1000 characters.",
        ],
        "resources": [
          {
            "kind": "database",
            "label": "Database",
            "value": "user-table",
          },
        ],
      }
    `)
  })

  it('are at most twenty; of the same kind and label the last one counts', () => {
    const many = Array.from({ length: 25 }, (_, index) => `Page ${index} = https://x.example/${index}`)
    const { resources, problems } = readResources(block(...many, 'Page 0 = https://x.example/again'))
    expect(resources).toHaveLength(MAX_PULL_RESOURCES)
    expect(resources[0]).toEqual({ kind: 'document', label: 'Page 0', value: 'https://x.example/again' })
    expect(problems).toHaveLength(5)
  })

  it('are bounded and on one line, whatever a stranger writes', () => {
    const text = fc.oneof(hostileText, fc.string({ unit: 'binary', maxLength: 1_500 }))
    const kind = fc.constantFrom('note', 'output', 'doc', 'api', 'db', 'arn', 'runtime', 'Run book', '')
    const line = fc.oneof(
      text,
      fc.tuple(kind, fc.constantFrom(': ', ':', ' = ', '='), text).map((parts) => parts.join('')),
      fc.tuple(kind, text).map(([name, label]) => `${name}: ${label} = https://docs.northwind.example/${name.length}`),
    )
    let read = 0
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const { resources, problems } = readResources(block(...lines))
        read += resources.length
        expect(resources.length).toBeLessThanOrEqual(MAX_PULL_RESOURCES)
        expect(problems.length).toBeLessThanOrEqual(10)
        for (const { label, value } of resources) {
          expect(label.length).toBeLessThanOrEqual(80)
          expect(value.length).toBeLessThanOrEqual(1_000)
          expect([label.trim(), value.trim()]).not.toContain('')
          expect(`${label}${value}`).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        }
      }),
    )
    // It would hold as well if everything were refused.
    expect(read).toBeGreaterThan(0)
  })

  it('takes the label of an address that brings one', () => {
    const body = '```codexflow\ndoc: API Specs = https://docs.example.com/api?a=b\nurl: Console = nowhere\n```'
    expect(readResources(body)).toEqual({
      resources: [{ kind: 'document', label: 'API Specs', value: 'https://docs.example.com/api?a=b' }],
      problems: ['Line 2 of a codexflow block holds no http or https address.'],
    })
  })
})
