import { createInterface } from 'node:readline/promises'
import { terminal } from '../local/terminal/terminal.ts'
import { stages } from '../stages.ts'
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
  ({ stage }) => ({ ...screen, account: awsAccount(stages[stage].region), cdk: runCdk, ask }),
  screen,
)

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}
