import { CHANNELS, type PreferredChannel } from '../projects/preferences.ts'
import { DAY, timeZone, zonesOfCity } from '../projects/time-zone.ts'
import { type Span, WEEKDAYS, type Weekday } from '../projects/working-hours.ts'
import { err, ok, type Result } from '../result.ts'
import { parts, short, wrong } from './arguments.ts'
import type { Line, Wrong } from './parse.ts'
import { wordText } from './parse.ts'

/** Readers of the options of `settings`. Pure; each says what to write instead. */

/** Days off that are kept of one person. */
export const MAX_DAYS_OFF = 100
/** Hand-offs a day beyond which a budget is none. */
export const MAX_BUDGET = 200

/** What an option says, or that the choice is taken back. */
export type Said<T> = T | 'default'

/** Reads one option, if it stands there; `default` takes the choice back. */
export function said<T>(
  line: Line,
  key: string,
  read: (text: string) => Result<T, Wrong>,
): Result<Said<T> | undefined, Wrong> {
  const found = line.options.find((option) => option.key === key)
  if (found === undefined) return ok(undefined)
  const text = wordText(found.value).trim()
  return text.toLowerCase() === 'default' ? ok('default') : read(text)
}

/** `09:00-17:30`, also `9-17`; an end before the beginning lies in the next day. */
export function hoursIn(text: string): Result<Span, Wrong> {
  const found = /^(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?$/.exec(text)
  const [from, until] = [minutesOf(found?.[1], found?.[2]), minutesOf(found?.[3], found?.[4])]
  if (from === undefined || until === undefined || from === until || from === 1440) {
    return wrong(`"${short(text)}" are no hours; write hours:09:00-17:30`)
  }
  return ok({ from, to: until > from ? until : until + 1440 })
}

function minutesOf(hours: string | undefined, minutes = '00'): number | undefined {
  const all = Number(hours) * 60 + Number(minutes)
  return Number(minutes) < 60 && all <= 1440 ? all : undefined
}

/** `mon-fri`, `sun-thu`, `mon,wed,fri`; in the order of the week. */
export function weekdaysIn(text: string): Result<readonly Weekday[], Wrong> {
  const days = new Set<Weekday>()
  for (const part of parts(text)) {
    const ends = part.split(/[-–]/).map(weekdayOf)
    const [first, last] = [ends[0], ends.at(-1)]
    if (first === undefined || last === undefined || ends.length > 2)
      return wrong(`"${short(part)}" are no days; write days:mon-fri`)
    for (let at = first; ; at = (at + 1) % 7) {
      days.add(WEEKDAYS[at]!)
      if (at === last) break
    }
  }
  if (days.size === 0) return wrong('it lacks the days on which you work; write days:mon-fri')
  return ok(WEEKDAYS.filter((day) => days.has(day)))
}

function weekdayOf(text: string): number | undefined {
  const name = text.trim().toLowerCase()
  const at = NAMES.findIndex((full) => full.startsWith(name) && name.length >= 3)
  return at === -1 ? undefined : at
}
const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** A zone of IANA's; a city of that name is told its zone. */
export function zoneIn(text: string): Result<string, Wrong> {
  const zone = timeZone(text)
  if (zone !== undefined) return ok(zone)
  const [near] = zonesOfCity(text)
  const instead = near === undefined ? 'write a region and a city, such as zone:Africa/Lagos' : `write zone:${near}`
  return wrong(`"${short(text)}" is no time zone; ${instead}`)
}

/** `2026-12-24`, `2026-12-24..2027-01-01`, several between commas, or `none`. */
export function daysOffIn(text: string): Result<readonly string[], Wrong> {
  if (text.toLowerCase() === 'none') return ok([])
  const days = new Set<string>()
  for (const part of parts(text)) {
    const ends = part.split('..').map(dateOf)
    const [first, last] = [ends[0], ends.at(-1)]
    if (first === undefined || last === undefined || ends.length > 2 || last < first) {
      return wrong(`"${short(part)}" are no days off; write off:2026-12-24 or off:2026-12-24..2027-01-01`)
    }
    for (let at = first; at <= last; at += DAY) {
      days.add(new Date(at).toISOString().slice(0, 10))
      if (days.size > MAX_DAYS_OFF) return wrong(`off: names more than ${MAX_DAYS_OFF} days`)
    }
  }
  return ok([...days].toSorted())
}

function dateOf(text: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN
  // JavaScript takes the 31st of February for a day in March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text.trim() ? undefined : at
}

/** Where to be told. */
export function channelIn(text: string): Result<PreferredChannel, Wrong> {
  const channel = CHANNELS.find((known) => known === text.toLowerCase().replace('e-mail', 'email'))
  return channel === undefined
    ? wrong(`"${short(text)}" is no channel; write channel:${CHANNELS.join('|')}`)
    : ok(channel)
}

/** `on` or `off`. */
export function switchIn(key: string): (text: string) => Result<boolean, Wrong> {
  return (text) => {
    const word = text.toLowerCase()
    if (word !== 'on' && word !== 'off')
      return err({ what: `"${short(text)}" is neither; write ${key}:on or ${key}:off` })
    return ok(word === 'on')
  }
}

/** How many hand-offs a day, or `none`: as many as there are. */
export function budgetIn(text: string): Result<number | 'none', Wrong> {
  if (text.toLowerCase() === 'none') return ok('none')
  if (/^\d{1,3}$/.test(text) && Number(text) <= MAX_BUDGET) return ok(Number(text))
  return wrong(`"${short(text)}" is no budget; write budget:20 (at most ${MAX_BUDGET}), or budget:none`)
}
