import { isGone, type Person } from '../../projects/person.ts'
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
  const unlinked = people.filter((person) => person.githubLogin === undefined && !isGone(person)).length
  const title = isAll
    ? `*${counted(people.length)}*${unlinked === 0 ? '' : `, ${unlinked} without a GitHub account`}`
    : '*People*'
  const sorted = people.toSorted((a, b) => a.name.localeCompare(b.name))
  return replyOf(
    [title, ...sorted.map((person) => `• ${personLine(person)}`)],
    [],
    [
      ...(unlinked === 0 ? [] : [`Whoever has none linked: ${command('link')}`]),
      ...(next === undefined ? [] : [`There are more: ${command(`people page:${next}`)}`]),
    ],
  )
}

/** One person, after a change too. */
export function personReply(person: Person, outcome?: 'is changed'): Reply {
  return replyOf([outcome === undefined ? personLine(person) : `From now on: ${personLine(person)}`])
}

function personLine(person: Person): string {
  const { name, role, phase } = person
  const left = isGone(person) ? ['has left the workspace'] : []
  return [`*${plain(name, 80)}*`, role, ...(phase === undefined ? [] : [phase]), accountWords(person), ...left].join(
    ' · ',
  )
}

function accountWords({ githubLogin, vouchedBy }: Person): string {
  if (githubLogin === undefined) return 'no GitHub account linked'
  return `GitHub ${plain(githubLogin, 60)}${vouchedBy === undefined ? '' : ' (by a lead’s word)'}`
}

function counted(people: number): string {
  return people === 1 ? '1 person' : `${people} people`
}
