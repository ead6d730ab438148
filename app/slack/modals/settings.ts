import type { KnownBlock } from '@slack/types'
import type { Person } from '../../projects/person.ts'
import { type Choices, DEFAULTS } from '../../projects/preferences.ts'
import { type Span, WEEKDAYS } from '../../projects/working-hours.ts'
import { ok, type Result } from '../../result.ts'
import type { Wrong } from '../../verbs/parse.ts'
import { type SettingsArguments, settings } from '../../verbs/settings.ts'
import { budgetIn, daysOffIn, hoursIn, type Said, weekdaysIn, zoneIn } from '../../verbs/settings-arguments.ts'
import { clockWords, WEEKDAY_NAMES } from '../../verbs/words/week-words.ts'
import type { Values } from '../inputs.ts'
import { entered, enteredMany, menuField, textField, ticksField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'

/** When and where one is told. A field that is left empty takes the choice back; one that is not shown stays as it is. */
export const ownSettings: Modal<SettingsArguments> = {
  id: 'settings',
  verb: settings,
  title: 'Your settings',
  submit: 'Save',
  start: ({ person }) => startingValues(person),
  blocks: (_, values) => [
    ...(values['hours'] === undefined ? [] : weekFields(values)),
    textField(values, {
      id: 'zone',
      label: 'Time zone',
      most: 60,
      placeholder: 'Africa/Lagos',
      hint: 'A region and a city. Empty: what the workspace says.',
      optional: true,
    }),
    textField(values, {
      id: 'off',
      label: 'Days off',
      most: 1_500,
      placeholder: '2026-12-24..2027-01-01',
      hint: 'Dates, or first and last ones with two dots between them; commas between several.',
      optional: true,
    }),
    menuField(values, { id: 'quiet', label: 'What comes outside your working hours', choices: QUIET }),
    menuField(values, { id: 'channel', label: 'Where you are told first', choices: CHANNEL }),
    menuField(values, { id: 'digest', label: 'A digest when your working day begins', choices: DIGEST }),
    textField(values, {
      id: 'budget',
      label: 'Hand-offs a day that come as messages of their own',
      most: 4,
      placeholder: 'none',
      hint: 'Those beyond it come with the next digest. Empty: what the workspace says; none: as many as there are.',
      optional: true,
    }),
  ],
  read(values) {
    const hours = textOrDefault(values, 'hours', hoursIn)
    const zone = textOrDefault(values, 'zone', zoneIn)
    const daysOff = textOrDefault(values, 'off', daysOffIn)
    const budget = textOrDefault(values, 'budget', budgetIn)
    const ticked = enteredMany(values, 'days').join(',')
    const days = ticked === '' ? ok(undefined) : weekdaysIn(ticked)
    const error = errorsOf({ hours, zone, off: daysOff, budget, days })
    if (!hours.ok || !zone.ok || !daysOff.ok || !budget.ok || !days.ok) return { ok: false, error }
    const digest = entered(values, 'digest')
    const all: { -readonly [Key in keyof SettingsArguments]: SettingsArguments[Key] | undefined } = {
      whose: 'mine',
      hours: hours.value,
      // Without hours the week is the workspace's, whatever is ticked.
      days: hours.value === 'default' ? undefined : days.value,
      zone: zone.value,
      daysOff: daysOff.value,
      budget: budget.value,
      quiet: choiceOf(entered(values, 'quiet'), { on: true, off: false }),
      channel: choiceOf(entered(values, 'channel'), { slack: 'slack', github: 'github', email: 'email' } as const),
      digest: digest === 'on' ? true : 'default',
    }
    return ok(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as SettingsArguments)
  },
}

const USUAL = 'As the workspace says'
const QUIET = { default: USUAL, on: 'Waits for them', off: 'Comes at any hour' }
const CHANNEL = { default: USUAL, slack: 'Slack', github: 'The GitHub issue', email: 'E-mail' }
const DIGEST = { off: 'No', on: 'Yes' }

function weekFields(values: Values): KnownBlock[] {
  const { from, to } = DEFAULTS.week.mon!
  return [
    textField(values, {
      id: 'hours',
      label: 'Working hours',
      most: 20,
      placeholder: `${clockWords(from)}-${clockWords(to)}`,
      hint: 'Empty: what the workspace says.',
      optional: true,
    }),
    ticksField(values, { id: 'days', label: 'Days on which you work them', choices: WEEKDAY_NAMES, optional: true }),
  ]
}

function startingValues({ preferences = {} }: Pick<Person, 'preferences'>): Values {
  const { zone = '', daysOff = [], channel = 'default', digest = 'off', budget, quiet } = preferences
  const fields = {
    ...weekValues(preferences),
    zone,
    off: daysOff.join(', '),
    quiet: quiet === undefined ? 'default' : quiet ? 'on' : 'off',
    channel,
    digest: digest === 'daily' ? 'on' : 'off',
    budget: budget === undefined ? '' : String(budget),
  }
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { [id]: value }]))
}

// A week of different hours has no place in one field: it is left to the verb, and stays as it is.
function weekValues({ week }: Choices): Readonly<Record<string, string>> {
  if (week === undefined) return { hours: '', days: '' }
  const worked = WEEKDAYS.filter((day) => week[day] !== undefined)
  const spans = new Set(worked.map((day) => spanText(week[day]!)))
  const [only] = spans
  return spans.size === 1 && only !== undefined ? { hours: only, days: worked.join(' ') } : {}
}

function spanText({ from, to }: Span): string {
  return `${clockWords(from)}-${to === 1440 ? '24:00' : clockWords(to)}`
}

function textOrDefault<T>(
  values: Values,
  field: string,
  read: (text: string) => Result<T, Wrong>,
): Result<Said<T> | undefined, Wrong> {
  if (values[field] === undefined) return ok(undefined)
  const text = entered(values, field).trim()
  return text === '' ? ok('default') : read(text)
}

function choiceOf<T>(chosen: string, meanings: Readonly<Record<string, T>>): Said<T> {
  return Object.hasOwn(meanings, chosen) ? meanings[chosen]! : 'default'
}
