import { beforeEach, describe, expect, it } from 'vitest'
import { NO_VERSION, previousParameter } from '../../infra/canary.ts'
import { ship } from '../../infra/release/ship/ship.ts'
import { shipOrderOf } from '../../infra/release/ship/ship-order.ts'
import { takeBack } from '../../infra/release/ship/take-back.ts'
import { Died, FakeFormation } from '../support/fake-formation.ts'

const shipment = (release: string, atOnce = false) => ({ stage: 'production', release, atOnce }) as const
const CANARY = ['share 0.1, 10 min, 3 alarms', 'share 0.5, 10 min, 3 alarms', 'share 1, 10 min, 3 alarms']
const SETTLED = 'share 1, none before, 0 min, 0 alarms'

let formation: FakeFormation
const go = (release: string, atOnce = false) => ship(shipment(release, atOnce), formation.surroundings())
const since = async (deed: () => Promise<number>) => {
  const from = formation.done.length
  const code = await deed()
  return { code, done: formation.done.slice(from), said: formation.said.at(-1) }
}
beforeEach(async () => {
  formation = new FakeFormation()
  await go('one')
})

describe('a release', () => {
  it('takes over at once where nothing was before', () => {
    expect(formation.done).toEqual(['deploy one with share 1 beside 0'])
    expect(formation.health).toBe('v1')
  })

  it('is put beside what is live, and takes over a tenth, a half and all of it, each step watched', async () => {
    expect(await since(() => go('two'))).toEqual({
      code: 0,
      done: ['deploy two with share 0 beside 1', ...CANARY, SETTLED],
      said: 'two is live in production.',
    })
    expect(formation.health).toBe('v2')
    expect(formation.stack!.parameters[previousParameter('deliver')]).toBe(NO_VERSION)
  })

  it('that is live already is left alone', async () => {
    expect(await since(() => go('one'))).toEqual({ code: 0, done: [], said: 'one is live already: nothing to do.' })
  })

  it('that is the cure takes over at once, when somebody says so', async () => {
    formation.inAlarm = ['codexflow-production-release-errors']
    expect(await since(() => go('two', true))).toMatchObject({ code: 0, done: ['deploy two with share 1 beside 0'] })
  })
})

describe('a release that goes wrong', () => {
  it.each([
    ['0.1', CANARY.slice(0, 1), []],
    ['0.5', CANARY.slice(0, 2), ['share 0, 0 min, 0 alarms']],
    ['1', CANARY, ['share 0, 0 min, 0 alarms']],
  ])('at %s is taken back whole, and the command says why', async (badAt, steps, back) => {
    formation.badAt = badAt
    expect(await since(() => go('two'))).toEqual({
      code: 1,
      done: ['deploy two with share 0 beside 1', ...steps, ...back],
      said: `two was taken back: CloudFormation took ${Number(badAt) * 100} % back; the alarm release-errors went off. What was live before is live again. Mend it and ship a new release; the same command tries this one again.`,
    })
    expect(formation.health).toBe('v1')
  })

  it('is followed by another beside the versions that are really live', async () => {
    formation.badAt = '0.5'
    await go('two')
    formation.badAt = undefined
    expect(await since(() => go('three'))).toMatchObject({
      code: 0,
      done: ['deploy three with share 0 beside 1', ...CANARY, SETTLED],
    })
    expect(formation.health).toBe('v3')
  })

  it('is cancelled without waiting for an alarm where health fails', async () => {
    formation.ill = true
    formation.pass = after(5, formation)
    const { code, done } = await since(() => go('two'))
    expect([code, done]).toEqual([1, ['deploy two with share 0 beside 1', CANARY[0], 'cancel']])
    expect(formation.health).toBe('v1')
  })

  it('waits for nothing where the alarms are on before it begins', async () => {
    formation.inAlarm = ['codexflow-production-release-slow']
    const { code, done, said } = await since(() => go('two'))
    expect([code, done]).toEqual([1, []])
    expect(said).toContain('In ALARM before anything was shifted: codexflow-production-release-slow.')
  })
})

