import type { Week, WorkingHours } from './working-hours.ts'

/** Where people can be told, in the order in which it is tried when they have no wish. */
export const CHANNELS = ['slack', 'github', 'email'] as const
export type PreferredChannel = (typeof CHANNELS)[number]

/** How somebody wants to be told. Always complete: what nobody chose is the default. */
export type Preferences = WorkingHours & {
  readonly channel: PreferredChannel
  /** `daily`: one message at the beginning of each working day. */
  readonly digest: 'off' | 'daily'
  /** Hand-offs a day that come as messages of their own; those beyond it come with the next digest. */
  readonly budget: number | 'none'
  /** Whether what comes outside the working hours waits for them. */
  readonly quiet: boolean
}

/** What was chosen; the rest is left to the workspace, and then to the defaults. */
export type Choices = Partial<Preferences>

const NINE_TO_FIVE = { from: 9 * 60, to: 17 * 60 } as const
const USUAL_WEEK: Week = {
  mon: NINE_TO_FIVE,
  tue: NINE_TO_FIVE,
  wed: NINE_TO_FIVE,
  thu: NINE_TO_FIVE,
  fri: NINE_TO_FIVE,
}

/** With nothing chosen, everything is told at once, and nothing more than once. */
export const DEFAULTS: Preferences = {
  zone: 'UTC',
  week: USUAL_WEEK,
  daysOff: [],
  channel: 'slack',
  digest: 'off',
  budget: 'none',
  quiet: false,
}

/**
 * What counts for a person: their own choices, before the hours of the project that it is about, if it is about one, before
 * those of the workspace; of the zones, where Slack says that they are comes before all but their own choice. Days off of
 * both are days off.
 */
export function preferencesOf(
  person: { readonly preferences?: Choices; readonly zone?: string } | undefined,
  workspace: { readonly preferences?: Choices } | undefined,
  project?: { readonly hours?: Partial<Pick<WorkingHours, 'zone' | 'week'>> },
): Preferences {
  const [own, shared] = [person?.preferences, workspace?.preferences]
  const daysOff = [...new Set([...(shared?.daysOff ?? []), ...(own?.daysOff ?? [])])]
  const there = person?.zone === undefined ? {} : { zone: person.zone }
  return { ...DEFAULTS, ...shared, ...project?.hours, ...there, ...own, daysOff }
}

/** What somebody changes in what was chosen; `default` takes a choice back. */
export type PreferenceChange = { readonly [Key in keyof Preferences]?: Preferences[Key] | 'default' }

/** What is chosen after a change. Twice is once. */
export function chosen(before: Choices | undefined, change: PreferenceChange): Choices {
  const all = Object.entries({ ...before, ...change })
  return Object.fromEntries(all.filter(([, choice]) => choice !== 'default'))
}
