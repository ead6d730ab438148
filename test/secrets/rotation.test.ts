import { describe, expect, it } from 'vitest'
import { isMarked, markerOf } from '../../app/github/marker.ts'
import { BELIEVED_FOR } from '../../app/secrets/cached-secret.ts'
import { type Rotation, type RotationStep, rotate, rotationSteps, type Said } from '../../app/secrets/rotation.ts'
import { KEPT_KEYS, keysRotation, webhookRotation } from '../../app/secrets/rotations.ts'

const ID = 'codexflow/test/secret'
const MONTH = 30 * 24 * 60 * 60_000

/** One secret in a Secrets Manager, with a clock that is moved by hand, and a GitHub that signs with what it was told last. */
function stage(first: Said, kind: 'webhook' | 'keys' = 'webhook') {
  let time = MONTH
  let rotatedAt = 0
  let made = 0
  let version = 1
  let broken: string | undefined
  const versions: Record<string, { text?: string; createdAt: number; stages: string[] }> = {
    v0: { text: JSON.stringify(first), createdAt: 0, stages: ['AWSCURRENT'] },
  }
  const told: string[] = []
  const asked: string[] = []
  const attach = (label: string, to: string) => {
    for (const one of Object.values(versions)) one.stages = one.stages.filter((stage) => stage !== label)
    versions[to]!.stages.push(label)
  }
  const may = (what: string) => {
    asked.push(what)
    if (broken === what) throw new Error(`${what} is away`)
  }
  const outside = {
    tell: async (secret: string) => {
      may('tell')
      told.push(secret)
    },
    heard: async () => may('heard'),
  }
  const rotation: Rotation = kind === 'keys' ? keysRotation : webhookRotation(outside)
  const ports = {
    versions: {
      list: async () => ({
        stages: Object.fromEntries(Object.entries(versions).map(([id, { stages }]) => [id, [...stages]])),
        rotatedAt,
      }),
      read: async (_: string, id: string) => {
        const { text, createdAt } = versions[id] ?? {}
        return text === undefined ? undefined : { text, createdAt: createdAt! }
      },
      prepare: async (_: string, id: string, text: string) => {
        may('prepare')
        if (versions[id]!.text !== undefined && versions[id]!.text !== text) throw new Error('it says something else')
        Object.assign(versions[id]!, { text, createdAt: time })
      },
      promote: async (_: string, { from, to }: { from: string; to: string }) => {
        may('promote')
        expect(versions[from]?.stages).toContain('AWSCURRENT')
        attach('AWSCURRENT', to)
        attach('AWSPREVIOUS', from)
        rotatedAt = time
      },
    },
    make: () => `made-${++made}`,
    now: () => time,
  }
  const step = (name: RotationStep, of = `v${version}`) => rotate(ports, rotation, { id: ID, version: of, step: name })
  const current = () => Object.values(versions).find(({ stages }) => stages.includes('AWSCURRENT'))!
  return {
    told,
    asked,
    step,
    /** Secrets Manager names the version that is to come. */
    begin: () => {
      versions[`v${version}`] = { createdAt: time, stages: [] }
      attach('AWSPENDING', `v${version}`)
    },
    end: () => {
      version += 1
    },
    later: (ms: number) => {
      time += ms
    },
    breaks: (what: string | undefined) => {
      broken = what
    },
    /** Somebody changes it by hand. */
    put: (said: Said) => {
      Object.assign(current(), { text: JSON.stringify(said), createdAt: time })
    },
    now: (): Said => JSON.parse(current().text!) as Said,
    accepted: () => rotation.accepts(JSON.parse(current().text!) as Said),
  }
}

async function whole(at: ReturnType<typeof stage>, times = 1): Promise<void> {
  at.begin()
  for (const name of rotationSteps) for (let time = 0; time < times; time++) await at.step(name)
  at.end()
}

