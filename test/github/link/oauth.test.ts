import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { githubOAuth } from '../../../app/github/link/oauth.ts'
import { silentLog } from '../../../app/log.ts'

it('waits no longer for GitHub than it may, and says where it waited', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const app = {
    clientId: 'x',
    clientSecret: async () => 'a secret',
    redirectUrl: `${url}/back`,
    webUrl: url,
    apiUrl: url,
  }
  const { accountOf } = githubOAuth({ ...app, timeoutMs: 50, log: silentLog })
  const failed = await accountOf({ code: 'c', verifier: 'v' }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ message: 'GitHub gave no answer', data: { what: 'the exchange of a code' } })
  silent.closeAllConnections()
  silent.close()
})

describe('the fates in docs/operations.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
  const part = page.split('\n### ').find((section) => section.startsWith('Linking a GitHub account')) ?? ''
  const rows = part
    .split('\n')
    .filter((line) => /^\| (?:HTTP|`|no answer)/.test(line))
    .flatMap((line) => {
      const [, answers = '', fate = ''] = line.split('|').map((cell) => cell.trim())
      return answers.split(', ').map((answer) => ({ answer: answer.replaceAll('`', ''), fate }))
    })

  it.each(rows)('$answer: $fate', async ({ answer, fate }) => {
    const call = nock('https://github.test').post('/login/oauth/access_token')
    if (answer === 'no answer') call.replyWithError('socket hang up')
    else if (answer === "not GitHub's answer") call.reply(200, '<html>A proxy</html>')
    else if (answer.startsWith('HTTP ')) call.reply(Number(answer.slice(5)))
    else call.reply(200, { error: answer === 'any other refusal' ? 'something_new' : answer })
    const app = { clientId: 'x', clientSecret: async () => 'a secret', redirectUrl: 'https://x.test/back' }
    const urls = { webUrl: 'https://github.test', apiUrl: 'https://api.github.test' }
    const { accountOf } = githubOAuth({ ...app, ...urls, timeoutMs: 10_000, log: silentLog })
    const outcome = await accountOf({ code: 'c', verifier: 'v' }).catch(() => 'broken')
    expect(typeof outcome === 'string' ? outcome : outcome.ok ? 'linked' : 'begin again').toBe(fate)
  })

  it('are all of them', () => {
    expect(rows).toHaveLength(12)
  })
})
