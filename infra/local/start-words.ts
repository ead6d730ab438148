import { parseArgs } from 'node:util'
import { Fault } from '../../app/errors.ts'
import { unbundled } from '../bundles/unbundled.ts'
import type { Local } from './local-file.ts'

export type StartArguments = {
  readonly fresh: boolean
  readonly help: boolean
  /** With a real Slack workspace and a real GitHub App. */
  readonly live: boolean
  /** Who is to own the workspace, in live mode: a Slack id or an e-mail address. */
  readonly owner?: string
  /** The functions as they are deployed, not as they are written. */
  readonly bundles: boolean
  /** Print the Slack app's manifest for live mode, and no more. */
  readonly manifest: boolean
}

export const START_USAGE = `npm start            runs CodexFlow whole, on this machine, with no account anywhere
npm start -- --fresh begins anew: forgets every task, message and pull request, and plays the story again
npm start -- --bundles builds the functions as they are deployed, one file each, and runs those
npm start -- --live  connects a Slack workspace and a GitHub App of your own (README says how); state in .codexflow-live;
                     the first time with --owner you@your-company.com, who then owns the workspace in CodexFlow;
                     with --manifest it prints the manifest for that Slack app, and no more

Ports come from the environment: CODEXFLOW_PORT_APP (3000), CODEXFLOW_PORT_GITHUB (4001), CODEXFLOW_PORT_BRIDGE (4002),
CODEXFLOW_PORT_SLACK (4003), CODEXFLOW_PORT_SQS (4566), CODEXFLOW_PORT_DYNAMODB (8000).
CODEXFLOW_DIR (.codexflow) is where everything is kept. With BEDROCK_MODEL_ID and AWS credentials a model writes the words.`

/** Reads the arguments of `npm start`; the error says in words what is wrong. */
export function startArguments(args: readonly string[]): StartArguments | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        live: { type: 'boolean', default: false },
        owner: { type: 'string' },
        bundles: { type: 'boolean', default: false },
        manifest: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const { owner, ...rest } = values
    if (rest.live && rest.fresh)
      return { wrong: 'Live mode keeps what it knows; to begin anew, delete .codexflow-live' }
    if (!rest.live && (owner !== undefined || rest.manifest))
      return { wrong: '--owner and --manifest belong to --live' }
    return owner === undefined ? rest : { ...rest, owner }
  } catch (error) {
    return { wrong: wrongArgument(error) }
  }
}

/** What `parseArgs` found wrong, without its advice. */
export function wrongArgument(error: unknown): string {
  return error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
}

/** Port of the doors. Throws, naming the variable, when it is no port. */
export function appPort(env: NodeJS.ProcessEnv): number {
  const given = env['CODEXFLOW_PORT_APP'] ?? '3000'
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given)
  throw new Error(`CODEXFLOW_PORT_APP is "${given}". Give it a number from 0 to 65535.`)
}

/** Where everything is, and what to try; printed once it runs. */
export function whereabouts(local: Local, dir: string, paint: Paint): string {
  const { doors, parts, repositories } = local
  const [repository] = repositories
  const places: readonly (readonly [string, string])[] = [
    ['Slack door', doors.slack],
    ['GitHub door', doors.github],
    ['Slack', `${parts.slackInspector}  ${paint.dim('every message, in a browser')}`],
    ['GitHub', `${repository?.url}/issues/1  ${paint.dim('the issue with its comments')}`],
    ['DynamoDB', `${parts.dynamodb}  ${paint.dim(`table ${local.table}`)}`],
    ['For clients', `${dir}/local.json  ${paint.dim('addresses, secrets, people')}`],
    ['Log', `${dir}/app.log`],
  ]
  const examples = [
    'npm run slack -- --as gaius --click Start',
    'npm run slack -- --as gaius "/codexflow done UAPI-2"',
    'npm run slack -- --as fern "/codexflow help"',
    `npm run github -- show ${repository?.fullName}#1`,
  ]
  return [
    ...places.map(([name, place]) => `  ${name.padEnd(12)} ${place}`),
    '',
    'In another terminal, be somebody of the team:',
    ...examples.map((example) => `  ${paint.cyan(example)}`),
    '',
    'Stop with Ctrl-C.',
  ].join('\n')
}
export type Paint = { readonly dim: (text: string) => string; readonly cyan: (text: string) => string }

/** Why it did not start, as sentences for the one who started it; nothing for what nobody foresaw. */
export function startTrouble(error: unknown, port: number): string | undefined {
  if (!(error instanceof Error)) return undefined
  const taken = /Port \d+ \(\w+\) is taken[^\n]*/.exec(error.message)?.[0]
  if (taken !== undefined) return taken
  if (error instanceof Fault && error.data['port'] === port) {
    return `Port ${port} (doors) is taken by another program. End that program, or choose another port with CODEXFLOW_PORT_APP.`
  }
  if (/^CODEXFLOW_PORT_\w+ is /.test(error.message)) return error.message
  const broken = unbundled(error)
  return broken === undefined ? undefined : `${broken}\nRepair that, or start without --bundles.`
}
