import { describe, expect, it } from 'vitest'
import { fillSecret, renewSecret, secretOrderOf } from '../../infra/release/secret.ts'

function asked(before: string | undefined, given: string) {
  const written: string[] = []
  const said: string[] = []
  return {
    written,
    said,
    store: {
      read: async () => before,
      write: async (region: string, id: string, text: string) => void written.push(`${region} ${id} ${text}`),
    },
    print: (text: string) => void said.push(text),
    complain: (text: string) => void said.push(text),
    answers: async () => given,
  }
}
const order = { stage: 'dev', name: 'slack-app' } as const

describe('filling a secret', () => {
  it('keeps the fields that nobody named, and says names only', async () => {
    const around = asked('{"botToken":"xoxb-old"}', '{"clientSecret":"the-client-secret"}')
    expect(await fillSecret(order, around)).toBe(0)
    expect(around.written).toEqual([
      'us-east-1 codexflow/dev/slack-app {"botToken":"xoxb-old","clientSecret":"the-client-secret"}',
    ])
    expect(around.said).toEqual(['codexflow/dev/slack-app holds botToken, clientSecret.'])
  })

  it('says what is still lacking', async () => {
    const around = asked('', '{}')
    expect(await fillSecret({ stage: 'dev', name: 'github-app' }, around)).toBe(0)
    expect(around.said).toEqual(['codexflow/dev/github-app holds nothing; it lacks privateKey.'])
    expect(around.written).toEqual([])
  })

  it.each([
    ['xoxb-123', 'That is no JSON object of texts. Nothing was changed.'],
    ['["xoxb-123"]', 'That is no JSON object of texts. Nothing was changed.'],
    [
      '{"token":"xoxb-123"}',
      'codexflow/dev/slack-app has no field token: only clientSecret, botToken. Nothing was changed.',
    ],
    ['{"botToken":123}', 'That is no JSON object of texts. Nothing was changed.'],
  ])('refuses %s without repeating it', async (given, words) => {
    const around = asked('{}', given)
    expect(await fillSecret(order, around)).toBe(1)
    expect([around.written, around.said]).toEqual([[], [words]])
  })

  it('does not make one that the stack will make', async () => {
    const around = asked(undefined, '{"botToken":"xoxb-123"}')
    expect(await fillSecret(order, around)).toBe(1)
    expect(around.written).toEqual([])
    expect(around.said).toEqual([
      'codexflow/dev/slack-app is not there. npm run deploy -- --stage dev makes it with the data stack.',
    ])
  })
})

describe('the command line of npm run secret', () => {
  it('takes a stage and a name', () => {
    expect(secretOrderOf(['--stage', 'dev', 'slack-app'])).toEqual(order)
    expect(secretOrderOf(['--help'])).toBe('help')
  })

  it('takes no value there, and repeats none', () => {
    const wrongs = [
      ['--stage', 'dev', 'slack-app', 'xoxb-123'],
      ['slack-app'],
      ['--stage', 'dev', 'nothing'],
      ['--stage', 'moon', 'slack-app'],
    ].map((args) => JSON.stringify(secretOrderOf(args)))
    expect(wrongs.every((wrong) => wrong.includes('wrong'))).toBe(true)
    expect(wrongs.join()).not.toContain('xoxb')
  })
})

describe('renewing what CloudFront says', () => {
  const edge = { stage: 'production', name: 'edge-header', renew: true } as const
  const make = () => 'made up'

  it('keeps what it said before, for as long as CloudFront may say it, and prints none of it', async () => {
    const around = asked('{"secret":"old","before":["older","oldest","long gone"]}', '')
    expect(await renewSecret(edge, { ...around, make })).toBe(0)
    expect(around.written).toEqual([
      'us-east-1 codexflow/production/edge-header {"secret":"made up","before":["old","older","oldest"]}',
    ])
    expect(around.said).toEqual([
      'codexflow/production/edge-header is another by now; what was before counts on. The next deployment of production has CloudFront say it.',
    ])
  })

  it('does nothing where there is no edge, or not yet', async () => {
    const without = asked('{"secret":"old"}', '')
    expect(await renewSecret({ ...edge, stage: 'dev' }, { ...without, make })).toBe(1)
    const early = asked(undefined, '')
    expect(await renewSecret(edge, { ...early, make })).toBe(1)
    expect([without.written, without.said, early.written, early.said]).toEqual([
      [],
      ['dev has no edge.'],
      [],
      [
        'codexflow/production/edge-header is not there. npm run deploy -- --stage production makes it with the data stack.',
      ],
    ])
  })

  it('is for that one alone', () => {
    expect(secretOrderOf(['--stage', 'production', 'edge-header', '--renew'])).toEqual(edge)
    expect(secretOrderOf(['--stage', 'production', 'keys', '--renew'])).toEqual({
      wrong: 'only edge-header is renewed so: docs/operations.md, "Changing a secret", says how the others are',
    })
  })
})
