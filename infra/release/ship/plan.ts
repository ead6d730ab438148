import type { Share } from '../../canary.ts'
import type { StageName } from '../../stages.ts'

/** One step of a canary: the share that the new versions get, and for how many minutes that is watched before it counts. */
export type PlanStep = { readonly share: Share; readonly minutes: number }

/** How a release takes over a stage. No steps: all at once, watched by nobody. */
export const plans: Readonly<Record<StageName, readonly PlanStep[]>> = {
  dev: [],
  staging: [
    { share: '0.1', minutes: 5 },
    { share: '1', minutes: 5 },
  ],
  production: [
    { share: '0.1', minutes: 10 },
    { share: '0.5', minutes: 10 },
    { share: '1', minutes: 10 },
  ],
}

export function percent(share: Share): string {
  return `${Number(share) * 100} %`
}
