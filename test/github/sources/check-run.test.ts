import { describe, expect, it } from 'vitest'
import { checkRun } from '../../../app/github/sources/check-run.ts'
import type { CheckWork } from '../../../app/github/work.ts'
import { checkPayload } from '../payloads.ts'

function only(payload: unknown): CheckWork {
  const result = checkRun.read(payload)
  if (!result.ok) throw new Error(result.error)
  return result.value[0] as CheckWork
}

describe('a check run', () => {
  it('becomes the word of a machine', () => {
    expect(only(checkPayload('completed', '09:01:00', { conclusion: 'failure' }))).toMatchInlineSnapshot(`
      {
        "by": "github-actions",
        "conclusion": "failure",
        "kind": "check",
        "name": "build",
        "ordinal": 28484871363,
        "repository": {
          "fullName": "northwind/user-api",
          "id": 1001,
        },
        "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "url": "https://github.com/northwind/user-api/runs/1",
      }
    `)
  })

  it.each([
    ['success', 'success'],
    ['neutral', 'success'],
    ['skipped', 'success'],
    ['failure', 'failure'],
    ['timed_out', 'failure'],
    ['startup_failure', 'failure'],
    ['action_required', 'failure'],
    ['cancelled', 'pending'],
    ['stale', 'pending'],
    ['whatever comes next', 'pending'],
    [null, 'pending'],
  ])('that ended with %s counts as %s', (conclusion, counts) => {
    expect(only(checkPayload('completed', '09:01:00', { conclusion })).conclusion).toBe(counts)
    expect(only(checkPayload('created', '09:01:00', { conclusion })).conclusion).toBe(counts)
  })

  it('is pending while it runs, whatever its last conclusion was', () => {
    const running = checkPayload('created', '09:01:00', { status: 'in_progress', conclusion: 'failure' })
    expect(only(running).conclusion).toBe('pending')
  })

  it('comes in order: started, ended, asked for again, ended again', () => {
    const order = [
      checkPayload('created', '', { status: 'queued', conclusion: null, started_at: null, completed_at: null }),
      checkPayload('created', '', { status: 'in_progress', conclusion: null, completed_at: null }),
      checkPayload('completed', '09:00:30'),
      checkPayload('completed', '09:01:00', { conclusion: 'failure' }),
      checkPayload('rerequested', '09:01:00', { conclusion: 'failure' }),
      checkPayload('completed', '09:02:00', { started_at: '2026-06-01T09:01:30Z' }),
    ].map((payload) => only(payload).ordinal)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(new Set(order).size).toBe(order.length)
  })

  it('that fails counts more than one that passes in the same second, unless the time says more', () => {
    const ended = (at: string, conclusion: string) => only(checkPayload('completed', at, { conclusion })).ordinal
    expect(ended('09:01:00', 'failure')).toBeGreaterThan(ended('09:01:00', 'success'))
    expect(ended('09:01:00.350', 'failure')).toBeLessThan(ended('09:01:00.890', 'success'))
    expect(ended('09:01:00.999', 'failure')).toBeLessThan(
      only(checkPayload('rerequested', '09:01:00.999', { conclusion: 'failure' })).ordinal,
    )
  })

  it('is waited for again once it is asked for again', () => {
    expect(only(checkPayload('rerequested', '09:01:00', { conclusion: 'failure' })).conclusion).toBe('pending')
  })

  it('of our own says nothing', () => {
    for (const name of ['CodexFlow', 'CodexFlow configuration']) {
      expect(checkRun.read(checkPayload('completed', '09:01:00', { name }))).toEqual({ ok: true, value: [] })
    }
  })

  it('without an app is still a machine', () => {
    expect(only(checkPayload('completed', '09:01:00', { app: null })).by).toBe('checks')
  })
})
