import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTS } from '../../infra/acting.ts'
import { failover } from '../../infra/release/failover/failover.ts'
import { FAILOVER_USAGE, type FailoverOrder, failoverOrderOf } from '../../infra/release/failover/route.ts'
import { steps } from '../../infra/release/failover/steps.ts'
import { Died, FakeRegions } from '../support/fake-regions.ts'

const order = (...args: readonly string[]) => failoverOrderOf(['--stage', 'production', ...args]) as FailoverOrder
const THERE = order('--to', 'us-west-2', '--go')
const BACK = order('--back', '--go')
const STOPPED = 'us-east-1: turn {"Acts":"no"}'
const BOLTED = 'us-east-1: bolt against codexflow-production-*'
const WOKEN = [
  'us-west-2: deploy codexflow-production codexflow-production-front codexflow-production-edge --exclusively',
  '--require-approval never --import-existing-resources --context active-production=us-west-2 --context release=r2 --context edge-version=v7 --parameters codexflow-production:EdgeUrl=https://d1.cloudfront.net',
  '--parameters codexflow-production:Acts=yes --parameters codexflow-production:Share=1',
  '--parameters codexflow-production:Stream=arn:aws:dynamodb:us-west-2:111122223333:table/codexflow-production-table/stream/1',
].join(' ')

/** Runs it, again and again if it dies, as somebody would. */
async function insist(world: FakeRegions, what: FailoverOrder): Promise<number> {
  for (;;) {
    try {
      return await failover(what, world.surroundings())
    } catch (error) {
      if (!(error instanceof Died)) throw error
    }
  }
}

