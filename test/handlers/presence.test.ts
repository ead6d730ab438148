import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { queues, schedules, streams } from '../../infra/topology.ts'

const behindQueues = [...Object.values(queues), ...Object.values(streams), ...Object.values(schedules)]
/** They read the app's own lists, of no workspace; what is sent again comes in by the door, and who visits looks for itself. */
const OF_THE_APP: readonly string[] = ['sweep', 'rounds']
const workers = [...new Set(behindQueues.map((spec) => spec.function))].filter((name) => !OF_THE_APP.includes(name))

it.each(workers)('%s does nothing for a workspace that is gone, which may be under deletion', (name) => {
  const handler = readFileSync(join(import.meta.dirname, `../../handlers/${name}.ts`), 'utf8')
  expect(handler).toMatch(/import \{[^}]*\bisPresent\b[^}]*\} from '\.\/wiring\/presence\.ts'/)
  expect(handler.match(/\bisPresent\(/g)).not.toBeNull()
})
