import { may } from '../projects/permissions.ts'
import type { Person } from '../projects/person.ts'
import { type PreferenceChange, type PreferredChannel, preferencesOf } from '../projects/preferences.ts'
import { type Span, WEEKDAYS, type Week, type Weekday } from '../projects/working-hours.ts'
import { ok, type Result } from '../result.ts'
import { atMost, onlyOptions, short, wrong } from './arguments.ts'
import { type Line, type Wrong, wordText } from './parse.ts'
import {
  budgetIn,
  channelIn,
  daysOffIn,
  hoursIn,
  type Said,
  said,
  switchIn,
  weekdaysIn,
  zoneIn,
} from './settings-arguments.ts'
import type { Verb } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { settingsReply } from './words/settings-reply.ts'

/** Whose settings, and what is changed in them; nothing: they are shown. A modal makes the same. */
export type SettingsArguments = {
  readonly whose: 'mine' | 'workspace'
  /** On each of `days`, or on the days on which they work by now. */
  readonly hours?: Said<Span>
  /** With `hours`, or those of their first working day by now. */
  readonly days?: Said<readonly Weekday[]>
  readonly zone?: Said<string>
  readonly daysOff?: Said<readonly string[]>
  readonly channel?: Said<PreferredChannel>
  readonly digest?: Said<boolean>
  readonly budget?: Said<number | 'none'>
  readonly quiet?: Said<boolean>
}

const OPTIONS = ['hours', 'days', 'zone', 'off', 'channel', 'digest', 'budget', 'quiet']

/** When and where one is told; for owners, also what counts for everybody who chose nothing else. */
export const settings: Verb<SettingsArguments> = {
  name: 'settings',
  group: 'Projects and people',
  action: 'settings.own',
  usage:
    'settings [workspace] [hours:09:00-17:30] [days:mon-fri] [zone:Area/City] [off:DATE..DATE|none] [channel:slack|github|email] [quiet:on|off] [digest:on|off] [budget:N|none]',
  summary:
    'When and where you are told: your working hours, quiet hours, digest and how much a day; default takes a choice back',
  examples: [
    'settings',
    'settings hours:09:00-17:30 days:mon-fri zone:Africa/Lagos quiet:on',
    'settings digest:on budget:20',
  ],
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const [word] = line.words
    if (word !== undefined && wordText(word).toLowerCase() !== 'workspace') {
      return wrong(`"${short(wordText(word))}" is no word here; there is workspace, and options such as quiet:on`)
    }
    const options = onlyOptions(line, OPTIONS)
    if (!options.ok) return options
    return readOptions(line, word === undefined ? 'mine' : 'workspace')
  },
  async act(args, context, { directory, digest }) {
    const { person, settings: workspace, at } = context
    const mayDecide = may(person, 'settings.workspace')
    if (args.whose === 'workspace' && !mayDecide) {
      return refusalReply({ kind: 'not-permitted', action: 'settings.workspace', role: person.role })
    }
    const shows = { person, workspace, at: Date.parse(at), mayDecide, changed: args.whose } as const
    const { whose } = args
    const change = changeOf(args, preferencesOf(whose === 'mine' ? person : undefined, workspace).week)
    if (Object.keys(change).length === 0) return settingsReply({ ...shows, changed: undefined })
    if (whose === 'workspace')
      return settingsReply({ ...shows, workspace: await directory.saveDefaults(workspace, change) })
    const saved = await directory.savePreferences(person, change)
    if (movesDigest(saved, change)) await digest({ workspace: person.workspace, person: person.id })
    return settingsReply({ ...shows, person: saved })
  },
}

function readOptions(line: Line, whose: SettingsArguments['whose']): Result<SettingsArguments, Wrong> {
  const read = {
    hours: said(line, 'hours', hoursIn),
    days: said(line, 'days', weekdaysIn),
    zone: said(line, 'zone', zoneIn),
    daysOff: said(line, 'off', daysOffIn),
    channel: said(line, 'channel', channelIn),
    digest: said(line, 'digest', switchIn('digest')),
    budget: said(line, 'budget', budgetIn),
    quiet: said(line, 'quiet', switchIn('quiet')),
  }
  const args: Record<string, unknown> = { whose }
  for (const [key, value] of Object.entries(read)) {
    if (!value.ok) return value
    if (value.value !== undefined) args[key] = value.value
  }
  // A digest is asked for, never given.
  if (whose === 'workspace' && read.digest.ok && read.digest.value !== undefined) {
    return wrong('everybody switches the digest on for themselves, with settings digest:on')
  }
  return ok(args as SettingsArguments)
}

// Whoever has a digest by now gets the next at another time; the order works out when. One for the old time does no harm.
function movesDigest({ preferences }: Person, { digest, week, zone, daysOff }: PreferenceChange): boolean {
  const moves = [digest, week, zone, daysOff].some((changed) => changed !== undefined)
  return moves && preferences?.digest === 'daily'
}

/** What the arguments change, for one who works in this week by now. */
function changeOf(args: SettingsArguments, present: Week): PreferenceChange {
  const { hours, days, digest, zone, daysOff, channel, budget, quiet } = args
  const week = weekOf(hours, days, present)
  return {
    ...(week === undefined ? {} : { week }),
    ...(zone === undefined ? {} : { zone }),
    ...(daysOff === undefined ? {} : { daysOff }),
    ...(channel === undefined ? {} : { channel }),
    ...(digest === undefined ? {} : { digest: digest === 'default' ? digest : digest ? 'daily' : 'off' }),
    ...(budget === undefined ? {} : { budget }),
    ...(quiet === undefined ? {} : { quiet }),
  }
}

// Hours and days are one choice: taken back together.
function weekOf(
  hours: SettingsArguments['hours'],
  days: SettingsArguments['days'],
  present: Week,
): Said<Week> | undefined {
  if (hours === undefined && days === undefined) return undefined
  if (hours === 'default' || days === 'default') return 'default'
  const worked = WEEKDAYS.filter((day) => present[day] !== undefined)
  const span = hours ?? present[worked[0]!]!
  return Object.fromEntries((days ?? worked).map((day) => [day, span]))
}
