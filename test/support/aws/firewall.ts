import type { Part } from './part.ts'

/** A request as a firewall sees it, with the labels that the rules of AWS have put on it. */
export type Seen = {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bodyBytes?: number
  readonly labels?: readonly string[]
}

/** What the rules of our own make of a request: the name of the first that blocks it, and with which status. */
export function blockedBy(acl: Part, request: Seen): string | undefined {
  const rules = [...acl.Rules].sort((a: Part, b: Part) => a.Priority - b.Priority)
  const hit = rules.find((rule: Part) => rule.Action?.Block !== undefined && holds(rule.Statement, request))
  return hit && `${hit.Name} ${hit.Action.Block.CustomResponse?.ResponseCode ?? 403}`
}

function holds(statement: Part, request: Seen): boolean {
  const [[kind, is]] = Object.entries(statement) as [[string, Part]]
  switch (kind) {
    case 'AndStatement':
      return is.Statements.every((each: Part) => holds(each, request))
    case 'OrStatement':
      return is.Statements.some((each: Part) => holds(each, request))
    case 'NotStatement':
      return !holds(is.Statement, request)
    case 'ByteMatchStatement':
      return textOf(is.FieldToMatch, request) === is.SearchString
    case 'SizeConstraintStatement':
      return compares(is, request)
    case 'LabelMatchStatement':
      return (request.labels ?? []).includes(is.Key)
    case 'RateBasedStatement':
      return false
    default:
      throw new Error(`nobody has said how ${kind} is judged`)
  }
}

function compares({ FieldToMatch, ComparisonOperator, Size }: Part, request: Seen): boolean {
  const size = FieldToMatch.Body === undefined ? textOf(FieldToMatch, request)?.length : (request.bodyBytes ?? 0)
  if (size === undefined) return false
  return ComparisonOperator === 'GT' ? size > Size : size >= Size
}

function textOf(field: Part, request: Seen): string | undefined {
  return field.UriPath === undefined ? request.headers?.[field.SingleHeader.Name] : request.path
}
