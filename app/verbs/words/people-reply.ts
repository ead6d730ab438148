import type { Person } from '../../projects/person.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

/** One answer's worth of people; `isAll`: it is everybody. */
export type PeoplePage = {
  readonly people: readonly Person[]
  readonly isAll: boolean
  readonly next?: string
}

/** Who is here. */
export function peopleReply({ people, isAll, next }: PeoplePage): Reply {
  const unlinked = people.filter(({ githubLogin }) => githubLogin === undefined).length
  const title = isAll
    ? `*${counted(people.length)}*${unlinked === 0 ? '' : `, ${unlinked} without a GitHub account`}`
    : '*People*'
  const sorted = people.toSorted((a, b) => a.name.localeCompare(b.name))
  return replyOf(
    [title, ...sorted.map((person) => `• ${personLine(person)}`)],
    [],
    [
      ...(unlinked === 0 ? [] : [`Whoever has none linked: ${command('link github-login')}`]),
      ...(next === undefined ? [] : [`There are more: ${command(`people page:${next}`)}`]),
    ],
  )
}

/** One person, after a change too. */
export function personReply(person: Person, outcome?: 'is changed'): Reply {
  return replyOf([outcome === undefined ? personLine(person) : `From now on: ${personLine(person)}`])
}

function personLine({ name, role, phase, githubLogin }: Person): string {
  const github = githubLogin === undefined ? 'no GitHub account linked' : `GitHub ${plain(githubLogin, 60)}`
  return [`*${plain(name, 80)}*`, role, ...(phase === undefined ? [] : [phase]), github].join(' · ')
}

function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`
}
