import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE } from '../../app/projects/time-zone.ts'
import {
  addWorkingTime,
  isWorking,
  nextWorkingMoment,
  nextWorkingStart,
  type WorkingHours,
} from '../../app/projects/working-hours.ts'

const nine = { from: 9 * 60, to: 17 * 60 + 30 }
const weekdays = { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine }

function hoursIn(zone: string, over: Partial<WorkingHours> = {}): WorkingHours {
  return { zone, week: weekdays, daysOff: [], ...over }
}

const at = (iso: string) => Date.parse(iso)
const iso = (time: number) => new Date(time).toISOString()

describe('the next working moment', () => {
  it.each([
    ['a working afternoon is that very moment', 'Africa/Lagos', '2026-11-26T14:20:00Z', '2026-11-26T14:20:00.000Z'],
    ['the evening before, nine in the morning', 'Africa/Lagos', '2026-11-26T19:00:00Z', '2026-11-27T08:00:00.000Z'],
    ['the last instant of the day is over', 'Africa/Lagos', '2026-11-26T16:30:00Z', '2026-11-27T08:00:00.000Z'],
    ['Friday evening is Monday morning', 'Africa/Lagos', '2026-11-27T18:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['a zone a quarter off', 'Asia/Kathmandu', '2026-11-26T01:00:00Z', '2026-11-26T03:15:00.000Z'],
    ['the far side of the date line', 'Pacific/Kiritimati', '2026-11-26T12:00:00Z', '2026-11-26T19:00:00.000Z'],
    ['winter in New York', 'America/New_York', '2026-03-06T23:00:00Z', '2026-03-09T13:00:00.000Z'],
    ['the Monday after the clock went back', 'America/New_York', '2026-10-30T22:00:00Z', '2026-11-02T14:00:00.000Z'],
  ])('%s', (_, zone, from, expected) => {
    expect(iso(nextWorkingMoment(at(from), hoursIn(zone)))).toBe(expected)
  })

  it('is not on a day off', () => {
    const hours = hoursIn('Europe/Berlin', { daysOff: ['2026-12-24', '2026-12-25'] })
    expect(iso(nextWorkingMoment(at('2026-12-23T17:00:00Z'), hours))).toBe('2026-12-28T08:00:00.000Z')
  })

  it('may be in a night that began the day before', () => {
    const night = hoursIn('Europe/Berlin', { week: { fri: { from: 22 * 60, to: 30 * 60 } } })
    const saturday = at('2026-11-28T03:00:00Z')
    expect(isWorking(saturday, night)).toBe(true)
    expect(isWorking(at('2026-11-28T05:00:00Z'), night)).toBe(false)
    expect(iso(nextWorkingStart(saturday, night))).toBe('2026-12-04T21:00:00.000Z')
  })

  it('begins with the jump when the clock jumps over the beginning', () => {
    const early = hoursIn('America/New_York', { week: { sun: { from: 2 * 60 + 30, to: 6 * 60 } } })
    expect(iso(nextWorkingMoment(at('2026-03-08T05:00:00Z'), early))).toBe('2026-03-08T07:00:00.000Z')
  })

  it('begins once when the clock shows the beginning twice', () => {
    const early = hoursIn('America/New_York', { week: { sun: { from: 60 + 30, to: 6 * 60 } } })
    const first = at('2026-11-01T05:30:00Z')
    expect(nextWorkingMoment(at('2026-11-01T04:00:00Z'), early)).toBe(first)
    expect(nextWorkingMoment(first + 60 * MINUTE, early)).toBe(first + 60 * MINUTE)
  })

  it('passes over a day that a country left out', () => {
    const apia = hoursIn('Pacific/Apia', { week: { fri: nine, sat: nine } })
    // There was no Friday, the 30th of December 2011.
    expect(iso(nextWorkingMoment(at('2011-12-30T05:00:00Z'), apia))).toBe('2011-12-30T19:00:00.000Z')
  })
})

describe('working time that is added', () => {
  it.each([
    ['ends with the day', 30, '2026-11-26T16:00:00Z', '2026-11-26T16:30:00.000Z'],
    ['goes on the next morning', 31, '2026-11-26T16:00:00Z', '2026-11-27T08:01:00.000Z'],
    ['goes on after the weekend', 60, '2026-11-27T16:00:00Z', '2026-11-30T08:30:00.000Z'],
    ['does not begin before the work does', 60, '2026-11-26T03:00:00Z', '2026-11-26T09:00:00.000Z'],
    ['is nothing when it is nothing', 0, '2026-11-26T03:00:00Z', '2026-11-26T03:00:00.000Z'],
  ])('%s', (_, minutes, from, expected) => {
    expect(iso(addWorkingTime(at(from), minutes, hoursIn('Africa/Lagos')))).toBe(expected)
  })

  it('is an hour less in the night in which the clock goes forward', () => {
    const night = hoursIn('Europe/Berlin', { week: { sat: { from: 22 * 60, to: 30 * 60 } } })
    const begin = at('2026-03-28T21:00:00Z')
    expect(iso(addWorkingTime(begin, 7 * 60, night))).toBe('2026-03-29T04:00:00.000Z')
    expect(iso(addWorkingTime(begin, 7 * 60 + 1, night))).toBe('2026-04-04T20:01:00.000Z')
  })
})

// Near the changes of clocks, whole minutes, so that a counter by the minute can be held against it.
const zones = fc.constantFrom(
  'UTC',
  'Africa/Lagos',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
)
const span = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .map(([from, long]) => ({ from, to: from + long }))
const week = fc
  .dictionary(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), span, { minKeys: 1 })
  .map((days) => ({ ...days }))
