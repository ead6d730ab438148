import { nameNow } from '../../projects/connection.ts'
import type { ConnectedRepository, Project } from '../../projects/project.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { AWAY_WORDS, lacksWords } from './repository-words.ts'

/** Repositories that are told one by one; the rest is in `project show`. */
const MOST_TOLD = 10

/**
 * What became of repositories of a project, told once where the project lives: what happened, what it means, and what to
 * do. `lead`: the Slack user of whoever leads the project, who is asked where somebody has to do something.
 */
export function connectionNews(
  { key }: Pick<Project, 'key'>,
  news: readonly ConnectedRepository[],
  lead: string | undefined,
): Reply {
  const told = news.slice(0, MOST_TOLD)
  const needsSomebody = told.some(({ away, lacks }) => away !== undefined || lacks !== undefined)
  const asked = needsSomebody && lead !== undefined && /^[UW][A-Z0-9]{2,20}$/.test(lead) ? `<@${lead}>: ` : ''
  return replyOf(
    [
      `${asked}News from the repositories of *${key}*.`,
      ...told.map((repository) => `• ${newsOf(repository, key)}`),
      ...(told.some(({ away }) => away !== undefined)
        ? ['Tasks stay as they are, and whoever would be told in GitHub is told in Slack.']
        : []),
    ],
    [],
    [
      ...(news.length > told.length ? [`…and ${news.length - told.length} more.`] : []),
      `You read this because you are where ${key} lives. How all of them stand: ${command(`project show ${key}`)}`,
    ],
  )
}

function newsOf(repository: ConnectedRepository, key: string): string {
  const { away, lacks, untold, fullName } = repository
  const name = nameNow(repository)
  const shown = `*${plain(name, 100)}*`
  if (away !== undefined) {
    return `${shown} is out of reach: ${AWAY_WORDS[away.why]}. ${REMEDY[away.why]({ name, key })}`
  }
  if (untold === 'lacks' && lacks !== undefined) {
    return `${shown}: GitHub has not granted ${lacksWords(lacks)} yet, so what needs it does not happen. An owner of the repository accepts it in GitHub, under Settings, GitHub Apps, CodexFlow.`
  }
  if (untold === 'renamed') {
    return `*${plain(fullName, 100)}* is called ${shown} now. There is nothing to do: its tasks, messages and links go on.`
  }
  return `${shown} is back. What was missed meanwhile is being read.`
}

const REMEDY: Readonly<
  Record<keyof typeof AWAY_WORDS, (named: { readonly name: string; readonly key: string }) => string>
> = {
  uninstalled: () => 'If that was not meant, an owner installs the app again; everything is here then, as it was.',
  suspended: () => 'An owner lifts that in GitHub, under Settings, GitHub Apps, CodexFlow.',
  gone: () =>
    'If it still exists, an owner gives it back to the app in GitHub, under Settings, GitHub Apps, CodexFlow.',
  archived: ({ key }) =>
    `If the work is over, ${command(`project archive ${key}`)} puts the project away too; if not, an owner unarchives it.`,
  moved: ({ name, key }) =>
    `It counts here again once one of its admins connects it: ${command(`project connect ${name} project:${key}`)}`,
}
