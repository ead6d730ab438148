import { may, ROLES, type Role } from '../projects/permissions.ts'
import { ok, type Result } from '../result.ts'
import type { Phase } from '../tasks/phase.ts'
import { atMost, mentionsOf, onlyOptions, option, phaseIn, short, type Who, whoIn, wrong } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { personFor } from './order.ts'
import { type Word, type Wrong, wordText } from './parse.ts'
import { withRole } from './role.ts'
import type { Verb } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'

type Arguments = { readonly who?: Who; readonly role?: Role; readonly phase?: Phase; readonly page?: string }

/** Lines of one answer; a page of the directory is longer. */
const LINES = 40

/** Who is here, in which role, and whose GitHub account is linked; owners change roles here. */
export const people: Verb<Arguments> = {
  name: 'people',
  group: 'Projects and people',
  action: 'people.view',
  usage: 'people [@person|me] [role:owner|lead|member|guest] [phase:…]',
  summary: 'Who is here, in which role and phase, and who has linked a GitHub account; owners change roles with it',
  examples: ['people', 'people <@U0GAIUS|gaius>', 'people <@U0GAIUS|gaius> role:lead phase:backend'],
  aliases: ['team'],
  answers: 'later',
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['role', 'phase', 'page'])
    if (!options.ok) return options
    const who = line.words[0] === undefined ? undefined : whoIn(line.words[0])
    if (who?.ok === false) return who
    const role = roleIn(option(line, 'role'))
    if (!role.ok) return role
    const named = option(line, 'phase')
    const phase = named === undefined ? undefined : phaseIn(named)
    if (phase?.ok === false) return phase
    if (who === undefined && (role.value !== undefined || phase !== undefined)) {
      return wrong('it lacks the person: mention somebody with @, or say me')
    }
    const page = option(line, 'page')
    return ok({
      ...(who === undefined ? {} : { who: who.value }),
      ...(role.value === undefined ? {} : { role: role.value }),
      ...(phase === undefined ? {} : { phase: phase.value }),
      ...(page === undefined ? {} : { page: wordText(page) }),
    })
  },
  wants: ({ who }) => ({ people: mentionsOf(who) }),
  meanwhile: () => 'Looking who is here',
  async act({ who, role, phase, page }, context, { directory }) {
    const { workspace, person } = context
    const { peopleReply, personReply } = await laterWords()
    if (who === undefined) {
      const { items, next } = await directory.everybody(workspace, page)
      const shown = items.slice(0, LINES)
      const more = shown.length < items.length ? shown.at(-1)?.id : next
      return peopleReply({
        people: shown,
        isAll: page === undefined && more === undefined,
        ...(more === undefined ? {} : { next: more }),
      })
    }
    const meant = personFor(who, context)
    if (!meant.ok) return refusalReply(meant.error)
    if (role === undefined && phase === undefined) return personReply(meant.value)
    if (!may(person, 'people.change')) {
      return refusalReply({ kind: 'not-permitted', action: 'people.change', role: person.role })
    }
    const { at, cause } = context
    const act = { action: 'role.changed' as const, actor: person.id, subject: meant.value.id, at, cause }
    const changed = await withRole(directory, meant.value, { role, phase }, act)
    return changed.ok ? personReply(changed.value, 'is changed') : refusalReply(changed.error)
  },
}

function roleIn(word: Word | undefined): Result<Role | undefined, Wrong> {
  if (word === undefined) return ok(undefined)
  const text = wordText(word).trim().toLowerCase()
  const role = ROLES.find((known) => known === text)
  return role === undefined ? wrong(`"${short(text)}" is no role; there are ${ROLES.join(', ')}`) : ok(role)
}