describe('the secret that GitHub signs with', () => {
  it('is left as it is the first time, which makes up what comes next: GitHub is not even asked', async () => {
    const at = stage({ secret: 'first' })
    await whole(at)
    expect(at.now()).toEqual({ secret: 'first', next: 'made-1' })
    expect(at.asked).toEqual(['prepare', 'promote'])
  })

  it('becomes, from then on, what everybody has accepted for a month', async () => {
    const at = stage({ secret: 'first' })
    await whole(at)
    at.later(MONTH)
    await whole(at)
    expect(at.now()).toEqual({ secret: 'made-1', next: 'made-2' })
    expect(at.told).toEqual(['made-1'])
    at.later(MONTH)
    await whole(at)
    expect([at.now(), at.told]).toEqual([{ secret: 'made-2', next: 'made-3' }, ['made-1', 'made-2']])
  })

  it('is the same when each step comes twice, and when the last ones come after all is over', async () => {
    const at = stage({ secret: 'first', next: 'second' })
    await whole(at, 2)
    for (const name of rotationSteps) await at.step(name, 'v1')
    expect(at.now()).toEqual({ secret: 'second', next: 'made-1' })
    expect(at.told).toEqual(['second', 'second'])
  })

  it.each(['prepare', 'tell', 'heard', 'promote'])(
    'survives that `%s` breaks: the whole once more ends it',
    async (what) => {
      const at = stage({ secret: 'first', next: 'second' })
      at.begin()
      at.breaks(what)
      await expect(
        (async () => {
          for (const name of rotationSteps) await at.step(name)
        })(),
      ).rejects.toThrow('is away')
      // Whatever GitHub knows by now is accepted.
      expect(at.accepted()).toEqual(['first', 'second'])
      at.breaks(undefined)
      for (const name of rotationSteps) await at.step(name)
      expect(at.now()).toMatchObject({ secret: 'second', next: expect.stringMatching(/^made-\d$/) })
      expect(new Set(at.told)).toEqual(new Set(['second']))
    },
  )

  it('does not come into use before every process has heard of it', async () => {
    const at = stage({ secret: 'first', next: 'second' })
    await whole(at)
    at.begin()
    at.later(2 * BELIEVED_FOR - 1)
    await expect(at.step('createSecret')).rejects.toThrow('only just now')
    expect(at.told).toEqual(['second'])
    at.later(1)
    for (const name of rotationSteps) await at.step(name)
    expect(at.told).toEqual(['second', 'made-1'])
  })

  it('is not told to GitHub when somebody changed what is in force meanwhile, so that nobody would accept it', async () => {
    const at = stage({ secret: 'first', next: 'second' })
    at.begin()
    await at.step('createSecret')
    at.put({ secret: 'by hand' })
    for (const name of ['setSecret', 'testSecret', 'finishSecret'] as const)
      await expect(at.step(name)).rejects.toThrow('changed in the meantime')
    expect([at.told, at.now()]).toEqual([[], { secret: 'by hand' }])
  })

  it('is not touched for a version that nobody waits for, or that was never prepared', async () => {
    const at = stage({ secret: 'first', next: 'second' })
    await expect(at.step('createSecret', 'unknown')).rejects.toThrow('no rotation waits for this version')
    at.begin()
    await expect(at.step('finishSecret')).rejects.toThrow('a version was never prepared')
    expect(at.now()).toEqual({ secret: 'first', next: 'second' })
  })

  it.each([{}, { secret: '' }, { secret: 7 }])(
    'that is missing (%j) is an error that says which field',
    async (said) => {
      const at = stage(said)
      at.begin()
      await expect(at.step('createSecret')).rejects.toThrow('lacks its field secret')
    },
  )
})

describe('keys of our own', () => {
  it('sign one after the other, each known for a month before; those that did stay behind, and nothing else changes', async () => {
    const at = stage({ next: 'first', vault: ['of old'] }, 'keys')
    await whole(at)
    expect(at.now()).toEqual({ ring: ['first'], next: 'made-1', vault: ['of old'] })
    at.later(MONTH)
    await whole(at, 2)
    expect(at.now()).toEqual({ ring: ['made-1', 'first'], next: 'made-2', vault: ['of old'] })
    expect(at.accepted()).toEqual(['made-1', 'first', 'made-2'])
  })

  it('recognise a comment that was marked before any rotation, and no mark that was made up', async () => {
    const at = stage({ ring: ['first'], next: 'second' }, 'keys')
    const [ours, forged] = [markerOf('n_1', at.accepted()), markerOf('n_1', ['nobody knows'])]
    for (let month = 0; month < 3; month++) {
      await whole(at)
      at.later(MONTH)
      expect([isMarked(ours, 'n_1', at.accepted()), isMarked(forged, 'n_1', at.accepted())]).toEqual([true, false])
      expect(markerOf('n_1', at.accepted())).not.toBe(ours)
    }
  })

  it('are kept for two years, and then forgotten', async () => {
    const at = stage({ ring: ['first'], next: 'second' }, 'keys')
    for (let month = 0; month < KEPT_KEYS; month++) {
      await whole(at)
      at.later(MONTH)
    }
    expect(at.accepted()).toContain('first')
    await whole(at)
    expect(at.accepted()).not.toContain('first')
    expect(at.accepted()).toHaveLength(1 + KEPT_KEYS + 1)
  })
})
