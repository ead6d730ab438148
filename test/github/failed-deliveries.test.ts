import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Attempt, attemptSchema, failedDeliveries } from '../../app/github/failed-deliveries.ts'

const everything = () => true

function attempt(id: number, guid: string, status: number, more: Partial<Attempt> = {}): Attempt {
  return { id, guid, status, at: 1_000 * id, redelivery: false, event: 'pull_request', action: 'opened', ...more }
}

it('reads an attempt as GitHub lists it', () => {
  // The example of https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook, with a failure.
  const listed = {
    id: 123456789,
    guid: '58474f00-b361-11eb-836d-0e4f3503ccbe',
    delivered_at: '2021-05-12T20:33:44Z',
    redelivery: false,
    duration: 10,
    status: 'timed out',
    status_code: 504,
    event: 'installation',
    action: null,
    installation_id: null,
    repository_id: null,
    throttled_at: null,
  }
  expect(attemptSchema.parse(listed)).toEqual({
    id: 123456789,
    guid: '58474f00-b361-11eb-836d-0e4f3503ccbe',
    at: Date.parse('2021-05-12T20:33:44Z'),
    redelivery: false,
    status: 504,
    event: 'installation',
    action: undefined,
  })
})

it('finds what nobody took, the oldest first, and names the last attempt', () => {
  const attempts = [
    attempt(9, 'down', 504, { redelivery: true }),
    attempt(8, 'forged', 401),
    attempt(7, 'too fast', 429),
    attempt(6, 'arrived in the end', 202, { redelivery: true }),
    attempt(5, 'nobody acts on it', 500, { event: 'star' }),
    attempt(4, 'no answer', 0),
    attempt(3, 'arrived in the end', 502),
    attempt(2, 'down', 500, { redelivery: true }),
    attempt(1, 'down', 500),
  ]
  expect(failedDeliveries(attempts, (event) => event !== 'star')).toEqual([
    { guid: 'down', id: 9, since: 1_000, repeated: 2 },
    { guid: 'no answer', id: 4, since: 4_000, repeated: 0 },
    { guid: 'too fast', id: 7, since: 7_000, repeated: 0 },
  ])
})

it('lets our door have the last word: what it refused in the end is not asked for again', () => {
  expect(failedDeliveries([attempt(1, 'a', 500), attempt(2, 'a', 413, { redelivery: true })], everything)).toEqual([])
})

it('says the same in whatever order, and however often, the attempts are listed', () => {
  const some = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 40 }),
      guid: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom(0, 202, 401, 429, 500, 504),
      redelivery: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  )
  const shuffled = some.chain((all) => {
    const attempts = all.map(({ id, guid, ...more }) => attempt(id, guid, more.status, more))
    const twice = [...attempts, ...attempts]
    const order = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length })
    return fc.tuple(fc.constant(attempts), order)
  })
  const property = fc.property(shuffled, ([attempts, order]) => {
    expect(failedDeliveries(order, everything)).toEqual(failedDeliveries(attempts, everything))
  })
  fc.assert(property, { numRuns: 200 })
})
