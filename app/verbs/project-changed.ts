import type { Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { ok, type Result } from '../result.ts'
import type { PersonId } from '../tasks/ids.ts'
import { mentionsOf, type Who } from './arguments.ts'
import { agreed } from './contracts.ts'
import { personHere } from './order.ts'
import type { Settings } from './project-options.ts'
import type { VerbContext } from './verb.ts'

/** The Slack users behind the people that are named, for `wants`. */
export function named(settings: Settings): string[] {
  return everybody(settings).flatMap((who) => mentionsOf(who))
}

/** The change of a project that is meant, once everybody named is known. */
export function changed(
  settings: Settings,
  context: Pick<VerbContext, 'person' | 'mentioned'>,
): Result<(project: Project) => Project, Refusal> {
  const ids = new Map<Who, PersonId>()
  for (const who of everybody(settings)) {
    const person = personHere(who, context)
    if (!person.ok) return person
    ids.set(who, person.value.id)
  }
  return ok((project) => applied(project, settings, (who) => (who === 'none' ? undefined : ids.get(who))))
}

function everybody({ lead, leads, approvers }: Settings): Who[] {
  const all = [lead ?? 'none', ...leads.map(([, who]) => who), ...[...approvers.values()].flat()]
  return all.filter((who) => who !== 'none')
}

function applied(project: Project, settings: Settings, idOf: (who: Who | 'none') => PersonId | undefined): Project {
  const { homeChannel, lead, import: imported, ...rest } = project
  const { name, home, channels, leads, gates, checks, documents, updates, contracts } = settings
  const channel = home === undefined ? homeChannel : given(home)
  const leader = settings.lead === undefined ? lead : idOf(settings.lead)
  const required = checks ?? project.requiredChecks
  const phaseLeads = merged(project.phaseLeads ?? {}, leads, idOf)
  const approvers = merged(project.approvers ?? {}, [...settings.approvers], (whos) =>
    whos.length === 0 ? undefined : [...new Set(whos.flatMap((who) => idOf(who) ?? []))],
  )
  return {
    ...rest,
    ...(name === undefined ? {} : { name }),
    ...(channel === undefined ? {} : { homeChannel: channel }),
    phaseChannels: merged(project.phaseChannels, channels, given),
    ...(leader === undefined ? {} : { lead: leader }),
    ...(leads.length === 0 ? {} : { phaseLeads }),
    ...(settings.approvers.size === 0 ? {} : { approvers }),
    // `gate:checks` alone means those that the project requires.
    ...(gates === undefined
      ? {}
      : {
          gates: gates.map((gate) =>
            gate.kind === 'checks' && gate.names.length === 0 ? { ...gate, names: required } : gate,
          ),
        }),
    requiredChecks: required,
    ...(documents === undefined ? {} : { documents }),
    ...(updates === undefined ? {} : { updates }),
    ...importOf(settings, imported),
    ...(contracts.length === 0 ? {} : { contracts: agreed(project.contracts ?? [], contracts) }),
  }
}

function importOf({ import: said }: Settings, before: Project['import']): Pick<Project, 'import'> {
  const rule = said ?? before
  return rule === undefined || rule === 'none' ? {} : { import: rule }
}

function merged<K extends string, G, V>(
  before: Readonly<Partial<Record<K, V>>>,
  said: readonly (readonly [K, G])[],
  read: (said: G) => V | undefined,
): Record<K, V> {
  const all = new Map(Object.entries(before) as [K, V][])
  for (const [key, each] of said) {
    const value = read(each)
    if (value === undefined) all.delete(key)
    else all.set(key, value)
  }
  return Object.fromEntries(all) as Record<K, V>
}

function given(channel: string | 'none'): string | undefined {
  return channel === 'none' ? undefined : channel
}
