import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** A child that cannot outlive us. */
export type Guarded = {
  readonly pid: number
  /** Resolves with what ended the child, whoever ended it. */
  readonly ended: Promise<string>
  /** Ends the child and waits until it is gone. */
  stop(): Promise<void>
}

// sh holds the reading end of a pipe whose writing end only we hold. When we die, however we die, the kernel closes
// it, `cat` sees the end and the child is killed. When the child dies by itself, sh ends with its status.
const SCRIPT = `exec 4<&0
"$@" </dev/null 3>&- 4<&- & c=$!
echo "$c" >&3; exec 3>&-
(trap "" INT TERM HUP; cat <&4 >/dev/null; kill "$c") 2>/dev/null &
exec 4<&- </dev/null
wait "$c"`

/**
 * Starts `program` so that it ends with this process even on SIGKILL (not on Windows, where there is no sh). What it says
 * goes to `output`, a file descriptor, or where our own words go.
 */
export async function startGuarded(
  program: string,
  args: readonly string[],
  output: number | 'inherit' = 'inherit',
): Promise<Guarded> {
  const child =
    process.platform === 'win32'
      ? spawn(program, [...args], { stdio: ['pipe', output, output, 'pipe'] })
      : spawn('/bin/sh', ['-c', SCRIPT, 'guard', program, ...args], {
          stdio: ['pipe', output, output, 'pipe'],
          detached: true,
        })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const pid = process.platform === 'win32' ? child.pid : await reportedPid(child)
  if (pid === undefined) throw new Error(`${program} did not start: ${await ended}`)
  return {
    pid,
    ended,
    stop: async () => {
      child.stdin?.end()
      if (process.platform === 'win32') child.kill()
      await ended
    },
  }
}

async function reportedPid(child: ChildProcess): Promise<number | undefined> {
  const pipe = child.stdio[3] as Readable
  let text = ''
  for await (const chunk of pipe) text += String(chunk)
  const pid = Number.parseInt(text, 10)
  return Number.isInteger(pid) ? pid : undefined
}
