import type { RoundPorts } from '../../app/github/rounds.ts'
import { wiring } from '../wiring.ts'
import { github } from './github.ts'
import { visitLater } from './schedule.ts'
import { tablePorts } from './table.ts'

/** What going round the installations of the app asks of the world. */
export function roundPorts(): RoundPorts {
  return { client: github(), directory: tablePorts().directory, later: visitLater(), now: wiring().clock }
}
