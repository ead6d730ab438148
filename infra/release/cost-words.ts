import { dollars } from '../cost/money.ts'
import { billWhen } from '../cost/scenarios.ts'
import { readUnits } from '../cost/units-file.ts'
import type { Stage, StageName } from '../stages.ts'

/** What a stage costs before anybody does anything, and which of its options ask for money: said before a deployment, whatever is on. */
export function costWords(name: StageName, stage: Stage): string {
  const { total } = billWhen(readUnits().actions, 'idle', stage)
  const on = optionsOf(stage)
  const options = on.length === 0 ? '' : ` Turned on for it: ${on.join('; ')}.`
  return `${name} costs some ${dollars(total)} a month while nobody does anything, and more with what is done (docs/cost.md).${options}`
}

function optionsOf({ edge, standby, network, audit, model }: Stage): string[] {
  return [
    ...(model === undefined ? [] : [`a model, ${model.id}, which is most of the bill once people work`]),
    ...(edge ? ['an edge'] : []),
    ...(standby === undefined ? [] : [`a standby region, ${standby}, which doubles the price of each write`]),
    ...(network ? ['a network of its own'] : []),
    ...(audit.trail ? ['a trail of every call to table and buckets'] : []),
    ...(audit.guardDuty || audit.config
      ? [
          `${[audit.guardDuty ? 'GuardDuty' : '', audit.config ? 'AWS Config' : ''].filter(Boolean).join(' and ')}, of which an account has one in each region: turn off in infra/stages.ts what your organisation keeps already, or the deployment fails`,
        ]
      : []),
  ]
}
