import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { isMarked } from '../../app/github/marker.ts'
import { silentLog } from '../../app/log.ts'
import type { KeyRing } from '../../app/secrets/key-ring.ts'

/** GitHub's API as nock answers it. */

export const API = 'https://api.github.com'
export const NOW = Date.parse('2026-06-01T12:00:00Z')
export const KEYS: KeyRing = ['marker-secret-of-the-tests']
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
export const APP = {
  appId: 1,
  appSlug: 'codexflow',
  privateKey: async () => privateKey,
  apiUrl: API,
  now: () => NOW,
  log: silentLog,
}

export const ISSUE = '/repos/northwind/user-api/issues/5/comments'
export const COMMENT = (id: number) => `/repos/northwind/user-api/issues/comments/${id}`

/** Answers the request for an installation's token, once. */
export function tokenIsGiven(token = 'ghs_first'): nock.Scope {
  return nock(API)
    .post('/app/installations/7/access_tokens')
    .matchHeader('authorization', /^bearer ey/)
    .reply(201, { token, expires_at: '2026-06-01T13:00:00Z', permissions: { issues: 'write' } })
}

/** A comment as the API lists it. */
export function comment(id: number, body: string, login = 'codexflow[bot]') {
  return { id, body, user: { login }, created_at: '2026-06-01T10:00:00Z' }
}

export function marked(body: unknown): boolean {
  return isMarked(String(body), 'n_0123456789abcdef', KEYS)
}
