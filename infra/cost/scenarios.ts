import { ENDPOINTS, ZONES } from '../network.ts'
import { type Stage, stages } from '../stages.ts'
import { type Bill, bill } from './bill.ts'
import { type ModelName, models } from './prices.ts'
import { quantities, type Units } from './quantities.ts'
import { IDLE, type SizeName, sizes, type Usage, usageOf } from './usage.ts'

/** The production stage, as `stages.ts` has it. */
export const PRODUCTION: Stage = stages.production

/** Nothing that a stage may leave off: what a small team would deploy. The model writes all the same. */
export const BARE: Stage = bare(PRODUCTION)

function bare({ standby: _, ...stage }: Stage): Stage {
  return {
    ...stage,
    edge: false,
    network: false,
    audit: { trail: false, guardDuty: false, config: false },
    backupDays: 7,
  }
}

/** What each option of a stage adds to the bare one. */
export const OPTIONS = {
  'the edge: CloudFront and WAF': { edge: true },
  [`isolated network: ${ZONES} zones, NAT, ${ENDPOINTS.length} endpoints`]: { network: true },
  GuardDuty: { audit: { trail: false, guardDuty: true, config: false } },
  'CloudTrail data events': { audit: { trail: true, guardDuty: false, config: false } },
  'AWS Config': { audit: { trail: false, guardDuty: false, config: true } },
  'a standby region': { standby: 'us-west-2' },
  'backups of 35 days instead of 7': { backupDays: 35 },
} as const satisfies Readonly<Record<string, Partial<Stage>>>

/** The columns of most tables. */
export type When = 'idle' | SizeName
export const WHEN: readonly When[] = ['idle', ...(Object.keys(sizes) as SizeName[])]

/** How much is done then. */
export function usageWhen(when: When): Usage {
  return when === 'idle' ? IDLE : usageOf(sizes[when])
}

/** The bill of a month then. */
export function billWhen(units: Units, when: When, stage: Stage, name: ModelName = 'Claude Sonnet 4.5'): Bill {
  const model = models[name]
  return bill(quantities(units, usageWhen(when), stage, model), model.prices)
}

/** Everything is warm, and knows its secrets. */
const AMONG_MANY = { cold: 0, processes: 0, cached: 1 } as const

/** What one action more costs, among many, nothing of it free. */
export function billOfOne(units: Units, name: string): Bill {
  const times = (count: number) => quantities(units, { actions: { [name]: count }, ...AMONG_MANY }, BARE)
  const [one, two] = [times(1), times(2)]
  const more = Object.entries(two).map(([price, quantity]) => [price, quantity - one[price as keyof typeof one]])
  return bill(Object.fromEntries(more))
}
