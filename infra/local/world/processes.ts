import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** A process that is told from a later one with the same number by the moment it started. */
export type ProcessId = { readonly pid: number; readonly start: string }

/** When the process started, as an opaque word; undefined when it is gone (a zombie is gone). */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return startFromProc(pid)
    if (process.platform === 'win32') return startFromPowerShell(pid)
    return startFromPs(pid)
  } catch {
    return undefined
  }
}

/** True while exactly this process lives, not another one that was given its number. */
export function isAlive(id: ProcessId): boolean {
  return processStart(id.pid) === id.start
}

/** Asks the process to end, waits, and kills it when it has not ended after `graceMs`. Never touches another process. */
export async function endProcess(id: ProcessId, graceMs = 8_000): Promise<void> {
  for (const [signal, patienceMs] of [['SIGTERM', graceMs] as const, ['SIGKILL', 5_000] as const]) {
    if (!isAlive(id)) return
    try {
      process.kill(id.pid, signal)
    } catch {
      // It ended between the look and the signal.
    }
    const deadline = Date.now() + patienceMs
    while (isAlive(id) && Date.now() < deadline) await delay(20)
  }
  if (isAlive(id)) throw new Error(`Process ${id.pid} does not end, not even on SIGKILL. End it by hand.`)
}

function startFromProc(pid: number): string | undefined {
  // The name (field 2) may hold blanks and brackets; state is field 3, start time field 22. man 5 proc
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  return `${boot}:${fields[19]}`
}

function startFromPs(pid: number): string | undefined {
  const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const [state, ...start] = line.split(/\s+/)
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : start.join(' ')
}

function startFromPowerShell(pid: number): string | undefined {
  const script = `(Get-Process -Id ${pid}).StartTime.Ticks`
  return execFileSync('powershell', ['-NoProfile', '-Command', script], { encoding: 'utf8' }).trim() || undefined
}
