import { bedrockDecide } from '../../app/bedrock/decide.ts'
import type { OrchestratorPorts } from '../../app/orchestrator/orchestrate.ts'
import { watchedDays } from '../../app/watch/watched-days.ts'
import { watchedModel } from '../../app/watch/watched-model.ts'
import { wiring } from '../wiring.ts'
import { deliveryPorts } from './delivery.ts'
import { alarmClock, digestLater } from './schedule.ts'
import { tablePorts } from './table.ts'

let made: OrchestratorPorts | undefined

/** What writing notices needs: the model, and the channels too, for what is no longer true is taken back where it was sent. */
export function orchestratorPorts(): OrchestratorPorts {
  made ??= make()
  return made
}

function make(): OrchestratorPorts {
  const { config, log, measure } = wiring()
  const { tasks, days } = tablePorts()
  return {
    ...deliveryPorts(),
    tasks,
    days: watchedDays(days, measure),
    digestLater: digestLater(),
    alarm: alarmClock(),
    answerWithin: config.answerWithin,
    decide: watchedModel(bedrockDecide(config.bedrock, log), measure),
  }
}
