import { createInterface } from 'node:readline/promises'

/** Asks whoever sits at the terminal; nothing when nobody does. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}
