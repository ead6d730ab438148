import { terminal } from '../local/terminal/terminal.ts'
import { stages } from '../stages.ts'
import { askAtTerminal } from './ask.ts'
import { awsAccount } from './aws-account.ts'
import { runCdk } from './cdk.ts'
import type { Verb } from './order.ts'
import { run } from './run.ts'

// `npm run deploy`, `diff`, `destroy`: the first argument says which.

const screen = terminal()
const [verb, ...args] = process.argv.slice(2)
process.exitCode = await run(
  verb as Verb,
  args,
  ({ stage }) => ({ ...screen, account: awsAccount(stages[stage].region), cdk: runCdk, ask: askAtTerminal }),
  screen,
)
