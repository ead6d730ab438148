import { Fault } from '../errors.ts'
import { DAY, type DayNumber, dayAt, instantOf, isoDay, MINUTE } from './time-zone.ts'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** From when to when on the wall clock, in minutes since midnight; `to` may lie in the next day: 22:00 to 06:00. */
export type Span = { readonly from: number; readonly to: number }

/** The days on which somebody works; never none. */
export type Week = Readonly<Partial<Record<Weekday, Span>>>

/** When somebody works. */
export type WorkingHours = {
  /** A name of IANA's. */
  readonly zone: string
  readonly week: Week
  /** Days of their calendar on which they do not work all the same: `2026-12-24`. */
  readonly daysOff: readonly string[]
}

// Instants are epoch milliseconds. A working period begins with its first instant and ends before its last.

/** Whether it is working time. */
export function isWorking(at: number, hours: WorkingHours): boolean {
  return nextWorkingMoment(at, hours) === at
}

/** `at` itself if it is working time, else the beginning of the next. */
export function nextWorkingMoment(at: number, hours: WorkingHours): number {
  for (const { begin, end } of workingPeriods(at, hours)) if (at < end) return Math.max(at, begin)
  throw endless()
}

/** The next beginning of a working day after `at`. */
export function nextWorkingStart(at: number, hours: WorkingHours): number {
  for (const { begin } of workingPeriods(at, hours)) if (begin > at) return begin
  throw endless()
}

/** When so many minutes of working time have passed since `at`. None at all have passed at once. */
export function addWorkingTime(at: number, minutes: number, hours: WorkingHours): number {
  let left = minutes * MINUTE
  if (left <= 0) return at
  for (const { begin, end } of workingPeriods(at, hours)) {
    const from = Math.max(at, begin)
    if (from >= end) continue
    if (left <= end - from) return from + left
    left -= end - from
  }
  throw endless()
}

/** A stretch of work, and the day of their calendar on which it began: `2026-11-28`. */
export type Period = { readonly day: string; readonly begin: number; readonly end: number }

/** The working period that goes on at `at`; `undefined`: they do not work. */
export function presentPeriod(at: number, hours: WorkingHours): Period | undefined {
  for (const period of workingPeriods(at, hours)) if (at < period.end) return period.begin <= at ? period : undefined
  throw endless()
}

/** When the working period before `at` began; if they were away for longer, a month ago. */
export function previousWorkingStart(at: number, hours: WorkingHours): number {
  let last = at - 31 * DAY
  for (const { begin } of workingPeriods(last, hours)) {
    if (begin >= at) return last
    last = Math.max(last, begin)
  }
  throw endless()
}

/** The working periods that end after `at`, and perhaps one before, in order and apart from each other; without end. */
function* workingPeriods(at: number, hours: WorkingHours): Generator<Period> {
  if (WEEKDAYS.every((weekday) => hours.week[weekday] === undefined)) throw new Fault('working hours without a day')
  const off = new Set(hours.daysOff)
  let passed = Number.NEGATIVE_INFINITY
  // A night that began yesterday may still go on.
  for (let day = dayAt(at - DAY, hours.zone); ; day++) {
    const span = hours.week[weekdayOf(day)]
    if (span === undefined || off.has(isoDay(day))) continue
    const begin = Math.max(passed, instantOf(day, span.from, hours.zone))
    const end = instantOf(day, span.to, hours.zone)
    if (end <= begin) continue
    passed = end
    yield { day: isoDay(day), begin, end }
  }
}

function weekdayOf(day: DayNumber): Weekday {
  // 1970 began with a Thursday.
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7]!
}

function endless(): Fault {
  return new Fault('working periods came to an end')
}
