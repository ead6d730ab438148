/** Wall clocks of the world, by the time zone data that comes with Node (`Intl`); nothing here asks what time it is. */

/** Milliseconds. */
export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE

/** A day of somebody's calendar: days since 1970-01-01. */
export type DayNumber = number

/** The name of a time zone as IANA writes it, in whatever case it was typed; `undefined`: there is none of that name. */
export function timeZone(typed: string): string | undefined {
  const name = typed.trim()
  // Node takes `+02:00` too, which knows of no summer time.
  if (!/^[A-Za-z][\w+/-]{1,50}$/.test(name)) return undefined
  try {
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // Node answers old names for some (Asia/Calcutta for Asia/Kolkata); people keep the one they chose.
    return known.toLowerCase() === name.toLowerCase() ? known : name
  } catch {
    return undefined
  }
}

/** Zones of a city's name, in the order of the alphabet: `lagos` finds Africa/Lagos. */
export function zonesOfCity(typed: string): string[] {
  const city = typed.trim().toLowerCase().replaceAll(' ', '_')
  return Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().split('/').at(-1) === city)
}

/** The day that the calendar shows at an instant (epoch milliseconds). */
export function dayAt(at: number, zone: string): DayNumber {
  return Math.floor((at + offsetAt(at, zone)) / DAY)
}

/** The day as ISO 8601 writes it: `2026-11-28`. */
export function isoDay(day: DayNumber): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** What a clock on the wall shows at an instant: `09:00`. */
export function wallTime(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(11, 16)
}

/**
 * The first instant at which the wall shows that time of that day, or a later one where the clock jumped over it. The
 * time is in minutes since midnight, and may reach into the next day. Answers epoch milliseconds.
 */
export function instantOf(day: DayNumber, minutes: number, zone: string): number {
  const wall = day * DAY + minutes * MINUTE
  // No zone has moved its clock twice within two days.
  const [before, after] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)]
  const fitting = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall)
  return fitting.length > 0 ? Math.min(...fitting) : jumpBetween(wall - after, wall - before, after, zone)
}

// The clock was put forward somewhere between the two.
function jumpBetween(early: number, late: number, after: number, zone: string): number {
  let [sooner, later] = [early, late]
  while (later - sooner > 1) {
    const middle = Math.floor((sooner + later) / 2)
    if (offsetAt(middle, zone) === after) later = middle
    else sooner = middle
  }
  return later
}

/** How far the wall is ahead of UTC at an instant. Milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    wallClock(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
  return wall - Math.floor(at / 1000) * 1000
}

// To make one takes far longer than to ask it.
const wallClocks = new Map<string, Intl.DateTimeFormat>()

function wallClock(zone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  wallClocks.set(zone, made)
  return made
}