describe('a failover', () => {
  it('stops the old region, bolts its table, waits, and only then wakes the new one', async () => {
    const world = new FakeRegions()
    expect(await failover(THERE, world.surroundings())).toBe(0)
    expect(world.done).toEqual([STOPPED, BOLTED, WOKEN])
    expect([world.writers, world.unfenced]).toEqual([['us-west-2'], []])
    expect(`\n${world.said.filter((line) => !line.includes('seconds are left')).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      production, from us-east-1 to us-west-2:
        ok      account: 111122223333, as arn:aws:iam::111122223333:user/ada
        ok      CDK bootstrap in us-west-2: CREATE_COMPLETE
        ok      table in us-west-2: ACTIVE
        ok      secret codexflow/production/slack-signing in us-west-2: secret
        ok      secret codexflow/production/slack-app in us-west-2: clientSecret
        ok      secret codexflow/production/github-webhook in us-west-2: secret
        ok      secret codexflow/production/github-app in us-west-2: privateKey
        ok      secret codexflow/production/github-oauth in us-west-2: nothing needed
        ok      secret codexflow/production/keys in us-west-2: next
        ok      secret codexflow/production/edge-header in us-west-2: secret
        ok      key of the vault in us-west-2: a copy
        ok      old region us-east-1: answers; the application is CREATE_COMPLETE
        ok      replication from us-east-1 to us-west-2: nothing was written in ten minutes

      The old region stands still: us-east-1 acts; at work.
      The old region stands still: waiting, CloudFormation is at work in us-east-1 (UPDATE_IN_PROGRESS).
      Its table is bolted: the functions may write in us-east-1; at work.
      The new region acts: nothing stands in us-west-2; at work.
      us-west-2 acts.

      Now, by hand:
        - in infra/stages.ts write \`active: 'us-west-2'\` into the stage production, and commit it: the next deployment goes where the stage acts
        - nothing at Slack and GitHub: the address is that of the edge, as before
        - put back what is left in the queues of us-east-1, and have each workspace set again: docs/operations.md, "When queues and schedules are lost"
        - no secret rotates until it is back: the copies in us-west-2 cannot be changed, and us-east-1 can be only while it answers
      "
    `)
  })

  it('does nothing the second time', async () => {
    const world = new FakeRegions()
    await failover(THERE, world.surroundings())
    const { length } = world.done
    expect(await failover(THERE, world.surroundings())).toBe(0)
    expect(world.done.length).toBe(length)
  })

  it('goes back in the same order', async () => {
    const world = new FakeRegions()
    await failover(THERE, world.surroundings())
    const { length } = world.done
    expect(await failover(BACK, world.surroundings())).toBe(0)
    expect(world.done.slice(length).map((done) => done.split(' ').slice(0, 2).join(' '))).toEqual([
      'us-west-2: turn',
      'us-west-2: bolt',
      'us-east-1: unbolt',
      'us-east-1: deploy',
    ])
    expect(world.done.at(-1)).not.toContain('Stream=')
    expect([world.writers, world.unfenced]).toEqual([['us-east-1'], []])
  })

  it('only says what it would do, unless it is told to', async () => {
    const world = new FakeRegions()
    world.lag = 800
    expect(await failover(order('--to', 'us-west-2'), world.surroundings())).toBe(0)
    expect(world.done).toEqual([])
    expect(`\n${world.said.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      production, from us-east-1 to us-west-2:
        ok      account: 111122223333, as arn:aws:iam::111122223333:user/ada
        ok      CDK bootstrap in us-west-2: CREATE_COMPLETE
        ok      table in us-west-2: ACTIVE
        ok      secret codexflow/production/slack-signing in us-west-2: secret
        ok      secret codexflow/production/slack-app in us-west-2: clientSecret
        ok      secret codexflow/production/github-webhook in us-west-2: secret
        ok      secret codexflow/production/github-app in us-west-2: privateKey
        ok      secret codexflow/production/github-oauth in us-west-2: nothing needed
        ok      secret codexflow/production/keys in us-west-2: next
        ok      secret codexflow/production/edge-header in us-west-2: secret
        ok      key of the vault in us-west-2: a copy
        ok      old region us-east-1: answers; the application is CREATE_COMPLETE
        ok      replication from us-east-1 to us-west-2: 800 ms behind at most, in ten minutes

      What would be done, and what is already:
        1. The old region stands still: no function there can be invoked, and nothing is taken from its queues and streams (parameter \`Acts\` of its stack)
           to do: us-east-1 acts
        2. Its table is bolted: the table there refuses every function of the stage, whatever else somebody starts (a resource policy of the table)
           to do: the functions may write in us-east-1
        3. What it had written has arrived: six minutes are over since the bolt, and replication is less than a minute behind
           to do: 360 seconds are left
        4. The table of the new region is open: the bolt of an earlier failover is taken away there
           done: nothing bolts it in us-west-2
        5. The new region acts: functions, queues, mappings and schedules are deployed there from this checkout, and the edge leads there
           to do: nothing stands in us-west-2
        6. It answers as it must: the smoke tests of npm run smoke, against the new region

      Nothing was changed. --go does it.
      "
    `)
  })

  it.each([undefined, '', 'yes', 'staging'])('moves nothing when somebody answers %j', async (answer) => {
    const world = new FakeRegions()
    world.answer = answer
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect([world.done, world.said.at(-1)]).toEqual([[], 'Nothing was moved.'])
  })

  it('names everything that is missing at once, before it stops anything', async () => {
    const world = new FakeRegions()
    delete world.stacks['us-west-2/CDKToolkit']
    delete world.stacks['us-west-2/codexflow-production-standby-vault']
    world.secrets = {}
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect(world.done).toEqual([])
    const missing = world.said[0]!.split('\n').flatMap((line) => /MISSING (.*?):/.exec(line)?.[1] ?? [])
    expect(missing).toEqual([
      'CDK bootstrap in us-west-2',
      ...['slack-signing', 'slack-app', 'github-webhook', 'github-app', 'github-oauth', 'keys', 'edge-header'].map(
        (name) => `secret codexflow/production/${name} in us-west-2`,
      ),
      'key of the vault in us-west-2',
    ])
  })

  it('waits until what was written has arrived', async () => {
    const world = new FakeRegions()
    world.lag = 600_000
    expect(await failover(THERE, world.surroundings())).toBe(0)
    expect(world.said.join('\n')).toMatch(/waiting, us-west-2 is \d+ seconds behind/)
    expect(world.lag).toBeLessThanOrEqual(60_000)
  })

  it('stops where CDK fails or a smoke test does, says so, and goes on from there', async () => {
    const world = new FakeRegions()
    world.cdkEnds = 1
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect([world.done, world.writers]).toEqual([[STOPPED, BOLTED], []])
    expect(world.said.at(-1)).toBe(
      'The new region acts: CDK ended with 1: see above. The same command goes on from there.',
    )
    world.cdkEnds = 0
    world.fault = 'GET /health answered 502'
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect(world.said.at(-1)).toBe(
      'It answers as it must: GET /health answered 502. Run the same command again when that is mended.',
    )
    world.fault = undefined
    expect(await failover(THERE, world.surroundings())).toBe(0)
    expect(world.done).toEqual([STOPPED, BOLTED, WOKEN])
  })

  it('does not stop a version that cannot be stopped', async () => {
    const world = new FakeRegions()
    const key = 'us-east-1/codexflow-production'
    world.stacks[key] = { ...world.stacks[key]!, parameters: {} }
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect(world.done).toEqual([])
    expect(world.said.at(-1)).toContain('ship this one there first')
  })
})

