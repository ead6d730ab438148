import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import { unpackAlarm } from '../app/queue/alarms.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { note } from '../app/telemetry/scope.ts'
import { tick } from '../app/tick.ts'
import { isPresent } from './wiring/presence.ts'
import { alarmClock } from './wiring/schedule.ts'
import { tablePorts } from './wiring/table.ts'
import { nowIso, wiring } from './wiring.ts'

/** Something falls due by the clock: a hand-off that nobody answered, a request that nobody decided. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const alarm = unpackAlarm(JSON.parse(body))
      if (alarm === undefined) throw new Fault('a message is no alarm')
      note(alarm)
      if (!(await isPresent(alarm.workspace))) return
      await tick({ tasks: tablePorts().tasks, alarm: alarmClock() }, alarm.workspace, alarm.task, nowIso())
    },
    log,
  )
}
