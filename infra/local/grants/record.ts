import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { grants as allGrants, type Grant, type Permission } from '../../grants.ts'
import type { FunctionName } from '../../topology.ts'
import { permissionsIn, wordsOf } from './words.ts'

/** Names a folder: there the stacks of a run of the tests put down what their functions used. */
export const USED_IN = 'USED_GRANTS_DIR'

/** Puts down each permission of each function when it is first used; at once, for a stack may be killed. */
export function recordIn(dir: string): (name: FunctionName, permission: Permission) => void {
  const known = new Set<string>()
  return (name, permission) => {
    const line = lineOf(name, permission)
    if (known.has(line)) return
    known.add(line)
    appendFileSync(usedBy(process.pid, dir), `${line}\n`)
  }
}

/** What the functions of a process put down. */
export function usedBy(pid: number, dir: string): string {
  return join(dir, `${pid}.txt`)
}

/** What is granted and was not put down in `dir`, a line each: `relay: events:PutEvents on bus`. */
export function unusedIn(
  dir: string,
  grants: Readonly<Record<string, readonly Grant[]>> = allGrants,
): readonly string[] {
  const used = new Set(readdirSync(dir).flatMap((file) => readFileSync(join(dir, file), 'utf8').split('\n')))
  const granted = Object.entries(grants).flatMap(([name, all]) =>
    all.flatMap(permissionsIn).map((permission) => lineOf(name, permission)),
  )
  return granted.filter((line) => !used.has(line))
}

function lineOf(name: string, permission: Permission): string {
  return `${name}: ${wordsOf(permission)}`
}
