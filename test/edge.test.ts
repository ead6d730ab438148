import { describe, expect, it } from 'vitest'
import type { DoorAnswer } from '../app/door.ts'
import { behindEdge, EDGE_HEADER } from '../app/edge.ts'
import { jsonLog } from '../app/log.ts'
import { cachedSecret, LOOKS_APART, OVERLAP, type SecretVersion } from '../app/secrets/cached-secret.ts'
import { post } from './support/requests.ts'

const IN: DoorAnswer = { statusCode: 200, headers: {}, body: 'in' }
const OUT: DoorAnswer = {
  statusCode: 403,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: '{"error":"Forbidden."}',
}

/** A door behind an edge of which the secret is kept as on AWS, with a clock that is moved by hand. */
function stage() {
  let time = 100 * OVERLAP
  let versions: readonly SecretVersion[] = [{ text: '{"secret":"mark-one"}', createdAt: 0 }]
  let away = false
  const [calls, counted, lines]: [string[], unknown[], string[]] = [[], [], []]
  const marks = cachedSecret<readonly string[]>(
    {
      ...{ id: 'codexflow/test/edge-header', variable: 'CODEXFLOW_SECRET_EDGE_HEADER', overlaps: true },
      take: (all) => all.flatMap((fields) => [fields.text('secret'), ...fields.list('before')]),
    },
    {
      read: async (_id, which) => {
        calls.push(which)
        if (away) throw new Error('Secrets Manager is away')
        return versions[which === 'AWSCURRENT' ? 0 : 1]
      },
      learn: () => {},
      now: () => time,
      wait: () => new Promise((resolve) => setImmediate(resolve)),
      log: jsonLog(() => {}),
    },
  )
  const door = behindEdge(
    'github',
    {
      marks,
      meanwhile: async () => void calls.push('what the door asks for'),
      measure: (metric, value, apart) => void counted.push([metric, value, apart]),
      log: jsonLog((line) => lines.push(line)),
    },
    async () => IN,
  )
  return {
    ...{ calls, counted, lines },
    knock: (...said: readonly string[]) =>
      door(
        post('{}', {
          headers: Object.fromEntries(said.map((one, at) => [at ? 'X-CodexFlow-Edge' : EDGE_HEADER, one])),
        }),
      ),
    put: (text: string) => {
      versions = [{ text, createdAt: time }, ...versions]
    },
    later: (ms: number) => {
      time += ms
    },
    loses: () => {
      away = true
    },
  }
}

describe('a door behind an edge', () => {
  it('takes what came by CloudFront', async () => {
    const { knock, counted } = stage()
    expect(await knock('mark-one')).toBe(IN)
    expect(counted).toEqual([])
  })

  it('refuses who found the API’s own name, says no more, asks for nothing, and counts it', async () => {
    const { knock, calls, counted } = stage()
    expect(await knock()).toEqual(OUT)
    expect(calls).toEqual([])
    expect(counted).toEqual([['DoorRejections', 1, { door: 'github', reason: '403' }]])
  })

  it('refuses who guesses, and who says it twice', async () => {
    const { knock, counted } = stage()
    const guesses = [['mark-on'], ['mark-two'], [''], ['mark-one ', 'mark-one'], ['mark-one', 'mark-one']]
    for (const guess of guesses) expect(await knock(...guess)).toEqual(OUT)
    expect(counted).toEqual(guesses.map(() => ['DoorRejections', 1, { door: 'github', reason: '403' }]))
  })

  it('lets nobody make it ask without end', async () => {
    const { knock, calls, later } = stage()
    for (let guess = 0; guess < 20; guess++) await knock(`guess ${guess}`)
    expect(calls.filter((call) => call === 'AWSCURRENT').length).toBe(1)
    later(LOOKS_APART)
    for (let guess = 0; guess < 20; guess++) await knock(`guess ${guess}`)
    expect(calls.filter((call) => call === 'AWSCURRENT').length).toBe(2)
  })

  it('asks for its own secret at the same time: a cold door waits once', async () => {
    const { knock, calls } = stage()
    await knock('mark-one')
    expect(calls.slice(0, 2).toSorted()).toEqual(['AWSCURRENT', 'what the door asks for'])
  })

  it('takes both while it is renewed, for as long as CloudFront says the old one', async () => {
    const { knock, put, later } = stage()
    expect(await knock('mark-one')).toBe(IN)
    put('{"secret":"mark-two","before":["mark-one"]}')
    // CloudFront may be sooner than the five minutes for which a process believes what it has read.
    later(LOOKS_APART)
    expect([await knock('mark-two'), await knock('mark-one')]).toEqual([IN, IN])
    later(100 * OVERLAP)
    expect([await knock('mark-two'), await knock('mark-one'), await knock('mark-three')]).toEqual([IN, IN, OUT])
  })

  it('takes what was before for an hour where somebody forgot to keep it, and then no longer', async () => {
    const { knock, put, later } = stage()
    put('{"secret":"mark-two"}')
    expect([await knock('mark-one'), await knock('mark-two')]).toEqual([IN, IN])
    later(2 * OVERLAP)
    await knock('mark-two')
    later(LOOKS_APART)
    expect([await knock('mark-one'), await knock('mark-two')]).toEqual([OUT, IN])
  })

  it('answers 500 while nobody can tell, so that it is sent again, and says why', async () => {
    const { knock, loses, counted, lines } = stage()
    loses()
    expect((await knock('mark-one')).statusCode).toBe(500)
    expect(counted).toEqual([['DoorRejections', 1, { door: 'github', reason: 'broken' }]])
    expect(lines.join()).toMatch(/Nobody can tell whether a request came by the edge/)
    expect(lines.join()).not.toContain('mark-one')
  })
})

it('without an edge a door is the very one that it was', () => {
  const door = async () => IN
  const options = { marks: undefined, measure: () => {}, log: jsonLog(() => {}) }
  expect(behindEdge('slack', options, door)).toBe(door)
})
