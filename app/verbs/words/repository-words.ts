import { type AwayReason, nameNow } from '../../projects/connection.ts'
import { listed } from '../../projects/phrases.ts'
import type { ConnectedRepository } from '../../projects/project.ts'
import { moment, plain } from './markup.ts'

/** A connected repository by its present name, and what is amiss with it, for a list. */
export function repositoryWords(repository: ConnectedRepository): string {
  const name = plain(nameNow(repository), 100)
  const { fullName, away, lacks = [] } = repository
  const amiss = [
    ...(nameNow(repository) === fullName ? [] : [`connected as ${plain(fullName, 100)}`]),
    ...(away === undefined ? [] : [`out of reach since ${moment(away.since)}: ${AWAY_WORDS[away.why]}`]),
    ...(away !== undefined || lacks.length === 0 ? [] : [`GitHub has not granted ${lacksWords(lacks)}`]),
  ]
  return amiss.length === 0 ? name : `${name} (${amiss.join('; ')})`
}

/** Why a repository is out of reach, as the rest of a sentence. */
export const AWAY_WORDS: Readonly<Record<AwayReason, string>> = {
  uninstalled: 'CodexFlow was uninstalled there',
  suspended: 'CodexFlow is suspended there',
  gone: 'it was deleted, or taken from the repositories that CodexFlow may see',
  archived: 'it is archived',
  moved: 'it belongs to another owner now',
}

/** Permissions that are not granted, as GitHub's own settings name them: "Checks (read)". */
export function lacksWords(lacks: readonly string[]): string {
  return listed(
    lacks.map((each) => {
      const [name = '', access = ''] = each.split(': ')
      return plain(`${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')} (${access})`, 80)
    }),
  )
}
