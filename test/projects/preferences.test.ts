import { describe, expect, it } from 'vitest'
import { chosen, DEFAULTS, preferencesOf } from '../../app/projects/preferences.ts'

describe('what counts for somebody', () => {
  it('is the usual while nobody chose anything: told at once, in Slack', () => {
    expect(preferencesOf(undefined, undefined)).toEqual(DEFAULTS)
    expect(DEFAULTS).toMatchObject({ channel: 'slack', digest: 'off', budget: 'none', quiet: false })
  })

  it('is their own choice, then the choice of the workspace', () => {
    const workspace = { preferences: { zone: 'Europe/Berlin', quiet: true, budget: 20 } as const }
    const person = { preferences: { zone: 'Africa/Lagos', budget: 'none' } as const }
    expect(preferencesOf(person, workspace)).toEqual({
      ...DEFAULTS,
      zone: 'Africa/Lagos',
      quiet: true,
      budget: 'none',
    })
  })

  it('is the hours of the project, where it is about one, between the two', () => {
    const week = { mon: { from: 600, to: 900 } }
    const workspace = { preferences: { zone: 'Europe/Berlin', quiet: true } }
    const hours = { zone: 'Asia/Tokyo', week }
    expect(preferencesOf(undefined, workspace, { hours })).toEqual({
      ...DEFAULTS,
      zone: 'Asia/Tokyo',
      week,
      quiet: true,
    })
    const own = { preferences: { week: { tue: { from: 0, to: 60 } } }, zone: 'Africa/Lagos' }
    expect(preferencesOf(own, workspace, { hours })).toMatchObject({ zone: 'Africa/Lagos', week: own.preferences.week })
    expect(preferencesOf(undefined, workspace, {})).toEqual(preferencesOf(undefined, workspace))
  })

  it('takes the zone of their Slack before that of the workspace, and after their own', () => {
    const workspace = { preferences: { zone: 'Europe/Berlin' } }
    expect(preferencesOf({ zone: 'Africa/Lagos' }, workspace).zone).toBe('Africa/Lagos')
    expect(preferencesOf({ zone: 'Africa/Lagos', preferences: { zone: 'Asia/Tokyo' } }, workspace).zone).toBe(
      'Asia/Tokyo',
    )
  })

  it('changes choice by choice, and a choice can be taken back', () => {
    const before = { zone: 'Africa/Lagos', quiet: true }
    const change = { quiet: 'default', budget: 3 } as const
    expect(chosen(before, change)).toEqual({ zone: 'Africa/Lagos', budget: 3 })
    expect(chosen(chosen(before, change), change)).toEqual(chosen(before, change))
    expect(chosen(undefined, {})).toEqual({})
  })

  it('adds their days off to those of everybody', () => {
    const workspace = { preferences: { daysOff: ['2026-12-25'] } }
    const person = { preferences: { daysOff: ['2026-12-24', '2026-12-25'] } }
    expect(preferencesOf(person, workspace).daysOff).toEqual(['2026-12-25', '2026-12-24'])
  })
})
