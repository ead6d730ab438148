import { ACTS } from '../../infra/acting.ts'
import { NoAccess, type Stack } from '../../infra/release/account.ts'
import type { FailoverSurroundings } from '../../infra/release/failover/plan.ts'
import { DRAINED_AFTER } from '../../infra/release/failover/steps.ts'
import { accountOf, aStack, readyAccount } from './fake-account.ts'

const APPLICATION = 'codexflow-production'
const TABLE = 'codexflow-production-table'
/** The script died: thrown where a test wants it to. */
export class Died extends Error {}

/** Production in two regions, as AWS would keep it. Every effect is put down, and judged by whether the old region was fenced then. */
export class FakeRegions {
  readonly done: string[] = []
  readonly said: string[] = []
  /** Wakings and openings of a region while the other one could still write. */
  readonly unfenced: string[] = []
  readonly stacks: Record<string, Stack>
  readonly bolts: Record<string, number> = {}
  /** Regions that do not answer. */
  silent: readonly string[] = []
  /** Milliseconds behind; nothing: nothing was written. */
  lag: number | undefined
  fault: string | undefined
  cdkEnds = 0
  answer: string | undefined = 'production'
  /** Dies at the effect of this number: before it, or right after. */
  dies: { readonly at: number; readonly after: boolean } | undefined
  /** Somebody else, before each look at the application at home. */
  meddle: () => void = () => {}
  time = 1_800_000_000_000
  secrets: Readonly<Record<string, readonly string[]>> = readyAccount('production').secrets

  constructor() {
    this.stacks = {
      ...readyAccount('production').stacks,
      [`us-east-1/${APPLICATION}`]: aStack({ Release: 'r1' }, { [ACTS]: 'yes', Share: '1' }),
      'us-east-1/codexflow-production-edge': aStack({ Url: 'https://d1.cloudfront.net' }),
      'us-west-2/codexflow-production-standby-vault': aStack({ VaultKey: 'arn:aws:kms:us-west-2:1:key/mrk-1' }),
    }
  }

  /** The regions in which functions may write. */
  get writers(): readonly string[] {
    return ['us-east-1', 'us-west-2'].filter((region) => this.acts(region) && this.bolts[region] === undefined)
  }

  acts(region: string): boolean {
    return this.stacks[`${region}/${APPLICATION}`]?.parameters[ACTS] === 'yes'
  }

  surroundings(): FailoverSurroundings {
    const account = accountOf(
      { ...readyAccount('production'), secrets: this.secrets },
      {
        stack: async (region, name) => {
          this.#asks(region)
          if (region === 'us-east-1' && name === APPLICATION) this.meddle()
          const stack = this.stacks[`${region}/${name}`]
          if (stack?.status === 'UPDATE_IN_PROGRESS')
            this.stacks[`${region}/${name}`] = { ...stack, status: 'UPDATE_COMPLETE' }
          return stack
        },
        secretFields: async (region, id) => {
          this.#asks(region)
          return this.secrets[id]
        },
        secretVersion: async (region) => {
          this.#asks(region)
          return 'v7'
        },
      },
    )
    return {
      account,
      regions: {
        table: async (region) => {
          this.#asks(region)
          const arn = `arn:aws:dynamodb:${region}:111122223333:table/${TABLE}`
          return { arn, status: 'ACTIVE', stream: `${arn}/stream/1` }
        },
        boltedSince: async (region) => {
          this.#asks(region)
          return this.bolts[region]
        },
        bolt: async (region, _table, { roles, at }) =>
          this.#effect(region, `bolt against ${roles}*`, () => {
            this.bolts[region] = at
          }),
        unbolt: async (region) =>
          this.#effect(region, 'unbolt', () => {
            this.#judge(region)
            delete this.bolts[region]
          }),
        lag: async (from) => {
          this.#asks(from)
          return this.lag
        },
      },
      shifting: (region) => ({
        turn: async (stack, { parameters }) =>
          this.#effect(region, `turn ${JSON.stringify(parameters)}`, () => {
            const key = `${region}/${stack}`
            const { outputs, parameters: before } = this.stacks[key]!
            this.stacks[key] = { status: 'UPDATE_IN_PROGRESS', outputs, parameters: { ...before, ...parameters } }
          }),
      }),
      cdk: async (args) => this.#deploy(args),
      smoke: async () => this.fault,
      release: 'r2',
      now: () => this.time,
      pause: async () => {
        this.time += 15_000
        if (this.lag !== undefined) this.lag = Math.max(0, this.lag - 15_000)
      },
      print: (text) => void this.said.push(text),
      complain: (text) => void this.said.push(text),
      ask: async () => this.answer,
    }
  }

  #deploy(args: readonly string[]): number {
    if (this.cdkEnds !== 0) return this.cdkEnds
    const to = /active-production=(\S+)/.exec(args.join(' '))![1]!
    this.#effect(to, args.join(' '), () => {
      this.#judge(to)
      this.stacks[`${to}/${APPLICATION}`] = aStack(
        { Release: 'r2', Url: `https://api.${to}` },
        { [ACTS]: 'yes', Share: '1' },
      )
    })
    return 0
  }

  // Opening a region is right only while the other one is stopped, bolted, and drained; or does not answer.
  #judge(opened: string): void {
    const other = opened === 'us-east-1' ? 'us-west-2' : 'us-east-1'
    if (this.silent.includes(other)) return
    const bolted = this.bolts[other]
    const isFenced = !this.acts(other) && bolted !== undefined && this.time >= bolted + DRAINED_AFTER
    if (!isFenced) this.unfenced.push(`${opened} while ${other} was not fenced`)
  }

  #asks(region: string): void {
    if (this.silent.includes(region)) throw new NoAccess('network', 'AWS does not answer (ETIMEDOUT)')
  }

  #effect(region: string, what: string, does: () => void): void {
    this.#asks(region)
    const isLast = this.dies?.at === this.done.length + 1
    if (isLast && !this.dies?.after) {
      this.dies = undefined
      throw new Died()
    }
    does()
    this.done.push(`${region}: ${what}`)
    if (isLast) {
      this.dies = undefined
      throw new Died()
    }
  }
}
