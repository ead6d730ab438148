import type { Actor } from './actor.ts'

/** What a finished task leaves for the next person. The kinds that people may name when they complete a task. */
export const RESOURCE_KINDS = [
  'arn',
  'url',
  'lambda',
  'api',
  'database',
  'runtime',
  'environment',
  'document',
  'version',
  'note',
] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** What a resource of a kind is called when nobody says. */
export const RESOURCE_LABELS: Readonly<Record<ResourceKind, string>> = {
  arn: 'ARN',
  url: 'URL',
  lambda: 'Lambda function',
  api: 'API',
  database: 'Database',
  runtime: 'Runtime',
  environment: 'Environment',
  document: 'Document',
  version: 'Version',
  note: 'Note',
}

/** One recorded fact about the outcome of a task: `label` is what people read, `value` is shown verbatim. */
export type Resource = {
  readonly kind: ResourceKind
  readonly label: string
  readonly value: string
  /** Where it was recorded, in words: "given by Devi with /codexflow done", "pull request northwind/user-api#12". */
  readonly source: string
  readonly by: Actor
  /** Later facts win; see `ordinal.ts`. */
  readonly ordinal: number
}

/** Most resources that one task keeps. */
export const MAX_RESOURCES = 40
/** Room for them, in bytes of JSON. */
export const MAX_RESOURCE_BYTES = 48_000

/** Where a resource is kept in its task: the same kind and label replace each other. */
export function resourceKey(resource: Pick<Resource, 'kind' | 'label'>): string {
  return `${resource.kind}:${resource.label.toLowerCase()}`
}