const someHours: fc.Arbitrary<WorkingHours> = fc.record({
  zone: zones,
  week,
  daysOff: fc.array(fc.constantFrom('2026-03-08', '2026-03-30', '2026-04-05', '2026-11-02'), { maxLength: 3 }),
})
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-08T00:00Z', '2026-03-29T00:00Z', '2026-04-05T00:00Z', '2026-11-01T00:00Z'),
    fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
  )
  .map(([day, minutes]) => Date.parse(day) + minutes * MINUTE)
const minutes = fc.integer({ min: 0, max: 3_000 })

describe('the laws of working time', () => {
  it('the next moment is not before, is working time, is its own next moment, and nothing between is', () => {
    fc.assert(
      fc.property(moment, someHours, fc.double({ min: 0, max: 1, noNaN: true }), (from, hours, part) => {
        const next = nextWorkingMoment(from, hours)
        expect(next).toBeGreaterThanOrEqual(from)
        expect(isWorking(next, hours)).toBe(true)
        expect(nextWorkingMoment(next, hours)).toBe(next)
        const between = from + Math.floor((next - from) * part)
        if (between < next) expect(isWorking(between, hours)).toBe(false)
      }),
    )
  })

  it('later stays later', () => {
    fc.assert(
      fc.property(moment, moment, minutes, someHours, (a, b, long, hours) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        expect(nextWorkingMoment(early, hours)).toBeLessThanOrEqual(nextWorkingMoment(late, hours))
        expect(addWorkingTime(early, long, hours)).toBeLessThanOrEqual(addWorkingTime(late, long, hours))
      }),
    )
  })

  it('two times added one after the other are their sum', () => {
    fc.assert(
      fc.property(moment, minutes, minutes, someHours, (from, first, second, hours) => {
        const stepwise = addWorkingTime(addWorkingTime(from, first, hours), second, hours)
        expect(stepwise).toBe(addWorkingTime(from, first + second, hours))
      }),
    )
  })

  it('as many minutes have passed as were added, counted one by one', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 400 }), someHours, (from, long, hours) => {
        const until = addWorkingTime(from, long, hours)
        fc.pre(until - from < 4_000 * MINUTE)
        let counted = 0
        for (let now = from; now < until; now += MINUTE) if (isWorking(now, hours)) counted++
        expect(counted).toBe(long)
      }),
      { numRuns: 20 },
    )
  })

  it('the next beginning lies after the moment, and is working time', () => {
    fc.assert(
      fc.property(moment, someHours, (from, hours) => {
        const start = nextWorkingStart(from, hours)
        expect(start).toBeGreaterThan(from)
        expect(isWorking(start, hours)).toBe(true)
      }),
    )
  })
})
