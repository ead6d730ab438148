import { expect, it } from 'vitest'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import { checkPayload, statusPayload, workflowPayload } from '../payloads.ts'

const LONG = `${'x'.repeat(198)}😀😀`

it.each([
  ['check_run', checkPayload('completed', '09:01:00', { name: LONG })],
  ['workflow_run', workflowPayload('completed', '09:01:00', {}, LONG)],
  ['status', statusPayload('success', '09:01:00', { context: LONG })],
])(
  'a name in a %s that is too long is cut between two characters: no table and no queue takes half of one',
  (event, payload) => {
    const read = sourceOf(event, 'action' in payload ? String(payload.action) : undefined)!.read(payload)
    expect(read.ok && read.value).toMatchObject([{ name: `${'x'.repeat(198)}…` }])
  },
)
