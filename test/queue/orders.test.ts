import { describe, expect, it } from 'vitest'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import { packOrder, unpackOrder } from '../../app/queue/orders.ts'
import { WORKSPACE } from '../support/tasks.ts'

const order: DeliveryOrder = { workspace: WORKSPACE, task: 'UAPI-2', notice: 'n_1', key: 'slack#U0BEN' }

describe('an order of a delivery', () => {
  it.each([
    ['of the message itself', order],
    ['of what its thread tells', { ...order, line: {} }],
    ['of what its thread tells, with its slot', { ...order, line: { slot: 1_772_445_600_000, again: true } }],
  ] as const)('%s is the same behind the queue', (_, wanted) => {
    expect(unpackOrder(JSON.parse(packOrder(wanted)))).toEqual(wanted)
  })

  it('is not what something else on the queue is', () => {
    expect([unpackOrder({ detail: {} }), unpackOrder({ order: { ...order, line: { slot: 'soon' } } })]).toEqual([
      undefined,
      undefined,
    ])
  })
})
