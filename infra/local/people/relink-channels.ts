import { join } from 'node:path'
import { z } from 'zod'
import type { Project } from '../../../app/projects/project.ts'
import { readJson, writeJson } from '../json-file.ts'
import type { Channel } from '../world/directory.ts'
import type { Projects } from './found.ts'

const knownSchema = z.record(z.string(), z.string())

/**
 * Projects keep the ids of their channels, and those are new when Slack's memory was lost. `<dir>/channels.json` knows
 * which id had which name, so each is replaced by the id of its name. Answers the names of those that were.
 */
export async function relinkChannels(
  dir: string,
  channels: readonly Channel[],
  projects: Projects,
): Promise<readonly string[]> {
  const file = join(dir, 'channels.json')
  const known = knownSchema.parse((await readJson(file)) ?? {})
  const moved = new Map(
    channels.flatMap(({ id, name }) => {
      const before = known[name]
      return before === undefined || before === id ? [] : [[before, { id, name }] as const]
    }),
  )
  const relinked = new Set<string>()
  if (moved.size > 0) {
    for (const project of await projects.all()) {
      const next = withChannels(project, (id) => {
        const now = moved.get(id)
        if (now !== undefined) relinked.add(now.name)
        return now?.id ?? id
      })
      if (JSON.stringify(next) !== JSON.stringify(project)) {
        await projects.replace(project, { ...next, version: project.version + 1 })
      }
    }
  }
  // Last: a start that was killed before begins again with the old names.
  await writeJson(file, Object.fromEntries(channels.map(({ name, id }) => [name, id])))
  return [...relinked]
}

function withChannels(project: Project, replaced: (id: string) => string): Project {
  const { homeChannel, phaseChannels } = project
  const phases = Object.entries(phaseChannels).map(([phase, id]) => [phase, replaced(id)])
  return {
    ...project,
    ...(homeChannel === undefined ? {} : { homeChannel: replaced(homeChannel) }),
    phaseChannels: Object.fromEntries(phases),
  }
}
