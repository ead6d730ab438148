import { ok, type Result } from '../result.ts'
import { type ApproverRole, MAX_APPROVERS, MAX_ROLES } from '../tasks/approval.ts'
import type { Gate } from '../tasks/task.ts'
import { parts, short, wrong } from './arguments.ts'
import type { Wrong } from './parse.ts'

/**
 * Gates: `merged`, `checks`, `manual`, `deployed:production`, `approved:tech-lead+product-manager`, between commas or as
 * several options. `approved:1of:a+b` asks for so many of them; without a number, each role is needed.
 */
export function gatesIn(values: readonly string[], checks: readonly string[]): Result<Gate[], Wrong> {
  const gates: Gate[] = []
  for (const text of values.flatMap(parts)) {
    const gate = gateOf(text, checks)
    if (gate === undefined) {
      return wrong(
        `"${short(text)}" is no gate; there are merged, checks, manual, deployed:environment and approved:role+role`,
      )
    }
    if (!gates.some((known) => JSON.stringify(known) === JSON.stringify(gate))) gates.push(gate)
  }
  if (gates.filter(({ kind }) => kind === 'approved').length > 1) {
    return wrong('gate:approved: stands there twice; name all roles in one, such as approved:tech-lead+product-manager')
  }
  if (gates.length > 1 && gates.some(({ kind }) => kind === 'manual')) {
    return wrong('gate:manual stands alone: with it a task is done when somebody says so')
  }
  return ok(gates)
}

function gateOf(text: string, checks: readonly string[]): Gate | undefined {
  const environment = /^deployed:\s*([\w./ -]{1,60})$/i.exec(text)?.[1]?.trim()
  if (environment) return { kind: 'deployed', environment }
  const asked = /^approved:\s*(.+)$/i.exec(text)?.[1]
  if (asked !== undefined) return approvalOf(asked)
  switch (text.toLowerCase()) {
    case 'merged':
    case 'manual':
      return { kind: text.toLowerCase() as 'merged' | 'manual' }
    case 'checks':
      return { kind: 'checks', names: checks }
    default:
      return undefined
  }
}

function approvalOf(text: string): Gate | undefined {
  const [, number, names = ''] = /^(?:(\d{1,2})\s*of:)?(.+)$/i.exec(text.trim()) ?? []
  const roles = [...new Set(names.split('+').map((name) => roleIn(name)))]
  if (roles.length > MAX_ROLES || roles.includes(undefined)) return undefined
  const quorum = number === undefined ? roles.length : Number(number)
  if (quorum < 1 || quorum > MAX_APPROVERS) return undefined
  return { kind: 'approved', roles: roles.filter((role) => role !== undefined), quorum }
}

/** A role of approvers: small letters and hyphens, such as `tech-lead`. */
export function roleIn(text: string): ApproverRole | undefined {
  const role = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  return /^[a-z][a-z0-9-]{1,29}$/.test(role) ? role : undefined
}
