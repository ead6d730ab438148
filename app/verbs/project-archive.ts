import { ok, type Result } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { atMost, keyIn, onlyOptions } from './arguments.ts'
import type { Line, Wrong } from './parse.ts'
import { changeProject } from './project-change.ts'
import { projectFor } from './project-for.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

type Arguments = { readonly key: ProjectKey }

/** Puts a project away: no new tasks, in no list; its tasks stay, and can be worked on and shown. */
export const projectArchive: Verb<Arguments> = {
  name: 'project archive',
  group: 'Projects and people',
  action: 'project.archive',
  usage: 'project archive KEY',
  summary: 'Put a project away: it gets no new tasks and leaves the lists; its tasks stay as they are',
  examples: ['project archive UAPI'],
  aliases: ['archive'],
  parse: onlyKey,
  wants: () => ({ projects: true }),
  async act({ key }, context, { directory }) {
    const project = projectFor(key, context, 'project archive KEY')
    if (!project.ok) return refusalReply(project.error)
    const { person, at, cause } = context
    const archived = await changeProject(
      directory,
      project.value,
      (seen) => (seen.archivedAt === undefined ? { ...seen, archivedAt: at } : seen),
      { action: 'project.archived', actor: person.id, subject: key, at, cause },
    )
    if (!archived.ok) return refusalReply(archived.error)
    return replyOf([
      `*${key}* ${plain(archived.value.name, 80)} is archived: it gets no new tasks and stands in no list. Its tasks stay as they are.`,
      `To take that back: ${command(`project restore ${key}`)}`,
    ])
  },
}

/** Brings an archived project back. */
export const projectRestore: Verb<Arguments> = {
  name: 'project restore',
  group: 'Projects and people',
  action: 'project.archive',
  usage: 'project restore KEY',
  summary: 'Bring an archived project back',
  examples: ['project restore UAPI'],
  aliases: ['restore'],
  parse: onlyKey,
  wants: () => ({ projects: true }),
  async act({ key }, context, { directory }) {
    const project = projectFor(key, context, 'project restore KEY')
    if (!project.ok) return refusalReply(project.error)
    const { person, at, cause } = context
    const restored = await changeProject(directory, project.value, ({ archivedAt: _, ...seen }) => seen, {
      action: 'project.restored',
      actor: person.id,
      subject: key,
      at,
      cause,
    })
    if (!restored.ok) return refusalReply(restored.error)
    return replyOf([
      `*${key}* ${plain(restored.value.name, 80)} is back, with all its tasks.`,
      `See them: ${command(`list ${key}`)}`,
    ])
  },
}

function onlyKey(line: Line): Result<Arguments, Wrong> {
  const key = keyIn(line.words[0])
  if (!key.ok) return key
  const rest = atMost(line, 1)
  if (!rest.ok) return rest
  const options = onlyOptions(line, [])
  return options.ok ? ok({ key: key.value }) : options
}
