import { listed } from '../../projects/phrases.ts'
import { type Span, WEEKDAYS, type Week, type Weekday } from '../../projects/working-hours.ts'

/** A working week as people say it: "Monday to Thursday 09:00–17:30 and Friday 09:00–13:00". */
export function weekWords(week: Week): string {
  return listed(runs(week).map(({ first, last, span }) => `${days(first, last)} ${spanWords(span)}`))
}

/** A time of the day: `09:00`. `minutes`: since midnight. */
export function clockWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60) % 24, minutes % 60]
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

function spanWords({ from, to }: Span): string {
  return `${clockWords(from)}–${to === 1440 ? '24:00' : clockWords(to)}`
}

type Run = { readonly first: Weekday; readonly last: Weekday; readonly span: Span }

/** Days in a row with the same hours. */
function runs(week: Week): Run[] {
  const found: Run[] = []
  for (const [at, day] of WEEKDAYS.entries()) {
    const span = week[day]
    if (span === undefined) continue
    const before = found.at(-1)
    if (before?.last === WEEKDAYS[at - 1] && before !== undefined && isSame(before.span, span)) {
      found[found.length - 1] = { ...before, last: day }
    } else found.push({ first: day, last: day, span })
  }
  return found
}

function isSame(one: Span, other: Span): boolean {
  return one.from === other.from && one.to === other.to
}

function days(first: Weekday, last: Weekday): string {
  return first === last ? WEEKDAY_NAMES[first] : `${WEEKDAY_NAMES[first]} to ${WEEKDAY_NAMES[last]}`
}

/** The days of the week as people say them. */
export const WEEKDAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}
