import { parseArgs } from 'node:util'
import * as z from 'zod'
import { northwind, type Seed } from './seed.ts'

/** Ports of the world's parts; 0 takes any free one. */
export type WorldPorts = z.output<typeof portsSchema>
const port = z.coerce.number().int().min(0).max(65_535)
const portsSchema = z.object({ github: port, bridge: port, slack: port, dynamodb: port, sqs: port })

/** Where things are when nobody says otherwise. */
export const DEFAULT_PORTS: WorldPorts = { github: 4001, bridge: 4002, slack: 4003, dynamodb: 8000, sqs: 4566 }

/** What one world process is told at its start. */
export type WorldSettings = {
  readonly dir: string
  readonly inMemory: boolean
  /** Ends when the standard input does: for worlds that must not outlive who started them. */
  readonly endWithParent: boolean
  readonly appUrl: string
  readonly ports: WorldPorts
  readonly seed: Seed
}

/** The arguments that make `readSettings` return these settings. */
export function settingsArguments(settings: WorldSettings): readonly string[] {
  const { dir, inMemory, endWithParent, appUrl, ports, seed } = settings
  return [
    ...['--dir', dir, '--app-url', appUrl, '--ports', JSON.stringify(ports), '--seed', JSON.stringify(seed)],
    ...(inMemory ? ['--in-memory'] : []),
    ...(endWithParent ? ['--end-with-parent'] : []),
  ]
}

/** Settings from arguments; a port that is not among them comes from `CODEXFLOW_PORT_<PART>`, or is the default. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): WorldSettings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: 'string', default: '.codexflow' },
      'app-url': { type: 'string', default: 'http://127.0.0.1:3000' },
      ports: { type: 'string', default: '{}' },
      seed: { type: 'string' },
      'in-memory': { type: 'boolean', default: false },
      'end-with-parent': { type: 'boolean', default: false },
    },
  })
  return {
    dir: values.dir,
    inMemory: values['in-memory'],
    endWithParent: values['end-with-parent'],
    appUrl: values['app-url'],
    ports: portsSchema.parse({ ...portsOf(env), ...(JSON.parse(values.ports) as object) }),
    seed: values.seed === undefined ? northwind : (JSON.parse(values.seed) as Seed),
  }
}

/** The ports that the environment asks for, over the defaults; a wrong one is named. */
export function portsOf(env: NodeJS.ProcessEnv): WorldPorts {
  const asked = Object.entries(DEFAULT_PORTS).map(([part, usual]) => {
    const name = `CODEXFLOW_PORT_${part.toUpperCase()}`
    const parsed = port.safeParse(env[name] ?? usual)
    if (!parsed.success) throw new Error(`${name} is "${env[name]}". Give it a number from 0 to 65535.`)
    return [part, parsed.data] as const
  })
  return portsSchema.parse(Object.fromEntries(asked))
}
