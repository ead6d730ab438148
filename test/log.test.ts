import { expect, it } from 'vitest'
import { Fault } from '../app/errors.ts'
import { jsonLog } from '../app/log.ts'

function logged(data: Record<string, unknown>): unknown {
  const lines: string[] = []
  jsonLog((line) => lines.push(line)).error('it broke', data)
  return JSON.parse(lines[0]!)
}

it('tells what a fault carries and what caused it, without a stack', () => {
  const error = new Fault('no luck', { task: 'UAPI-1' }, { cause: new Error('refused') })
  expect(logged({ error })).toEqual({
    level: 'error',
    message: 'it broke',
    error: { name: 'Fault', message: 'no luck', task: 'UAPI-1', cause: { name: 'Error', message: 'refused' } },
  })
})

it('masks secrets by their name and by their look, however deep', () => {
  const error = new Fault('failed with xoxb-123-abc', {
    botToken: 'x',
    nested: { text: 'ghs_abcdefghijklmnopqrstuvwx' },
  })
  const line = JSON.stringify(logged({ error, authorization: 'Bearer y', note: 'xoxp-9-secret' }))
  for (const secret of ['xoxb-123', '"x"', 'ghs_abc', 'Bearer', 'xoxp-9']) expect(line).not.toContain(secret)
  expect(line).toContain('[masked]')
})
