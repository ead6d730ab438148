import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const FLAGS = ['--disable-warning=ExperimentalWarning', '--experimental-import-text']

/** A process of a script of the laptop, and what it has printed so far. */
export type ScriptRun = {
  readonly child: ChildProcess
  /** Its exit code; `null` when a signal ended it. */
  readonly ended: Promise<number | null>
  readonly printed: { readonly text: string }
  /** Waits until it has printed that. */
  readonly prints: (text: string) => PromiseLike<unknown>
}

/** Runs a script in `infra/local`, as npm does. Whoever asks for it ends it. */
export function runScript(script: string, args: readonly string[], env: NodeJS.ProcessEnv): ScriptRun {
  const main = fileURLToPath(new URL(`../../infra/local/${script}`, import.meta.url))
  const child = spawn(process.execPath, [...FLAGS, main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { text: '' }
  for (const output of [child.stdout, child.stderr]) output?.on('data', (part) => (printed.text += String(part)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const prints = (text: string) => expect.poll(() => printed.text, { timeout: 300_000 }).toContain(text)
  return { child, ended, printed, prints }
}
