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

const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7'.repeat(3)}\n${'q8Zk1pLm0'.repeat(5)}\n-----END RSA PRIVATE KEY-----`

it('masks what it was told is secret, in whatever field, wherever it stands, however it is encoded', () => {
  const lines: string[] = []
  const secrets = ['signing"secret\\1', 'webhook-secret+/&', PEM]
  const log = jsonLog((line) => lines.push(line), {}, secrets)
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), `a ${secret} b`]) {
      log.error('it broke', { said: form, deep: [{ error: new Fault(form, { form }) }] })
    }
  }
  // A piece of the key, as a library might quote it.
  log.warn('a piece', { said: PEM.split('\n')[1] })
  log.warn('cut', { said: `${'x'.repeat(3_990)}${secrets[1]}` })
  const text = lines.join('\n')
  expect(text).not.toMatch(/signing|webhook-secret|MIIEpA|q8Zk1p|d2ViaG9vay1zZWNyZX/)
  expect(lines).toHaveLength(14)
})

it('masks addresses that whoever has them may write to, keys of every kind, and half a key', () => {
  const samples = [
    'https://hooks.slack.com/commands/T0/1/canary',
    'github_pat_canarycanarycanary12',
    'AKIACANARYCANARYCANA',
    'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiJ5ZXMifQ.canary',
    'postgres://app:canary@db.internal/users',
    'https://x.s3.amazonaws.com/f?X-Amz-Signature=canary&X-Amz-Date=1',
    'Authorization: Bearer canary-canary-1',
    '-----BEGIN PRIVATE KEY-----\ncanary and no end',
    `${'x'.repeat(3_990)} xoxb-1-canary`,
  ]
  expect(JSON.stringify(logged({ samples, response_url: 'canary', responseUrl: 'canary' }))).not.toMatch(/canary/i)
})

it('never throws, and keeps no novel: circles, big numbers, endless causes and texts', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  expect(logged({ circle })).toEqual({ level: 'error', message: 'it broke', unreadable: ['circle'] })
  expect(logged({ big: 2n ** 70n })).toMatchObject({ big: '1180591620717411303424' })
  const error = new Error('round and round')
  error.cause = error
  expect(JSON.stringify(logged({ error })).length).toBeLessThan(500)
  expect(JSON.stringify(logged({ said: 'x'.repeat(1_000_000) })).length).toBeLessThan(4_100)
})
