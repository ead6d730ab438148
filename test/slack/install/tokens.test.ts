import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { BELIEVED_FOR } from '../../../app/projects/installation.ts'
import { ok } from '../../../app/result.ts'
import type { OAuth } from '../../../app/slack/install/oauth.ts'
import { RENEW_BEFORE } from '../../../app/slack/install/tokens.ts'
import { access, granted, type InstallWorld, installWorld, NORTHWIND, SLACK } from './world.ts'

const HOUR = 3_600_000
const rotating = (turn: number) => ({
  access_token: `xoxe.xoxb-${turn}`,
  refresh_token: `xoxe-${turn}`,
  expires_in: 12 * 3600,
})

/** An installation whose token lives 12 hours, 10 minutes before it is to be renewed. */
async function given() {
  const home = installWorld()
  await home.install(granted(rotating(1)))
  home.later(12 * HOUR - RENEW_BEFORE - 600_000)
  return home
}

/** What operators read of it. */
function told(home: InstallWorld) {
  return home.lines.map((line) => JSON.parse(line)).filter(({ level }) => level !== 'info')
}

/** Slack, which takes a few turns of everybody else to answer. */
function slowSlack() {
  const renewals: string[] = []
  const renew: OAuth['renew'] = async (refreshToken) => {
    renewals.push(refreshToken)
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
    return ok({ token: 'xoxe.xoxb-2', rotation: { refreshToken: 'xoxe-2', expiresInMs: 12 * HOUR } })
  }
  return { oauth: { renew }, renewals }
}

function renewal(turn: number, over: object = {}): nock.Scope {
  const form = { grant_type: 'refresh_token', refresh_token: `xoxe-${turn}` }
  return access({ ok: true, ...rotating(turn + 1), ...over }, (sent) => {
    expect(sent).toEqual(form)
    return true
  })
}

describe('a token that expires', () => {
  it('is given as it is while it has more than an hour to live', async () => {
    const home = await given()
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-1')
  })

  it('is renewed in its last hour, again and again', async () => {
    const home = await given()
    const tokenOf = home.tokensOfAProcess()
    for (const turn of [1, 2, 3]) {
      home.later(turn === 1 ? 600_001 : 11 * HOUR + 1)
      renewal(turn)
      expect(await tokenOf(NORTHWIND)).toBe(`xoxe.xoxb-${turn + 1}`)
    }
    expect(told(home)).toEqual([])
  })

  it('is renewed once, however many processes want it; those who did not renew it have the old one meanwhile', async () => {
    const home = await given()
    home.later(600_001)
    const { oauth, renewals } = slowSlack()
    const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => home.tokensOfAProcess({ oauth })(NORTHWIND)))
    expect(new Set(tokens)).toEqual(new Set(['xoxe.xoxb-1', 'xoxe.xoxb-2']))
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-2')
    expect(renewals).toEqual(['xoxe-1'])
  })

  it('is waited for once it is dead, and still renewed once', async () => {
    const home = await given()
    home.later(2 * HOUR)
    const { oauth, renewals } = slowSlack()
    const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => home.tokensOfAProcess({ oauth })(NORTHWIND)))
    expect(tokens).toEqual(Array(5).fill('xoxe.xoxb-2'))
    expect(renewals).toEqual(['xoxe-1'])
  })

  it('is read once by a process for half a minute', async () => {
    const home = await given()
    let reads = 0
    const find: typeof home.installations.find = (workspace) => {
      reads++
      return home.installations.find(workspace)
    }
    const tokenOf = home.tokensOfAProcess({ installations: { ...home.installations, find } })
    await tokenOf(NORTHWIND)
    await tokenOf(NORTHWIND)
    home.later(BELIEVED_FOR)
    await tokenOf(NORTHWIND)
    expect(reads).toBe(2)
  })
})

describe('a renewal that fails', () => {
  it('leaves the old token while Slack is away, and comes again', async () => {
    const home = await given()
    home.later(600_001)
    nock(SLACK).post('/api/oauth.v2.access').reply(503)
    const tokenOf = home.tokensOfAProcess()
    expect(await tokenOf(NORTHWIND)).toBe('xoxe.xoxb-1')
    home.later(BELIEVED_FOR)
    renewal(1)
    expect(await tokenOf(NORTHWIND)).toBe('xoxe.xoxb-2')
  })

  it('by a crash between Slack and the record is made good with the same refresh token, once the lease is over', async () => {
    const home = await given()
    home.later(600_001)
    renewal(1)
    let saves = 0
    const save: typeof home.installations.save = async (...all) => {
      if (++saves === 1) return home.installations.save(...all)
      throw new Error('killed')
    }
    await expect(home.tokensOfAProcess({ installations: { ...home.installations, save } })(NORTHWIND)).rejects.toThrow()
    // The lease is not over: nobody asks Slack, and the old token still lives.
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-1')
    home.later(30_000)
    renewal(1)
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-2')
  })

  it('for good marks the installation, says so once, and asks Slack no more', async () => {
    const home = await given()
    home.later(600_001)
    access({ ok: false, error: 'invalid_refresh_token' })
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-1')
    home.later(24 * HOUR)
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-1')
    expect(await home.installations.find(NORTHWIND)).toMatchObject({
      broken: { at: home.now() - 24 * HOUR, why: 'invalid_refresh_token' },
    })
    expect(told(home)).toEqual([
      {
        level: 'error',
        message: 'An installation is broken: install again',
        workspace: NORTHWIND,
        why: 'invalid_refresh_token',
      },
    ])
  })

  it('is mended by installing again', async () => {
    const home = await given()
    home.later(600_001)
    access({ ok: false, error: 'token_revoked' })
    await home.tokensOfAProcess()(NORTHWIND)
    await home.install(granted(rotating(7)))
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxe.xoxb-7')
    expect(await home.installations.find(NORTHWIND)).not.toHaveProperty('broken')
  })

  it('gives way to an installation made meanwhile', async () => {
    const home = await given()
    home.later(600_001)
    renewal(1)
    const renew: typeof home.oauth.renew = async (token) => {
      const renewed = await home.oauth.renew(token)
      await home.install(granted(rotating(7)))
      return renewed
    }
    expect(await home.tokensOfAProcess({ oauth: { renew } })(NORTHWIND)).toBe('xoxe.xoxb-7')
  })
})

describe('a workspace', () => {
  it('that never installed has the configured token, if there is one', async () => {
    const home = installWorld()
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBeUndefined()
    expect(await home.tokensOfAProcess({ fallback: async () => 'xoxb-laptop' })(NORTHWIND)).toBe('xoxb-laptop')
  })

  it('that was removed has none, whatever is configured', async () => {
    const home = installWorld()
    const removed = { state: 'removed', workspace: NORTHWIND, removedAt: 1, purge: 'due' } as const
    await home.installations.save(removed, undefined)
    expect(await home.tokensOfAProcess({ fallback: async () => 'xoxb-laptop' })(NORTHWIND)).toBeUndefined()
  })

  it('without tokens that expire asks Slack for none', async () => {
    const home = installWorld()
    await home.install()
    home.later(1_000 * HOUR)
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxb-northwind-1')
  })
})
