import { describe, expect, it } from 'vitest'
import { checkedBy } from '../../app/door.ts'
import { jsonLog } from '../../app/log.ts'
import { ok } from '../../app/result.ts'
import {
  BELIEVED_FOR,
  cachedSecret,
  LOOKS_APART,
  OVERLAP,
  type SecretSpec,
  type SecretVersion,
} from '../../app/secrets/cached-secret.ts'

const VARIABLE = 'CODEXFLOW_SECRET_HOOK'

/** One secret in a Secrets Manager that counts what it is asked, with a clock that is moved by hand. */
function stage<Value = readonly string[]>(spec: Partial<SecretSpec<Value>> = {}) {
  let time = 100 * OVERLAP
  let versions: readonly SecretVersion[] = [{ text: '{"secret":"first-value"}', createdAt: 0 }]
  let trouble: 'none' | 'away' | 'silent' = 'none'
  const calls: string[] = []
  const lines: string[] = []
  const learnt: string[] = []
  const secret = cachedSecret<Value>(
    {
      ...{ id: 'codexflow/test/hook', variable: VARIABLE, overlaps: true },
      take: (all) => all.map((fields) => fields.text('secret')) as Value,
      ...spec,
    },
    {
      read: async (id, stage) => {
        calls.push(`${id} ${stage}`)
        if (trouble === 'away') throw new Error('Secrets Manager is away')
        if (trouble === 'silent') await new Promise(() => {})
        return versions[stage === 'AWSCURRENT' ? 0 : 1]
      },
      learn: (value) => void learnt.push(value),
      now: () => time,
      // As long as a call that is answered at all.
      wait: () => new Promise((resolve) => setImmediate(resolve)),
      log: jsonLog((line) => lines.push(line)),
    },
  )
  return {
    secret,
    ...{ calls, lines, learnt },
    later: (ms: number) => {
      time += ms
    },
    /** Puts a version there; what was in force becomes the one before. */
    put: (text: string) => {
      versions = [{ text, createdAt: time }, ...versions]
    },
    is: (now: typeof trouble) => {
      trouble = now
    },
    /** A request that was signed with `by`. */
    knock: async (by: string) => {
      const signers = secret as Parameters<typeof checkedBy>[0]
      const claim = ok({ isSignedWith: (one: string) => one === by, read: () => ok('let in') })
      const request = await checkedBy(signers, claim)
      return request.ok ? request.value : request.error.status
    },
  }
}

