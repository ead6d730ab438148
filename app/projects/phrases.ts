import { unreachable } from '../errors.ts'
import { factsBehind } from '../tasks/impediments.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Reason } from '../tasks/readiness.ts'
import type { Gate } from '../tasks/task.ts'
import { type Lack, needName } from './contract.ts'

// Pieces of sentences that every surface says alike: plain words, not escaped yet.

/** The reasons why a task waits, as one phrase: "it waits for UAPI-1 and UAPI-2, and it is blocked ("no access")". */
export function reasonWords(reasons: readonly Reason[]): string {
  const blockers = reasons.flatMap((reason) => (reason.kind === 'blocker' ? [reason.task] : []))
  const rest = reasons.flatMap((reason) => (reason.kind === 'impediment' ? [impedimentWords(reason)] : []))
  const status = reasons.flatMap((reason) => (reason.kind === 'status' ? [`it is ${statusWords(reason.status)}`] : []))
  return [...status, ...(blockers.length > 0 ? [`it waits for ${listed(blockers)}`] : []), ...rest].join(', and ')
}

// What facts say is a sentence of ours; what people say is theirs.
function impedimentWords({ source, impediment }: Extract<Reason, { kind: 'impediment' }>): string {
  return factsBehind(source) === undefined ? `it is blocked ("${impediment.reason}")` : impediment.reason
}

/** Gates as one phrase: "merged and deployed to production". */
export function gateWords(gates: readonly Gate[]): string {
  return listed(
    gates.map((gate) => {
      switch (gate.kind) {
        case 'manual':
          return 'marked done'
        case 'merged':
          return 'merged'
        case 'checks':
          return gate.names.length === 0 ? 'green in every check' : `green in ${listed(gate.names)}`
        case 'deployed':
          return `deployed to ${gate.environment}`
        case 'approved':
          return `approved by ${rolesWords(gate.roles, gate.quorum)}`
        default:
          return unreachable(gate)
      }
    }),
  )
}

/** The roles of an approval: "its tech lead and its product manager", "2 of its tech lead, product manager and qa". */
export function rolesWords(roles: readonly string[], quorum: number): string {
  const names = roles.map(roleName)
  return quorum === roles.length ? listed(names) : `${quorum} of ${listed(names)}`
}

/** A role as people say it: `tech-lead` is the tech lead. */
export function roleName(role: string): string {
  return role.replaceAll('-', ' ')
}

/** A phase as people say it: `qa` is QA. */
export function phaseName(phase: Phase): string {
  return phase === 'qa' || phase === 'prd' ? phase.toUpperCase() : phase
}

/** What hand-offs lack, by those who have need of it: "backend needs the API and the ARN; qa needs the environment". */
export function lackWords(lacks: readonly Lack[]): string {
  const groups = Map.groupBy(lacks, (lack) => listed(lack.for.map(phaseName)))
  const said = [...groups].map(([phases, needs]) => {
    const names = listed(needs.map((need) => `the ${needName(need)}`))
    return `${phases} ${needs[0]?.for.length === 1 ? 'needs' : 'need'} ${names}`
  })
  return said.join('; ')
}

/** A status as people say it. */
export function statusWords(status: string): string {
  return status.replace('_', ' ')
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** The phrase as a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
