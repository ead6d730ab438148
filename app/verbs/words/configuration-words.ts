import { capital, listed } from '../../projects/phrases.ts'
import type { Project } from '../../projects/project.ts'
import { code, plain } from './markup.ts'

/** What a project has from its file, and what is wrong with it; nothing where there is none. */
export function configurationLines({ configuredBy, wrongConfiguration: wrong }: FromFile): string[] {
  return [
    ...(configuredBy === undefined
      ? []
      : [
          `From ${fileWords(configuredBy)}: ${configuredBy.settings.length === 0 ? 'nothing, all is left to people' : listed(configuredBy.settings.map(code))}`,
          ...unknownLine(configuredBy.unknown),
        ]),
    ...(wrong === undefined
      ? []
      : [
          `:warning: ${capital(fileWords(wrong))} is wrong as it is now, and does not count. Line ${wrong.line}: ${plain(wrong.why)}`,
          ...(wrong.problems > 1 ? [`${wrong.problems - 1} more: see the check run of that commit.`] : []),
        ]),
  ]
}

export type FromFile = Pick<Project, 'configuredBy' | 'wrongConfiguration'>

function unknownLine(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return []
  return [`Nobody here has linked ${listed(unknown.map(code))} yet; what the file says of them waits for that.`]
}

function fileWords({ path, repository, commit }: { path: string; repository: string; commit: string }): string {
  return `${code(path)} of ${plain(repository, 100)} (${commit.slice(0, 7)})`
}
