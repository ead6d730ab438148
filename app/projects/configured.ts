import type { PersonId } from '../tasks/ids.ts'
import { canonical } from '../tasks/ordinal.ts'
import { PHASES, type Phase } from '../tasks/phase.ts'
import type { Configuration, ConfigurationSource, Holders, Login, Setting } from './configuration.ts'
import { loginsIn } from './configuration.ts'
import type { Project } from './project.ts'

/**
 * The project as its file wants it: what the file says replaces what people decided, what it leaves out is theirs. Says
 * nothing of earlier files: whatever they were, the same file leads to the same project. Leaves the version alone.
 */
export function configured(
  project: Project,
  { source, said }: { readonly source: ConfigurationSource; readonly said: Configuration },
  holders: Holders,
): Project {
  const base = unconfigured(project)
  const decided = decisionsOf(said, holders)
  const settings = decided.map(([setting]) => setting).toSorted()
  const before = Object.fromEntries(
    settings.flatMap((setting) => {
      const value = settingOf(base, setting)
      return value === undefined ? [] : [[setting, value]]
    }),
  )
  const unknown = loginsIn(said).filter((login) => !holders.has(login.toLowerCase()))
  const next = decided.reduce((each, [setting, value]) => withSetting(each, setting, value), base)
  return { ...next, configuredBy: { ...source, said, settings, before, unknown } }
}

/** The project as people decided it, without any file. Leaves the version alone. */
export function unconfigured(project: Project): Project {
  const { configuredBy, ...rest } = project
  if (configuredBy === undefined) return project
  const { settings, before } = configuredBy
  return settings.reduce<Project>((each, setting) => withSetting(each, setting, before[setting]), rest)
}

/** The settings that a change would take out of the hands of the file. */
export function takenFromFile(seen: Project, next: Project): Setting[] {
  const decided = seen.configuredBy?.settings ?? []
  return decided.filter((setting) => canonical([settingOf(seen, setting)]) !== canonical([settingOf(next, setting)]))
}

type Decision = readonly [Setting, unknown]

// Of whom nobody knows who they are, nothing is decided.
function decisionsOf(said: Configuration, holders: Holders): Decision[] {
  const {
    name,
    channel,
    phases = {},
    gates,
    checks,
    documents,
    contracts,
    bots,
    hours,
    pulls = {},
    delivery = {},
  } = said
  const holder = (login: Login | undefined): PersonId | undefined =>
    login === undefined ? undefined : holders.get(login.toLowerCase())
  const all: Decision[] = [
    ['name', name],
    ['channel', channel],
    ['lead', holder(said.lead)],
    [
      'gate',
      gates?.map((gate) =>
        gate.kind === 'checks' && gate.names.length === 0 ? { ...gate, names: checks ?? [] } : gate,
      ),
    ],
    ['checks', checks],
    ['doc', documents],
    ['contract', contracts],
    ['import', said.import],
    ['bot', bots],
    ['without-task', pulls.withoutTask],
    ['hours', hours],
    ['updates', delivery.updates],
    ['comments', delivery.comments],
    ...PHASES.flatMap((phase): Decision[] => [
      [`channel-${phase}`, phases[phase]?.channel],
      [`lead-${phase}`, holder(phases[phase]?.lead)],
    ]),
    ...Object.entries(said.approvers ?? {}).map(([role, logins]): Decision => {
      const people = [...new Set(logins.flatMap((login) => holder(login) ?? []))]
      // Nobody may approve who was not named by the file: a role whose people are all unknown is nobody's for now.
      return [`approver-${role}`, people]
    }),
  ]
  // A project that imports nothing says nothing of it.
  return all
    .filter(([, value]) => value !== undefined)
    .map(([setting, value]) => [setting, setting === 'import' && value === 'none' ? undefined : value])
}

/** The names of settings that are one field of a project. */
const FIELDS = {
  name: 'name',
  channel: 'homeChannel',
  lead: 'lead',
  gate: 'gates',
  checks: 'requiredChecks',
  doc: 'documents',
  contract: 'contracts',
  import: 'import',
  bot: 'bots',
  'without-task': 'withoutTask',
  hours: 'hours',
  updates: 'updates',
  comments: 'comments',
} as const satisfies Readonly<Record<Setting, keyof Project>>
/** Those that are one entry of a map: by phase, or by role. */
const MAPS = { channel: 'phaseChannels', lead: 'phaseLeads', approver: 'approvers' } as const

type Place =
  | { readonly field: keyof Project }
  | { readonly map: (typeof MAPS)[keyof typeof MAPS]; readonly key: Phase | string }

function placeOf(setting: Setting): Place {
  if (Object.hasOwn(FIELDS, setting)) return { field: FIELDS[setting as keyof typeof FIELDS] }
  const dash = setting.indexOf('-')
  return { map: MAPS[setting.slice(0, dash) as keyof typeof MAPS], key: setting.slice(dash + 1) }
}

function settingOf(project: Project, setting: Setting): unknown {
  const place = placeOf(setting)
  if ('field' in place) return project[place.field]
  const entries: Readonly<Record<string, unknown>> = project[place.map] ?? {}
  return Object.hasOwn(entries, place.key) ? entries[place.key] : undefined
}

function withSetting(project: Project, setting: Setting, value: unknown): Project {
  const place = placeOf(setting)
  if ('field' in place) return withEntry(project, place.field, value) as Project
  const entries = withEntry(project[place.map] ?? {}, place.key, value)
  // Channels always have their map; the others are left out while nobody is in them.
  const kept = Object.keys(entries).length === 0 && place.map !== 'phaseChannels' ? undefined : entries
  return withEntry(project, place.map, kept) as Project
}

function withEntry(record: object, key: string, value: unknown): object {
  const { [key]: _, ...others } = record as Readonly<Record<string, unknown>>
  return value === undefined ? others : { ...others, [key]: value }
}
