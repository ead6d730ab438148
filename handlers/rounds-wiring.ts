import type { RoundPorts } from '../app/github/rounds.ts'
import { github } from './github-wiring.ts'
import { visitLater } from './schedule-wiring.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

/** What going round the installations of the app asks of the world. */
export function roundPorts(): RoundPorts {
  return { client: github(), directory: tablePorts().directory, later: visitLater(), now: wiring().clock }
}