describe('a secret', () => {
  it('is read when it is first asked for, once for all who ask at the same time, and then believed for a while', async () => {
    const { secret, calls, later } = stage()
    expect(calls).toEqual([])
    expect(await Promise.all([secret.now(), secret.now(), secret.now()])).toEqual(Array(3).fill(['first-value']))
    later(BELIEVED_FOR - 1)
    await secret.now()
    expect(calls).toEqual(['codexflow/test/hook AWSCURRENT'])
    later(1)
    await Promise.all([secret.now(), secret.now(), secret.now()])
    expect(calls).toHaveLength(2)
  })

  it('is another one after a while, when somebody has changed it', async () => {
    const { secret, put, later } = stage()
    await secret.now()
    put('{"secret":"second-value"}')
    expect(await secret.now()).toEqual(['first-value'])
    later(BELIEVED_FOR)
    expect(await secret.now()).toEqual(['second-value', 'first-value'])
  })

  it('stays in force when it cannot be read again, which the log says, and is tried again a little later', async () => {
    const { secret, calls, lines, is, later } = stage()
    await secret.now()
    is('away')
    later(BELIEVED_FOR)
    for (let asked = 0; asked < 10; asked++) expect(await secret.now()).toEqual(['first-value'])
    expect(calls).toHaveLength(2)
    expect(lines.join()).toContain('A secret could not be read again; the last one stays in force')
    expect(lines.join()).not.toContain('first-value')
    is('none')
    later(LOOKS_APART)
    await secret.now()
    expect(calls).toHaveLength(3)
  })

  it('keeps nobody waiting for ever, when the service takes a call and says nothing', async () => {
    const { secret, is, later } = stage()
    await secret.now()
    is('silent')
    later(BELIEVED_FOR)
    expect(await secret.now()).toEqual(['first-value'])
  })

  it('that could never be read is broken, and is asked for anew by the next one', async () => {
    const { secret, is } = stage()
    is('away')
    await expect(secret.now()).rejects.toThrow('Secrets Manager is away')
    is('none')
    expect(await secret.now()).toEqual(['first-value'])
  })

  it.each([
    ['no JSON', 'first-value', /not a JSON object/],
    ['a list', '["first-value"]', /not a JSON object/],
    ['nothing in its field', '{"secret":""}', /lacks something/],
    ['another field', '{"other":"first-value"}', /lacks something/],
    ['a number', '{"secret":12345678}', /lacks something/],
  ])('that holds %s is refused by name, and nothing of it is told', async (_, text, why) => {
    const { secret, put } = stage({ overlaps: false })
    put(text)
    const failed = await secret.now().catch((error: unknown) => error)
    expect(failed).toMatchObject({ message: expect.stringMatching(why), data: { which: VARIABLE } })
    expect(JSON.stringify(failed)).not.toMatch(/first-value|12345678/)
  })

  it('that nobody has named, or that is not there, says which variable it is', async () => {
    await expect(stage({ id: undefined }).secret.now()).rejects.toThrow(`${VARIABLE} is not set`)
    const { secret, put } = stage({ take: (all) => all.length })
    put('{}')
    expect(await secret.now()).toBe(2)
  })

  it('has lists, of which one text is one, as whoever types a secret gives it', async () => {
    const listed = async (text: string) => {
      const { secret, put } = stage({ overlaps: false, take: ([fields]) => fields?.list('ring') })
      put(text)
      return secret.now()
    }
    expect(await listed('{"ring":["a","b"]}')).toEqual(['a', 'b'])
    expect(await listed('{"ring":"a"}')).toEqual(['a'])
    expect([await listed('{"ring":""}'), await listed('{}')]).toEqual([[], []])
    await expect(listed('{"ring":[5]}')).rejects.toThrow('lacks something')
  })

  it('is masked in every log line from the moment that it is known', async () => {
    const { secret, learnt } = stage()
    const lines: string[] = []
    const log = jsonLog((line) => lines.push(line), {}, learnt)
    log.info('before', { said: 'first-value' })
    await secret.now()
    log.info('after', { said: 'first-value' })
    expect(lines.map((line) => line.includes('first-value'))).toEqual([true, false])
  })
})

describe('while a secret is being changed', () => {
  it('requests of the old one and of the new one are let in by a process that began before, and by one that began after', async () => {
    const before = stage()
    await before.secret.now()
    before.put('{"secret":"second-value"}')
    before.later(LOOKS_APART)
    expect([await before.knock('first-value'), await before.knock('second-value')]).toEqual(['let in', 'let in'])
    expect(await before.knock('first-value')).toBe('let in')

    const after = stage()
    after.put('{"secret":"second-value"}')
    expect([await after.knock('second-value'), await after.knock('first-value')]).toEqual(['let in', 'let in'])
  })

  it('a burst of the new one has one look, and all of it is let in', async () => {
    const { knock, calls, put, later } = stage()
    await knock('first-value')
    put('{"secret":"second-value"}')
    later(LOOKS_APART)
    const burst = await Promise.all(Array.from({ length: 50 }, () => knock('second-value')))
    expect(new Set(burst)).toEqual(new Set(['let in']))
    expect(calls.filter((call) => call.endsWith('AWSCURRENT'))).toHaveLength(2)
  })

  it('the old one no longer counts an hour after the change', async () => {
    const { knock, put, later } = stage()
    put('{"secret":"second-value"}')
    expect(await knock('first-value')).toBe('let in')
    later(OVERLAP + 1)
    expect([await knock('first-value'), await knock('second-value')]).toEqual([401, 'let in'])
  })

  it('a version before that cannot be read stops nobody who has the new one', async () => {
    const { secret, put } = stage()
    put('{"secret":"second-value"}')
    put('{"secret":"third-value"}')
    expect(await secret.now()).toEqual(['third-value', 'second-value'])
  })
})

describe('whoever knocks with what fits nothing', () => {
  it('has us call AWS no oftener than twice a minute, however often they knock', async () => {
    const { knock, calls, later } = stage()
    const minutes = 10
    for (let second = 0; second < 60 * minutes; second++) {
      for (let n = 0; n < 5; n++) expect(await knock('forged')).toBe(401)
      later(1_000)
    }
    expect(calls.length).toBeLessThanOrEqual((minutes * 60_000) / LOOKS_APART + 1)
    expect(calls.every((call) => call.endsWith('AWSCURRENT'))).toBe(true)
  })
})
