import type { Part } from './part.ts'
import type { Resource, Synthesis } from './synthesis.ts'

/** One statement of a policy, wherever it stands: `in` says which resource holds it. */
export type Statement = {
  readonly in: Resource
  /** Its name, or nothing. */
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  /** Without CloudFormation's functions: `arn:aws:sqs:us-east-1:AWS::AccountId:codexflow-dev-inbox`, `Table.Arn`. */
  readonly resources: readonly string[]
  readonly principal: string
  readonly condition: Part
}

/** Every statement of every policy of a stage: of roles, of resources, and of what is said about who takes a role. */
export function statementsIn({ resources }: Synthesis): Statement[] {
  return resources.flatMap((resource) => documentsIn(resource.is).flatMap((document) => read(resource, document)))
}

type Document = { readonly Statement: unknown }

function documentsIn(value: unknown): Document[] {
  if (typeof value !== 'object' || value === null) return []
  if ('Statement' in value) return [value]
  return Object.values(value).flatMap(documentsIn)
}

function read(resource: Resource, { Statement }: Document): Statement[] {
  return listed(Statement).map((one: Part) => ({
    in: resource,
    sid: one.Sid ?? '',
    effect: one.Effect,
    actions: listed(one.Action ?? one.NotAction).map(String),
    resources: listed(one.Resource).map(flat),
    principal: one.Principal === undefined ? '' : flatAny(one.Principal),
    condition: one.Condition ?? {},
  }))
}

function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** A value of a template as one text. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return String(value)
  const [[key, inner] = ['', undefined]] = Object.entries(value)
  switch (key) {
    case 'Ref':
    case 'Fn::ImportValue':
      return flat(inner)
    case 'Fn::GetAtt':
      return (inner as string[]).join('.')
    case 'Fn::Join':
      return (inner as [string, unknown[]])[1].map(flat).join((inner as [string])[0])
    default:
      return JSON.stringify(value)
  }
}

function flatAny(principal: unknown): string {
  if (typeof principal === 'string') return principal
  return Object.values(principal as object)
    .flatMap(listed)
    .map(flat)
    .join(' ')
}
