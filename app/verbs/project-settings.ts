import type { Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { ok, type Result } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { atMost, keyIn } from './arguments.ts'
import { changeProject } from './project-change.ts'
import { changed, named } from './project-changed.ts'
import { projectFor } from './project-for.ts'
import { type Settings, settingsIn } from './project-options.ts'
import type { Verb, VerbContext } from './verb.ts'
import { projectPeople, projectReply } from './words/project-reply.ts'
import { refusalReply } from './words/refusal-reply.ts'

/** Changes what a project decides for its tasks; without options it shows how it stands. */
export const projectSettings: Verb<{ readonly key: ProjectKey; readonly settings: Settings }> = {
  name: 'project settings',
  group: 'Projects and people',
  action: 'project.settings',
  usage:
    'project settings KEY [name:"…"] [channel:#…] [channel-backend:#…] [lead:@…] [lead-backend:@…] [approver-tech-lead:@…] [gate:…] [checks:a,b] [doc:"Label=https://…"] [updates:on|off] [import:none|all|label:name] [contract-infrastructure-backend:"api, arn, block"]',
  summary:
    'Change a project: its name, channels, leads, approvers, gates, checks, documents, what a phase owes the next one, and which issues become tasks; none takes one away',
  examples: [
    'project settings UAPI',
    'project settings UAPI name:"User API v2" lead:<@U0AMY|amy> channel-backend:<#C0BACK|backend>',
    'project settings UAPI approver-tech-lead:<@U0AMY|amy> approver-tech-lead:me gate:merged checks:none',
    'project settings UAPI contract-design-frontend:"url=Design file, document=States, block"',
  ],
  aliases: ['project set'],
  parse(line) {
    const key = keyIn(line.words[0])
    if (!key.ok) return key
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const settings = settingsIn(line)
    return settings.ok ? ok({ key: key.value, settings: settings.value }) : settings
  },
  wants: ({ settings }) => ({ projects: true, people: named(settings) }),
  async act({ key, settings }, context, { directory }) {
    const wanted = wantedProject(key, settings, context)
    if (!wanted.ok) return refusalReply(wanted.error)
    const { seen, change } = wanted.value
    const people = await directory.people(context.workspace, projectPeople(change(seen)))
    const { person, at, cause } = context
    const act = { action: 'project.changed' as const, actor: person.id, subject: key, at, cause }
    const saved = await changeProject(directory, seen, change, act)
    if (!saved.ok) return refusalReply(saved.error)
    return projectReply(saved.value, undefined, people, saved.value === seen ? undefined : 'is changed')
  },
}

type Wanted = { readonly seen: Project; change(project: Project): Project }

function wantedProject(key: ProjectKey, settings: Settings, context: VerbContext): Result<Wanted, Refusal> {
  const project = projectFor(key, context, 'project settings KEY')
  if (!project.ok) return project
  const change = changed(settings, context)
  return change.ok ? ok({ seen: project.value, change: change.value }) : change
}
