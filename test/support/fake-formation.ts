import { NO_VERSION, previousParameter } from '../../infra/canary.ts'
import type { Stack } from '../../infra/release/account.ts'
import type { Turn } from '../../infra/release/ship/shifting.ts'
import type { ShipSurroundings } from '../../infra/release/ship/ship-surroundings.ts'
import { type FunctionName, functions } from '../../infra/topology.ts'
import { accountOf, readyAccount } from './fake-account.ts'

const names = Object.keys(functions) as FunctionName[]

/** The script died: thrown where a test wants it to. */
export class Died extends Error {}

/** The application stack of production as CloudFormation would keep it, moved by time that `pause` lets pass. */
export class FakeFormation {
  stack: Stack | undefined
  /** Everything that was asked of it, in order. */
  readonly done: string[] = []
  readonly said: string[] = []
  /** At this share the alarms go off. */
  badAt: string | undefined
  inAlarm: readonly string[] = []
  ill = false
  /** Dies at the effect of this number, right after it. */
  dieAfter = Number.POSITIVE_INFINITY
  #version = 0
  #before: Stack | undefined
  #left = 0
  #turn: Turn | undefined

  /** Calls go to these versions of `health`: the one before, and the new one with its share. */
  get health(): string {
    const { parameters, outputs } = this.stack!
    const made = /health=(\d+)/.exec(outputs['Versions']!)![1]
    const before = parameters['PreviousHealth']
    const share = parameters['Share']
    if (before === NO_VERSION || share === '1') return `v${made}`
    return share === '0' ? `v${before}` : `v${before}, ${share} v${made}`
  }

  surroundings(): ShipSurroundings {
    return {
      account: accountOf(readyAccount('production'), { stack: async () => this.stack }),
      cdk: async (args) => this.#deploy(args),
      print: (text) => void this.said.push(text),
      complain: (text) => void this.said.push(text),
      shifting: {
        turn: async (_stack, turn) => this.#begin(turn),
        cancel: async () => this.#effect('cancel', () => this.#rollBack()),
        alarms: async (wanted) =>
          wanted.map((name) => ({ name, arn: `arn:${name}`, state: this.inAlarm.includes(name) ? 'ALARM' : 'OK' })),
        reasons: async () => ['the alarm release-errors went off'],
      },
      healthy: async () => !this.ill,
      pause: async () => this.pass(),
    }
  }

  /** Time passes: two looks, and what CloudFormation does is done. */
  pass(): void {
    if (this.stack === undefined || !this.stack.status.endsWith('_IN_PROGRESS')) return
    if (--this.#left > 0) return
    if (this.stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') {
      this.stack = { ...this.#before!, status: 'UPDATE_ROLLBACK_COMPLETE' }
      return
    }
    const watched = (this.#turn?.minutes ?? 0) > 0
    if (watched && this.badAt !== undefined && this.stack.parameters['Share'] === this.badAt) this.#rollBack()
    else this.stack = { ...this.stack, status: 'UPDATE_COMPLETE' }
  }

  #begin(turn: Turn): void {
    const { parameters, alarms, minutes } = turn
    const forgets = Object.keys(parameters).length > 1 ? ', none before' : ''
    this.#effect(`share ${parameters['Share']}${forgets}, ${minutes} min, ${alarms.length} alarms`, () => {
      this.#before = this.stack
      this.#turn = turn
      this.#left = 2
      this.stack = {
        ...this.stack!,
        status: 'UPDATE_IN_PROGRESS',
        parameters: { ...this.stack!.parameters, ...parameters },
      }
    })
  }

  #deploy(args: readonly string[]): number {
    const release = /release=(\S+)/.exec(args.join(' '))![1]!
    const given = args.flatMap((arg) => {
      const [, key, value] = /^codexflow-production:(\w+)=(\S+)$/.exec(arg) ?? []
      return key === undefined ? [] : [[key, value!] as const]
    })
    const parameters = Object.fromEntries(given)
    this.#effect(
      `deploy ${release} with share ${parameters['Share']} beside ${parameters[previousParameter('health')]}`,
      () => {
        this.#version++
        this.stack = {
          status: this.stack === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
          parameters: { ...parameters, BootstrapVersion: '/cdk-bootstrap/hnb659fds/version' },
          outputs: { Release: release, Versions: names.map((name) => `${name}=${this.#version}`).join(',') },
        }
      },
    )
    return 0
  }

  #rollBack(): void {
    this.stack = { ...this.stack!, status: 'UPDATE_ROLLBACK_IN_PROGRESS' }
    this.#left = 2
  }

  #effect(what: string, does: () => void): void {
    does()
    this.done.push(what)
    if (this.done.length === this.dieAfter) throw new Died()
  }
}