describe('where the old region does not answer', () => {
  const LOST = order('--to', 'us-west-2', '--go', '--lost')

  it('nothing is woken, unless somebody says that it is lost', async () => {
    const world = new FakeRegions()
    world.silent = ['us-east-1']
    expect(await failover(THERE, world.surroundings())).toBe(1)
    expect(world.done).toEqual([])
    expect(world.said.at(-1)).toMatch(/us-east-1 does not answer .* --lost goes on without it/)
  })

  it('the new one acts without an edge, and the fence is owed: the same command pays it', async () => {
    const world = new FakeRegions()
    world.silent = ['us-east-1']
    expect(await failover(LOST, world.surroundings())).toBe(0)
    expect(world.done.map((done) => done.replace(/ --exclusively.*edgeless/, ' … edgeless'))).toEqual([
      expect.stringMatching(
        /^us-west-2: deploy codexflow-production codexflow-production-front … edgeless-production=true/,
      ),
    ])
    expect(world.said.at(-1)).toContain('run the same command once more as soon as us-east-1 answers')
    expect(world.said.at(-1)).toContain('https://api.us-west-2/slack/events')

    world.silent = []
    expect(world.writers).toEqual(['us-east-1', 'us-west-2'])
    expect(await failover(LOST, world.surroundings())).toBe(0)
    expect([world.done.slice(1), world.writers]).toEqual([[STOPPED, BOLTED], ['us-west-2']])
  })

  it('--lost fences nevertheless what answers', async () => {
    const world = new FakeRegions()
    expect(await failover(LOST, world.surroundings())).toBe(0)
    expect([world.done, world.unfenced]).toEqual([[STOPPED, BOLTED, WOKEN], []])
  })

  it('a new region that does not answer ends it before anything is stopped', async () => {
    const world = new FakeRegions()
    world.silent = ['us-west-2']
    expect(await failover(LOST, world.surroundings())).toBe(1)
    expect(world.done).toEqual([])
  })
})

describe('whatever happens', () => {
  const death = fc.record({ at: fc.integer({ min: 1, max: 8 }), after: fc.boolean() })

  it('a script that dies anywhere, there and back, is run again and ends in the same place, fenced first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(death, { maxLength: 4 }), fc.boolean(), async (deaths, isBack) => {
        const world = new FakeRegions()
        const routes = isBack ? [THERE, BACK] : [THERE]
        for (const route of routes) {
          for (const dies of deaths) {
            world.dies = dies
            await insist(world, route)
          }
          world.dies = undefined
          expect(await insist(world, route)).toBe(0)
        }
        expect(world.unfenced).toEqual([])
        expect(world.writers).toEqual([isBack ? 'us-east-1' : 'us-west-2'])
        expect(new Set(world.done).size, 'nothing is done twice').toBe(world.done.length)
      }),
      { numRuns: 200 },
    )
  })

  it('somebody who starts the old region again, or takes its bolt away, is stopped again before the new one is woken', async () => {
    const deed = fc.constantFrom('nothing', 'nothing', 'nothing', 'starts it', 'takes the bolt away')
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
        const world = new FakeRegions()
        const left = [...deeds]
        world.meddle = () => {
          const key = 'us-east-1/codexflow-production'
          const stack = world.stacks[key]!
          const next = left.shift()
          if (next === 'starts it') world.stacks[key] = { ...stack, parameters: { ...stack.parameters, [ACTS]: 'yes' } }
          if (next === 'takes the bolt away') delete world.bolts['us-east-1']
        }
        // Whoever is hindered too often gives up, and says so: then it is run again.
        let code = 1
        for (let run = 0; run < 10 && code !== 0; run++) code = await failover(THERE, world.surroundings())
        expect([code, world.writers, world.unfenced]).toEqual([0, ['us-west-2'], []])
      }),
      { numRuns: 200 },
    )
  })
})

describe('its command line', () => {
  it.each([
    [[], 'failover needs --to REGION or --back, and not both'],
    [['--to', 'us-west-2', '--back'], 'failover needs --to REGION or --back, and not both'],
    [['--to', 'eu-west-1'], 'production has its data in us-east-1 and us-west-2, and nowhere else'],
    [['--to', 'us-west-2', '--yes'], '--yes answers the question of --go'],
    [['--to', 'us-west-2', '--force'], 'failover does not know --force'],
    [['--to', 'us-west-2', '--go=1'], 'failover does not know --go'],
  ])('says of %j what is wrong', (args, wrong) => {
    expect(failoverOrderOf(['--stage', 'production', ...args])).toEqual({ wrong })
  })

  it('is for stages with a standby, goes home by either name, and changes nothing by itself', () => {
    expect(failoverOrderOf(['--stage', 'dev', '--back'])).toEqual({
      wrong: 'failover needs --stage, and one with a standby: production',
    })
    expect(order('--to', 'us-east-1')).toEqual(order('--back'))
    expect(order('--back')).toMatchObject({
      go: false,
      yes: false,
      route: { from: 'us-west-2', to: 'us-east-1', lost: false },
    })
    expect([failoverOrderOf(['--help']), FAILOVER_USAGE.split('\n')[0]]).toEqual([
      'help',
      'npm run failover -- --stage production (--to REGION | --back) [--go [--yes]] [--lost]',
    ])
  })
})

it('docs/operations.md tells the very steps, in their order', () => {
  const text = readFileSync('docs/operations.md', 'utf8')
  const told = steps.map(({ title, does }, at) => `${at + 1}. **${title}**: ${does}.`)
  expect(text).toContain(told.join('\n'))
})
