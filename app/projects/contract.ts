import type { Phase } from '../tasks/phase.ts'
import { RESOURCE_LABELS, type Resource, type ResourceKind } from '../tasks/resource.ts'

/** One thing that a hand-off has to bring: of a kind, and under a name where several of the kind could be meant. */
export type Need = { readonly kind: ResourceKind; readonly label?: string }

/**
 * What a phase owes the next one. `block`: nobody says that the work is done without it. `warn`: whoever finishes it is
 * asked, and may go on without.
 */
export type Contract = {
  readonly from: Phase
  readonly to: Phase
  readonly needs: readonly Need[]
  readonly ifMissing: 'warn' | 'block'
}

/** A need, those who have it, and whether the work counts as done without. */
export type Lack = Need & { readonly for: readonly Phase[]; readonly blocks: boolean }

/** Most needs of one contract, and UTF-16 units of a label. */
export const MAX_NEEDS = 10
export const MAX_NEED_LABEL = 60

/** What a project asks of whoever finishes a task, as far as anybody waits for it. */
export type Terms = {
  readonly contracts: readonly Contract[]
  /** The phases of the tasks that wait for it. */
  readonly waiting: readonly Phase[]
}

/**
 * What the contracts ask of work in phase `from` for the phases that wait for it, and `resources` do not bring. The same
 * need of several phases is one; in the order of the contracts.
 */
export function lacking(
  from: Phase,
  { contracts, waiting }: Terms,
  resources: readonly Pick<Resource, 'kind' | 'label'>[],
): Lack[] {
  const lacks = new Map<string, Lack>()
  for (const { from: phase, to, needs, ifMissing } of contracts) {
    if (phase !== from || !waiting.includes(to)) continue
    for (const need of needs) {
      if (resources.some((resource) => meets(resource, need))) continue
      const key = needKey(need)
      const known = lacks.get(key)
      const others = known?.for ?? []
      lacks.set(key, {
        ...need,
        for: others.includes(to) ? others : [...others, to],
        blocks: known?.blocks === true || ifMissing === 'block',
      })
    }
  }
  return [...lacks.values()]
}

/** What a need is called. */
export function needName({ kind, label }: Need): string {
  return label ?? RESOURCE_LABELS[kind]
}

function meets(resource: Pick<Resource, 'kind' | 'label'>, { kind, label }: Need): boolean {
  return resource.kind === kind && (label === undefined || resource.label.toLowerCase() === label.toLowerCase())
}

function needKey({ kind, label }: Need): string {
  return `${kind}:${label?.toLowerCase() ?? ''}`
}
