import { simulate } from '../../app/insight/simulate.ts'
import { ruleFor, trace } from '../../app/insight/trace.ts'
import { whoHears } from '../../app/insight/who-hears.ts'
import type { Draw } from '../../app/ports/drawing.ts'
import { showDrawing } from '../../app/slack/show-drawing.ts'
import type { LaterPorts } from '../../app/verbs/verb.ts'
import { wiring } from '../wiring.ts'
import { calls } from './calls.ts'
import { tablePorts } from './table.ts'

/** What only verbs ask for that answer from the queue. */
export function laterPorts(): LaterPorts {
  const { tasks, ledger, directory, days, history } = tablePorts()
  const { log, config } = wiring()
  const imagined = { tasks, ledger, directory, days, answerWithin: config.answerWithin }
  return {
    simulate: (submission) => simulate(imagined, submission),
    whoHears: (...closed) => whoHears(imagined, ...closed),
    trace: (wanted) => trace({ tasks, history, ledger }, wanted),
    ruleFor,
    showDrawing: (wanted) => showDrawing({ draw, calls: calls('worker'), log }, wanted),
  }
}

// A renderer and a font of four megabytes, for the few who ask for a picture.
const draw: Draw = async (drawing) => (await import('../../app/picture/draw.ts')).draw(drawing)
