import { expect, it } from 'vitest'
import { Fault } from '../../app/errors.ts'
import { hookSecret } from '../../app/github/hook-secret.ts'

const answering = (answer: () => Promise<unknown>) => {
  const asked: unknown[] = []
  const asApp = async (route: string, parameters: unknown) => {
    asked.push([route, parameters])
    return answer()
  }
  return { asked, hook: hookSecret({ asApp }) }
}

it('GitHub is told what to sign with, and asked whether it signs', async () => {
  const { hook, asked } = answering(async () => ({ content_type: 'json', secret: '********' }))
  await hook.tell('the next one')
  await hook.heard()
  expect(asked).toEqual([
    ['PATCH /app/hook/config', { secret: 'the next one' }],
    ['GET /app/hook/config', {}],
  ])
})

it('a refusal is an error with its status, and without the secret that Octokit repeats', async () => {
  const { hook } = answering(async () => {
    const said = { name: 'HttpError', status: 401, response: { headers: {}, data: {} } }
    throw Object.assign(new Error('Bad credentials'), said, { request: { body: { secret: 'the next one' } } })
  })
  const error = await hook.tell('the next one').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Fault)
  expect((error as Fault).data).toEqual({ status: 401 })
  expect(JSON.stringify([error, (error as Fault).cause, (error as Fault).message])).not.toContain('the next one')
})

it('a hook without any secret would sign nothing, and is an error', async () => {
  const { hook } = answering(async () => ({ content_type: 'json' }))
  await expect(hook.heard()).rejects.toThrow('GitHub says that it signs with nothing')
})
