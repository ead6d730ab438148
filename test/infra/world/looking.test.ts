import { expect, it } from 'vitest'
import { inWorld } from '../../support/in-world.ts'

const here = inWorld()

it('lets somebody look at their messages more often than one token may call within an hour', async () => {
  for (let looks = 0; looks < 5_200; looks += 50) {
    const seen = await Promise.all(Array.from({ length: 50 }, () => here.outside.messages('gaius')))
    expect(seen.every((messages) => messages.length === 0)).toBe(true)
  }
})

it("lets a person's looks at GitHub not count against what they do there", async () => {
  const amy = (await here.outside.people()).find(({ name }) => name === 'amy')
  const call = async (method: string, token = amy?.githubToken) => {
    const url = `${here.world.urls.github}/repos/northwind/user-api/issues/1`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) })
    return [response.status, Number(response.headers.get('x-ratelimit-remaining'))]
  }
  const [, first = 0] = await call('PATCH')
  for (let looks = 0; looks < 100; looks++) {
    const [status, left = 0] = await call('GET')
    expect([status, left > 4_990]).toEqual([200, true])
  }
  expect(await call('PATCH')).toEqual([200, first - 1])
})
