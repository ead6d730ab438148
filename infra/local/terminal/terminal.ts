import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The terminal of the one who started us. */
export type Terminal = {
  readonly width: number
  readonly colours: boolean
  print(text: string): void
  /** The same on the error output. */
  complain(text: string): void
}

/** What this process was given. Colours only for a person at a terminal who has not refused them (no-color.org). */
export function terminal(): Terminal {
  const { isTTY, columns } = process.stdout
  const noColour = (process.env['NO_COLOR'] ?? '') !== ''
  // Whoever reads us may stop reading (`| head`): that ends nothing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const out = process.stdout.write.bind(process.stdout)
  const error = process.stderr.write.bind(process.stderr)
  return {
    width: isTTY ? columns || 100 : 100,
    colours: isTTY && !noColour && process.env['TERM'] !== 'dumb',
    print: (text) => void out(`${text}\n`),
    complain: (text) => void error(`${text}\n`),
  }
}

/**
 * From now on, what anybody in this process writes to its outputs goes to `file`: as on Lambda, the outputs belong to
 * the functions and are their log. Whoever took the `terminal()` before still reaches it. `onError` is told the
 * message of every line that reports an error. The result ends it.
 */
export function divertOutputs(file: string, onError: (message: string) => void = () => {}): () => void {
  mkdirSync(dirname(file), { recursive: true })
  const log = openSync(file, 'a')
  const originals = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }))
  for (const { stream } of originals) {
    stream.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      writeSync(log, text)
      for (const message of errorsIn(text)) onError(message)
      const callback = rest.find((each) => typeof each === 'function') as (() => void) | undefined
      callback?.()
      return true
    }) as typeof stream.write
  }
  return () => {
    for (const { stream, write } of originals) stream.write = write
    closeSync(log)
  }
}

/** Messages of the JSON lines of `text` whose level is error. */
export function errorsIn(text: string): readonly string[] {
  if (!text.includes('"level":"error"')) return []
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as { readonly level?: string; readonly message?: string }
      return entry.level === 'error' ? [String(entry.message)] : []
    } catch {
      return []
    }
  })
}
