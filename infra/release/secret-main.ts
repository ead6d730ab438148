import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { terminal } from '../local/terminal/terminal.ts'
import { NoAccess } from './account.ts'
import { awsSecretStore } from './aws-secret-store.ts'
import { fillSecret, renewSecret, SECRET_USAGE, secretOrderOf } from './secret.ts'

// `npm run secret`: fills one secret of a stage from the terminal, without showing what is typed, or from a pipe.

const { print, complain } = terminal()
process.exitCode = await main()

async function main(): Promise<number> {
  const order = secretOrderOf(process.argv.slice(2))
  if (order === 'help') {
    print(SECRET_USAGE)
    return 0
  }
  if ('wrong' in order) {
    complain(`${order.wrong}.\n\n${SECRET_USAGE}`)
    return 2
  }
  try {
    const store = awsSecretStore()
    return order.renew
      ? await renewSecret(order, { store, print, complain, make: () => randomBytes(32).toString('hex') })
      : await fillSecret(order, { store, print, complain, answers })
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    complain(`${error.message}. Nothing was changed.`)
    return 1
  }
}

async function answers(fields: readonly string[]): Promise<string> {
  if (!process.stdin.isTTY) return text(process.stdin)
  print('What you type is not shown. Empty: leave it as it is. @FILE: what that file holds.')
  // The terminal repeats nothing: lines are edited on an output that shows none of it.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  const given: Record<string, string> = {}
  try {
    for (const field of fields) {
      process.stdout.write(`${field}: `)
      const answer = (await lines.question('')).trim()
      print('')
      if (answer !== '') given[field] = answer.startsWith('@') ? readFileSync(answer.slice(1), 'utf8') : answer
    }
  } finally {
    lines.close()
  }
  return JSON.stringify(given)
}
