import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAlarmChange } from '../../app/queue/incidents.ts'

/** As CloudWatch writes it; the parts that nobody reads are left out. */
const said = {
  AlarmName: 'codexflow-production-dead-letters',
  AlarmDescription: 'Something was given up. docs/operations.md#dead-letters',
  AWSAccountId: '123456789012',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [1.0 (28/11/26 09:00:00)] was greater than the threshold (0.0).',
  StateChangeTime: '2026-11-28T09:01:02.345+0000',
  OldStateValue: 'OK',
  Trigger: { MetricName: 'ApproximateNumberOfMessagesVisible', Dimensions: [] },
}

describe('what CloudWatch says of an alarm', () => {
  it('is read as who, what, why and when', () => {
    expect(readAlarmChange(JSON.stringify(said))).toEqual({
      alarm: 'codexflow-production-dead-letters',
      description: 'Something was given up. docs/operations.md#dead-letters',
      state: 'ALARM',
      reason: said.NewStateReason,
      at: '2026-11-28T09:01:02.345Z',
    })
  })

  it('may lack a description and a reason', () => {
    const { AlarmDescription: _, NewStateReason: __, ...bare } = said
    expect(readAlarmChange(JSON.stringify({ ...bare, AlarmDescription: null }))).toMatchObject({
      description: '',
      reason: '',
    })
  })

  it.each([
    ['words', 'the house burns'],
    ['nothing', ''],
    ['another service', JSON.stringify({ approval: { pipelineName: 'x' } })],
    ['a state that no alarm has', JSON.stringify({ ...said, NewStateValue: 'FINE' })],
    ['a time that is none', JSON.stringify({ ...said, StateChangeTime: 'soon' })],
    ['a name without end', JSON.stringify({ ...said, AlarmName: 'x'.repeat(10_000) })],
    ['a reason without end', JSON.stringify({ ...said, NewStateReason: 'x'.repeat(10_000) })],
  ])('is not taken from %s', (_, body) => {
    expect(readAlarmChange(body)).toBeUndefined()
  })

  it('is taken whole or not at all, whatever is said', () => {
    const field = fc.constantFrom(...Object.keys(said), '__proto__')
    const value = fc.oneof(
      fc.constantFrom(null, '', 'OK', 'INSUFFICIENT_DATA', '2026-11-28', '+275760-09-13'),
      fc.jsonValue(),
    )
    const changed = fc.tuple(field, value).map(([name, given]) => JSON.stringify({ ...said, [name]: given }))
    fc.assert(
      fc.property(fc.oneof(changed, changed, fc.string(), fc.json()), (body) => {
        const change = readAlarmChange(body)
        if (change === undefined) return
        expect(change).toEqual({
          alarm: expect.any(String),
          description: expect.any(String),
          state: expect.stringMatching(/^(OK|ALARM|INSUFFICIENT_DATA)$/),
          reason: expect.any(String),
          at: new Date(change.at).toISOString(),
        })
      }),
    )
  })
})