describe('a script that died', () => {
  it.each([1, 2, 3, 4, 5])('after its effect %i goes on when it is run again, and repeats none', async (effects) => {
    formation.dieAfter = formation.done.length + effects
    const from = formation.done.length
    await expect(go('two')).rejects.toThrow(Died)
    expect(await go('two')).toBe(0)
    expect(formation.done.slice(from)).toEqual(['deploy two with share 0 beside 1', ...CANARY, SETTLED])
    expect(formation.health).toBe('v2')
  })

  const back = ['share 0, 0 min, 0 alarms']
  it.each([
    [2, '0.1', 0, []],
    [3, '0.5', 0, back],
    [3, '0.5', 3, back],
    [3, '0.5', 9, back],
    [4, '1', 9, back],
  ])(
    'after effect %i, while alarms went off at %s and %i looks passed, finishes what CloudFormation has begun',
    async (effects, badAt, looks, expected) => {
      formation.dieAfter = formation.done.length + effects
      formation.badAt = badAt
      await expect(go('two')).rejects.toThrow(Died)
      for (let look = 0; look < looks; look++) formation.pass()
      const { code, done, said } = await since(() => go('two'))
      expect([code, done]).toEqual([1, expected])
      expect(said).toContain('two was taken back')
      expect(formation.health).toBe('v1')
    },
  )

  it('and whose first step was taken back meanwhile tries it again, as whoever runs it again asks', async () => {
    formation.dieAfter = formation.done.length + 2
    formation.badAt = '0.1'
    await expect(go('two')).rejects.toThrow(Died)
    for (let look = 0; look < 9; look++) formation.pass()
    formation.badAt = undefined
    expect(await since(() => go('two'))).toMatchObject({ code: 0, done: [...CANARY, SETTLED] })
  })
})

describe('two at a time', () => {
  it('a release waits for what CloudFormation is doing', async () => {
    formation.stack = { ...formation.stack!, status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }
    expect(await since(() => go('two'))).toMatchObject({ code: 0 })
    expect(formation.said).toContain('CloudFormation is at work (UPDATE_COMPLETE_CLEANUP_IN_PROGRESS): waiting for it.')
  })

  it('a release that is half-way is not run over by another', async () => {
    formation.dieAfter = formation.done.length + 2
    await expect(go('two')).rejects.toThrow(Died)
    for (let time = 0; time < 2; time++) formation.pass()
    const { code, done, said } = await since(() => go('three'))
    expect([code, done]).toEqual([1, []])
    expect(said).toContain('two stands at 10 %')
    expect(said).toContain('npm run ship -- --stage production --back')
  })

  it('a release that has everything, and was only not settled, is what the next one stands beside', async () => {
    formation.dieAfter = formation.done.length + 4
    await expect(go('two')).rejects.toThrow(Died)
    for (let look = 0; look < 9; look++) formation.pass()
    const { code, done } = await since(() => go('three'))
    expect([code, done[0]]).toEqual([0, 'deploy three with share 0 beside 2'])
  })

  it('a stack that cannot go on is left to people', async () => {
    formation.stack = { ...formation.stack!, status: 'UPDATE_ROLLBACK_FAILED' }
    const { code, done, said } = await since(() => go('two'))
    expect([code, done]).toEqual([1, []])
    expect(said).toContain('UPDATE_ROLLBACK_FAILED')
  })
})

describe('taking back by hand', () => {
  it('gives everything to the versions before', async () => {
    formation.dieAfter = formation.done.length + 3
    await expect(go('two')).rejects.toThrow(Died)
    const { code, done } = await since(() => takeBack('production', formation.surroundings()))
    expect([code, done]).toEqual([0, ['cancel', 'share 0, 0 min, 0 alarms']])
    expect(formation.health).toBe('v1')
  })

  it('says so where nothing stands beside', async () => {
    const { code, done, said } = await since(() => takeBack('production', formation.surroundings()))
    expect([code, done]).toEqual([1, []])
    expect(said).toBe('one is whole: nothing stands beside it. Check out the release before, and ship that.')
  })
})

describe('the command line of npm run ship', () => {
  it('takes a stage, and a name for the release', () => {
    expect(shipOrderOf(['--stage', 'production', '--release=v1.2'])).toEqual({
      stage: 'production',
      release: 'v1.2',
      atOnce: false,
      back: false,
    })
  })

  it.each([
    [[], 'ship needs --stage: one of dev, staging, production'],
    [['--stage', 'moon'], 'ship needs --stage: one of dev, staging, production'],
    [['--stage', 'dev', '--release', 'a b;c'], 'A release is called by letters, digits, dots and dashes, at most 40'],
    [['--stage', 'dev', '--back', '--at-once'], '--at-once goes forward and --back goes back'],
    [['--stage', 'dev', '--force'], 'ship does not know --force'],
  ])('%j is wrong', (args, wrong) => {
    expect(shipOrderOf(args)).toEqual({ wrong })
  })
})

// CloudFormation takes its time: only after so many looks does it go on.
function after(looks: number, formation: FakeFormation): () => void {
  const pass = formation.pass.bind(formation)
  let seen = 0
  return () => void (++seen < looks || pass())
}
