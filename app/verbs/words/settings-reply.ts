import type { Person } from '../../projects/person.ts'
import { listed } from '../../projects/phrases.ts'
import { type Choices, type Preferences, preferencesOf } from '../../projects/preferences.ts'
import { wallTime } from '../../projects/time-zone.ts'
import type { Span } from '../../projects/working-hours.ts'
import type { WorkspaceSettings } from '../../projects/workspace-settings.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { clockWords, weekWords } from './week-words.ts'

/** What `settings` shows. */
export type ShownSettings = {
  readonly person: Person
  readonly workspace: WorkspaceSettings
  /** Epoch milliseconds. */
  readonly at: number
  /** Whether they decide for the workspace too. */
  readonly mayDecide: boolean
  /** Whose were just changed. */
  readonly changed: 'mine' | 'workspace' | undefined
}

/** When and where somebody is told, which of it they chose, and how to change it. */
export function settingsReply({ person, workspace, at, mayDecide, changed }: ShownSettings): Reply {
  const mine = [
    '*Your settings*',
    ...settingsLines(preferencesOf(person, workspace), at, person.preferences ?? {}),
    `To change them: ${command('settings hours:09:00-17:30 days:mon-fri zone:Africa/Lagos quiet:on')}`,
  ]
  const shared = [
    '*For everybody here who chose nothing else*',
    ...settingsLines(preferencesOf(undefined, workspace), at),
    `To change them: ${command('settings workspace zone:Europe/Berlin quiet:on')}`,
  ]
  const saved = changed === undefined ? [] : ['Saved. It counts for what is written from now on.']
  if (changed === 'workspace') return replyOf([...saved, ...shared])
  const change = { form: 'settings', text: 'Change…', spoken: 'Change your settings' } as const
  return replyOf([...saved, ...mine, ...(mayDecide && changed === undefined ? ['', ...shared] : [])], [change])
}

/** `own`: what they chose themselves; left out, it is what counts for everybody, and a digest is nobody's but one's own. */
function settingsLines(preferences: Preferences, at: number, own?: Choices): string[] {
  const { zone, week, daysOff, channel, digest, budget, quiet } = preferences
  const chosen = (...keys: readonly (keyof Preferences)[]) =>
    own === undefined || keys.some((key) => own[key] !== undefined) ? '' : ' (the default here)'
  const morning = `on; one message when your working day begins, at ${firstHour(week)}`
  return [
    `• Working hours: ${weekWords(week)}, ${plain(zone)}, where it is ${wallTime(at, zone)} now${chosen('week', 'zone')}`,
    `• Days off: ${daysOff.length === 0 ? 'none' : daysOffWords(daysOff)}`,
    `• Told in: ${CHANNEL_WORDS[channel]}${chosen('channel')}`,
    `• Quiet hours: ${quiet ? 'on; what comes outside your working hours waits for them, unless it stops work that you have begun' : 'off; you hear at any hour'}${chosen('quiet')}`,
    ...(own === undefined ? [] : [`• Digest: ${digest === 'daily' ? morning : 'off'}${chosen('digest')}`]),
    `• Budget: ${budget === 'none' ? 'none; every hand-off is a message of its own' : `${budget} hand-offs a day; those beyond it come with the digest`}${chosen('budget')}`,
  ]
}

const CHANNEL_WORDS = {
  slack: 'Slack, else on the GitHub issue, else by e-mail',
  github: 'the GitHub issue, else Slack, else by e-mail',
  email: 'e-mail, else Slack, else on the GitHub issue',
} as const

function daysOffWords(days: readonly string[]): string {
  const [some, more] = [days.slice(0, 10), days.length - 10]
  return more > 0 ? `${some.join(', ')} and ${more} more` : listed(some)
}

function firstHour(week: Preferences['week']): string {
  const spans = Object.values(week) as Span[]
  const times = new Set(spans.map(({ from }) => from))
  const [first] = times
  return times.size === 1 && first !== undefined ? clockWords(first) : 'different hours'
}
