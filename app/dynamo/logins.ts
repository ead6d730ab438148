import { isDeepStrictEqual } from 'node:util'
import { Fault } from '../errors.ts'
import type { LinkedNow, Logins, WantedLink } from '../ports/logins.ts'
import type { AuditAct } from '../projects/audit.ts'
import { type GithubAccount, isAccountOf, isFromGithubAlone, isGone, type Person } from '../projects/person.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { actRow } from './audit.ts'
import { attemptRow } from './installations.ts'
import { people, personRows } from './people.ts'
import type { Condition, Store, TransactWrite } from './store.ts'
import { type Key, keys } from './table.ts'

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10

/** Whose GitHub account is whose: a person, their login and their account's number are written together. */
export function logins(store: Store): Logins {
  return {
    async link(wanted) {
      const { workspace, vouchedBy, once, at, cause } = wanted
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const plan = await planLink(store, wanted)
        if (plan.outcome !== 'linked') return plan
        const { rows, ...linked } = plan
        const use = once === undefined ? undefined : attemptRow(`link ${once.name}`, once.until)
        const action = vouchedBy === undefined ? 'login.linked' : 'login.vouched'
        const act: AuditAct = { action, actor: vouchedBy ?? wanted.person, subject: wanted.person, at, cause }
        if (await store.transact([...(use === undefined ? [] : [use]), ...rows, ...actRow(workspace, act)]))
          return linked
        // Whoever presses twice finds it done, and is told so; anybody else comes too late.
        if (use !== undefined && (await store.get({ pk: use.put.pk, sk: use.put.sk })) !== undefined) {
          const now = await planLink(store, wanted)
          return now.outcome === 'same' ? now : { outcome: 'used' }
        }
      }
      throw new Fault('a login could not be linked', { workspace })
    },

    async unlink(workspace, id, { actor, at, cause }) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const seen = await people(store).person(workspace, id)
        if (seen?.githubLogin === undefined) return { outcome: 'not-linked' }
        const act: AuditAct = { action: 'login.unlinked', actor, subject: seen.id, at, cause }
        const rows = [...personRows(withoutAccount(seen), seen), ...releases(seen), ...actRow(workspace, act)]
        if (await store.transact(rows)) return { outcome: 'unlinked', login: seen.githubLogin }
      }
      throw new Fault('a login could not be unlinked', { workspace })
    },
  }
}

/** The writes that link an account, or why it is not linked. */
type Plan =
  | (LinkedNow & { readonly rows: readonly TransactWrite[] })
  | { readonly outcome: 'same'; readonly person: Person }
  | { readonly outcome: 'taken' | 'has-another' | 'nobody' }

/**
 * What linking an account takes, as things stand. An account is free when nobody has it; when its holder has left the
 * workspace, is known from GitHub alone, or has it by a lead's word while it proves itself now; and when the login is another
 * account's than it was. Two or three reads.
 */
export async function planLink(
  store: Store,
  { workspace, person: id, account, vouchedBy }: Pick<WantedLink, 'workspace' | 'person' | 'account' | 'vouchedBy'>,
): Promise<Plan> {
  const { person, people: many } = people(store)
  const places = placesOf(workspace, account)
  const [seen, ...rows] = await Promise.all([person(workspace, id), ...places.map((key) => store.get(key))])
  if (seen === undefined || isGone(seen)) return { outcome: 'nobody' }
  const held = rows.map((row) => row?.['person'] as PersonId | undefined)
  const holders = [
    ...(
      await many(
        workspace,
        held.filter((holder) => holder !== undefined),
      )
    ).values(),
  ].filter((holder) => holder.id !== seen.id)
  if (holders.some((holder) => !isFree(holder, account, vouchedBy === undefined))) return { outcome: 'taken' }
  if (vouchedBy !== undefined && seen.githubLogin !== undefined && !isAccountOf(seen, account)) {
    if (seen.vouchedBy === undefined) return { outcome: 'has-another' }
  }
  const merged = holders.filter((holder) => isFromGithubAlone(holder) && isAccountOf(holder, account))
  const next = withOthers(
    withAccount(seen, account, vouchedBy),
    merged.flatMap(({ id, also = [] }) => [id, ...also]),
  )
  const isSame = held.every((holder) => holder === seen.id) && isDeepStrictEqual(next, seen)
  if (isSame) return { outcome: 'same', person: seen }
  const before = seen.githubLogin
  return {
    outcome: 'linked',
    person: next,
    ...(before === undefined || before.toLowerCase() === account.login.toLowerCase() ? {} : { before }),
    rows: [
      ...personRows(next, seen),
      ...holders.flatMap((holder) => personRows(left(holder, merged, seen.id), holder)),
      ...places.map((key, index) => ({
        put: { ...key, kind: 'finder', person: seen.id },
        condition: heldBy(held[index]),
      })),
      ...[seen, ...holders].flatMap(releases).filter(({ remove }) => !places.some((key) => key.pk === remove.pk)),
    ],
  }
}

function isFree(holder: Person, account: GithubAccount, isProof: boolean): boolean {
  if (isProof && holder.vouchedBy !== undefined) return true
  return isGone(holder) || isFromGithubAlone(holder) || !isAccountOf(holder, account)
}

function left(holder: Person, merged: readonly Person[], into: PersonId): Person {
  const without = withoutAccount(holder)
  return merged.includes(holder) ? { ...without, mergedInto: into } : without
}

function withAccount(seen: Person, { login, id }: GithubAccount, vouchedBy: PersonId | undefined): Person {
  // What is proved stays proved, whoever says so too.
  const isProved = seen.githubLogin !== undefined && seen.vouchedBy === undefined
  const known = id ?? (isAccountOf(seen, { login }) ? seen.githubId : undefined)
  return {
    ...withoutAccount(seen),
    githubLogin: login,
    ...(known === undefined ? {} : { githubId: known }),
    ...(vouchedBy === undefined || isProved ? {} : { vouchedBy }),
  }
}

function withOthers(person: Person, others: readonly PersonId[]): Person {
  return others.length === 0 ? person : { ...person, also: [...(person.also ?? []), ...others] }
}

function withoutAccount({ githubLogin: _login, githubId: _id, vouchedBy: _word, ...rest }: Person): Person {
  return rest
}

function placesOf(workspace: Workspace, { login, id }: GithubAccount): readonly Key[] {
  return [keys.login(workspace, login), ...(id === undefined ? [] : [keys.account(workspace, id)])]
}

function releases({ workspace, githubLogin: login, githubId: id }: Person): { readonly remove: Key }[] {
  if (login === undefined) return []
  return placesOf(workspace, { login, ...(id === undefined ? {} : { id }) }).map((remove) => ({ remove }))
}

function heldBy(person: PersonId | undefined): Condition {
  if (person === undefined) return { expression: 'attribute_not_exists(pk)' }
  return { expression: '#person = :person', names: { '#person': 'person' }, values: { ':person': person } }
}
