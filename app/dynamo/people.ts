import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import { isAccountOf, type Person } from '../projects/person.ts'
import { chosen } from '../projects/preferences.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { actRow } from './audit.ts'
import type { Condition, Item, Store, TransactWrite } from './store.ts'
import { type Key, keys, prefixes } from './table.ts'

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10
/** People on a page of everybody: as many as one batch reads. */
const PAGE = 100

type People = Pick<
  Directory,
  | 'person'
  | 'people'
  | 'personBySlack'
  | 'personByLogin'
  | 'everybody'
  | 'savePerson'
  | 'changePerson'
  | 'savePreferences'
>

/** Who is who. */
export function people(store: Store): People {
  const own = async (workspace: Workspace, id: PersonId) => {
    const item = await store.get(keys.person(workspace, id))
    return item === undefined ? undefined : personOf(item)
  }
  const person = async (workspace: Workspace, id: PersonId) => {
    const found = await own(workspace, id)
    return found?.mergedInto === undefined ? found : own(workspace, found.mergedInto)
  }
  const each = async (workspace: Workspace, ids: readonly PersonId[]) => {
    if (ids.length === 0) return new Map<PersonId, Person>()
    const items = await store.batchGet(ids.map((id) => keys.person(workspace, id)))
    return new Map(items.map((item) => [personOf(item).id, personOf(item)]))
  }
  // Whoever was merged into somebody is found as that person, under the id that was asked for.
  const many: Directory['people'] = async (workspace, ids) => {
    const found = await each(workspace, [...new Set(ids)])
    const merged = [...found.values()].flatMap(({ mergedInto }) => mergedInto ?? [])
    const others = await each(
      workspace,
      [...new Set(merged)].filter((id) => !found.has(id)),
    )
    const whole = new Map([...found, ...others])
    return new Map(
      [...found].flatMap(([id, known]) => {
        const meant = known.mergedInto === undefined ? known : whole.get(known.mergedInto)
        return meant === undefined ? [] : [[id, meant] as const]
      }),
    )
  }

  return {
    person,
    people: many,
    // Who asks is read by every door, so finding them is one read: the finder carries a copy.
    async personBySlack(workspace, user) {
      const row = await store.get(keys.slackUser(workspace, user))
      if (row === undefined) return undefined
      return (row['copy'] as Person | undefined) ?? person(workspace, row['person'] as PersonId)
    },
    async personByLogin(workspace, login, id) {
      const found = await foundAt(keys.login(workspace, login))
      const isThem = found !== undefined && isAccountOf(found, { login, ...(id === undefined ? {} : { id }) })
      if (isThem || id === undefined) return found
      return foundAt(keys.account(workspace, id))

      async function foundAt(key: Key): Promise<Person | undefined> {
        const row = await store.get(key)
        return row === undefined ? undefined : person(workspace, row['person'] as PersonId)
      }
    },
    // A cursor travels through people's hands: it holds the id of the last one read, and what is none is the beginning.
    async everybody(workspace, cursor) {
      const { pk } = keys.settings(workspace)
      const { items, next } = await store.query({
        pk: { name: 'pk', value: pk },
        sk: { name: 'sk', prefix: prefixes.members },
        limit: PAGE,
        ...(isPersonId(cursor) ? { after: keys.member(workspace, cursor) } : {}),
      })
      const ids = items.map((item) => item['person'] as PersonId)
      const known = await many(workspace, ids)
      const page = ids.flatMap((id) => known.get(id) ?? []).filter(({ id }, index) => id === ids[index])
      const last = ids.at(-1)
      return next === undefined || last === undefined ? { items: page } : { items: page, next: last }
    },

    async savePerson(wanted) {
      const { workspace, id, slackUser } = wanted
      // Refused only while somebody else writes the same rows: what they wrote is then read and kept.
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const known = await own(workspace, id)
        const saved = savedOver(known, wanted)
        const rows = [
          ...personRows(saved, known),
          { put: { ...keys.member(workspace, id), kind: 'member', person: id } },
          ...(await outdatedFinder(store, known, slackUser)),
        ]
        if (await store.transact(rows)) return saved
      }
      throw new Fault('a person could not be saved', { workspace, person: id })
    },
    async savePreferences(seen, change) {
      let known: Person | undefined = seen
      for (let tries = 0; tries < MAX_TRIES && known !== undefined; tries++) {
        const saved: Person = { ...known, preferences: chosen(known.preferences, change) }
        if (await store.transact(personRows(saved, known))) return saved
        known = await own(seen.workspace, seen.id)
      }
      throw new Fault('preferences could not be saved', { workspace: seen.workspace, person: seen.id })
    },
    async changePerson(seen, next, { beside, act } = {}) {
      const stands =
        beside === undefined ? [] : [{ check: keys.person(beside.workspace, beside.id), condition: as(beside) }]
      const rows = [...personRows(next, seen), ...stands, ...actRow(next.workspace, act)]
      return (await store.transact(rows)) ? 'changed' : 'conflict'
    },
  }
}

/**
 * The rows in which a person stands: whoever writes one writes all, and only over the person that they have seen
 * (`undefined`: nobody), so that two who change the same person at once do not undo each other.
 */
export function personRows(person: Person, seen: Person | undefined): TransactWrite[] {
  const { workspace, id, slackUser } = person
  const own = { ...keys.person(workspace, id), kind: 'person', person }
  const finder =
    slackUser === undefined
      ? []
      : [{ put: { ...keys.slackUser(workspace, slackUser), kind: 'finder', person: id, copy: person } }]
  return [{ put: own, condition: as(seen) }, ...finder]
}

function as(seen: Person | undefined): Condition {
  if (seen === undefined) return { expression: 'attribute_not_exists(pk)' }
  return { expression: '#person = :seen', names: { '#person': 'person' }, values: { ':seen': seen } }
}

// Nobody is found any more by a Slack user that they were before; unless that is somebody else by now.
async function outdatedFinder(store: Store, known: Person | undefined, slackUser: string | undefined) {
  if (known?.slackUser === undefined || known.slackUser === slackUser) return []
  const finder = keys.slackUser(known.workspace, known.slackUser)
  const held = await store.get(finder)
  return held?.['person'] === known.id ? [{ remove: finder }] : []
}

// What a person proved, was given or chose is neither taken away nor given back by a plain save: whoever saves may have read it
// before it was changed.
function savedOver(known: Person | undefined, wanted: Person): Person {
  if (known === undefined) return wanted
  const { githubLogin: _login, githubId: _id, vouchedBy: _word, ...plain } = wanted
  const { role, githubLogin, githubId, vouchedBy, preferences, zone, stay, mergedInto, also, linkOffered } = known
  const account = { githubLogin, githubId, vouchedBy, mergedInto, also, linkOffered }
  const kept = { ...account, preferences, zone, stay: wanted.stay ?? stay }
  const own = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
  return { ...plain, role, ...own }
}

function isPersonId(text: string | undefined): text is PersonId {
  return /^per_\w{1,60}$/.test(text ?? '')
}

/** Reads a person item. */
export function personOf(item: Item): Person {
  return item['person'] as Person
}
