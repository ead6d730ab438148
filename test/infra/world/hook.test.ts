import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { hookConfigApi, keptHook } from '../../../infra/local/world/github-hook-config.ts'

const dir = mkdtempSync(join(tmpdir(), 'codexflow-hook-'))
const file = join(dir, 'github-hook.json')
afterAll(() => rmSync(dir, { recursive: true }))

function asked(method: string, body: object, app = 200, path = '/app/hook/config') {
  const hook = keptHook(file, 'first')
  const answer = hookConfigApi(hook, async () => Response.json({ message: 'Bad credentials' }, { status: app }))
  return answer({
    ...{ method, path, headers: { authorization: 'Bearer jwt' }, query: new URLSearchParams() },
    body: Buffer.from(JSON.stringify(body)),
  } as never)
}

it('GitHub changes what it signs with for the app alone, remembers it for its owner alone, and never shows it', async () => {
  expect((await asked('PATCH', { secret: 'second' }, 401))?.status).toBe(401)
  expect((await asked('PATCH', { secret: '' }))?.status).toBe(422)
  expect(keptHook(file, 'first').secret()).toBe('first')
  const changed = await asked('PATCH', { secret: 'second' })
  expect([changed?.status, String(changed?.body)]).toEqual([200, expect.not.stringContaining('second')])
  expect([keptHook(file, 'first').secret(), statSync(file).mode & 0o777]).toEqual(['second', 0o600])
  expect(String((await asked('GET', {}))?.body)).toContain('"secret":"********"')
  expect(await asked('GET', {}, 200, '/app/hook/deliveries')).toBeUndefined()
})
