import { describe, expect, it } from 'vitest'
import { dayAt, isoDay, timeZone, wallTime, zonesOfCity } from '../../app/projects/time-zone.ts'

describe('the name of a time zone', () => {
  it.each([
    ['Africa/Lagos', 'Africa/Lagos'],
    [' africa/lagos ', 'Africa/Lagos'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['UTC', 'UTC'],
    ['Lagos', undefined],
    ['+02:00', undefined],
    ['Mars/Olympus', undefined],
    ['', undefined],
    ['__proto__', undefined],
  ])('%s is %s', (typed, zone) => {
    expect(timeZone(typed)).toBe(zone)
  })

  it('is found by its city', () => {
    expect(zonesOfCity('lagos')).toEqual(['Africa/Lagos'])
    expect(zonesOfCity('New York')).toEqual(['America/New_York'])
    expect(zonesOfCity('Atlantis')).toEqual([])
  })
})

describe('the wall', () => {
  const at = Date.parse('2026-11-28T23:30:00Z')

  it.each([
    ['UTC', '2026-11-28', '23:30'],
    ['Africa/Lagos', '2026-11-29', '00:30'],
    ['Asia/Kathmandu', '2026-11-29', '05:15'],
    ['America/New_York', '2026-11-28', '18:30'],
  ])('in %s shows %s, %s', (zone, day, time) => {
    expect([isoDay(dayAt(at, zone)), wallTime(at, zone)]).toEqual([day, time])
  })
})
