import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { installations } from '../../app/dynamo/installations.ts'
import { logins } from '../../app/dynamo/logins.ts'
import { keys, prefixes } from '../../app/dynamo/table.ts'
import type { WantedLink } from '../../app/ports/logins.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import type { Person } from '../../app/projects/person.ts'
import type { PersonId } from '../../app/tasks/ids.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const AT = '2026-03-02T10:00:00.000Z'
const GONE = { state: 'gone', since: AT } as const

/** A workspace of Gaius, Fern, and Ola, whom we know from GitHub alone. */
async function team() {
  const workspace = workspaceOf(`T-${randomUUID()}`)
  const people = directory(table.store)
  const accounts = logins(table.store)
  const save = (id: PersonId, more: Partial<Person> = {}) =>
    people.savePerson({ workspace, id, name: id.slice(4), role: 'member', slackUser: `U-${id}`, ...more })
  const gaius = await save('per_gaius')
  const fern = await save('per_fern')
  const link = (person: PersonId, login: string, id?: number, more: Partial<WantedLink> = {}) => {
    const account = { login, ...(id === undefined ? {} : { id }) }
    return accounts.link({ workspace, person, account, at: AT, cause: 'c1', ...more })
  }
  return {
    ...{ workspace, people, accounts, gaius, fern, save, link },
    outcome: async (...given: Parameters<typeof link>) => (await link(...given)).outcome,
    found: async (login: string, id?: number) => (await people.personByLogin(workspace, login, id))?.id,
    unlink: (person: PersonId) => accounts.unlink(workspace, person, { actor: 'per_fern', at: AT, cause: 'c2' }),
    /** What the relay will put into the audit. */
    async acts(): Promise<AuditAct[]> {
      const root = { name: 'pk', value: keys.settings(workspace).pk }
      const { items } = await table.store.query({ pk: root, sk: { name: 'sk', prefix: prefixes.acts } })
      return items.map((item) => item['act'] as AuditAct)
    },
  }
}

describe('linking a GitHub account', () => {
  it('finds the person by login and number from then on, says so in the audit, and is the same twice', async () => {
    const { gaius, link, found, acts, people, workspace } = await team()
    const person = { ...gaius, githubLogin: 'Gaius-O', githubId: 5 }
    expect(await link('per_gaius', 'Gaius-O', 5)).toEqual({ outcome: 'linked', person })
    expect(await link('per_gaius', 'Gaius-O', 5)).toEqual({ outcome: 'same', person })
    expect([await found('gaius-o'), await found('gaius-o', 5), await found('new-name', 5)]).toEqual(
      Array(3).fill(gaius.id),
    )
    expect(await people.personBySlack(workspace, 'U-per_gaius')).toEqual(person)
    const act = { action: 'login.linked', actor: gaius.id, subject: gaius.id, at: AT, cause: 'c1' }
    expect(await acts()).toEqual([act])
  })

  it('takes nobody for a person whose login somebody else has taken over', async () => {
    const { link, found } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect([await found('gaius-o', 6), await found('gaius-o', 5)]).toEqual([undefined, 'per_gaius'])
  })

  it('replaces the account that the person had, and says which', async () => {
    const { link, found } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect(await link('per_gaius', 'okoro', 6)).toMatchObject({ outcome: 'linked', before: 'gaius-o' })
    expect([await found('gaius-o'), await found('x', 5), await found('okoro', 6)]).toEqual([
      undefined,
      undefined,
      'per_gaius',
    ])
  })

  it('follows a login that was changed on GitHub, and keeps the number where a later proof names none', async () => {
    const { gaius, link, found } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect(await link('per_gaius', 'okoro', 5)).toMatchObject({ outcome: 'linked', before: 'gaius-o' })
    expect(await link('per_gaius', 'Okoro')).toMatchObject({ person: { ...gaius, githubLogin: 'Okoro', githubId: 5 } })
    expect([await found('gaius-o'), await found('okoro', 5)]).toEqual([undefined, 'per_gaius'])
  })

  it('is refused for an account of somebody else, by its login or by its number', async () => {
    const { link, outcome, found } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect([await outcome('per_fern', 'GAIUS-O', 5), await outcome('per_fern', 'gaius-o')]).toEqual(['taken', 'taken'])
    expect(await outcome('per_fern', 'renamed', 5)).toBe('taken')
    expect(await found('gaius-o', 5)).toBe('per_gaius')
  })

  it('takes a login from the one whose account no longer has it', async () => {
    const { link, found, people, workspace } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect(await link('per_fern', 'gaius-o', 6)).toMatchObject({ outcome: 'linked' })
    expect([await found('gaius-o', 6), await found('gaius-o', 5)]).toEqual(['per_fern', undefined])
    expect(await people.person(workspace, 'per_gaius')).not.toHaveProperty('githubLogin')
  })

  it('takes an account from one who has left the workspace', async () => {
    const { link, gaius, people, found, outcome } = await team()
    await link('per_gaius', 'gaius-o', 5)
    const linked = { ...gaius, githubLogin: 'gaius-o', githubId: 5 }
    await people.changePerson(linked, { ...linked, stay: GONE })
    expect(await outcome('per_gaius', 'gaius-o', 5)).toBe('nobody')
    expect(await outcome('per_fern', 'gaius-o', 5)).toBe('linked')
    expect(await found('gaius-o', 5)).toBe('per_fern')
  })

  it('is won by one, when many want the same account at the same moment', async () => {
    const { save, outcome, found, people, workspace } = await team()
    const many = Array.from({ length: 8 }, (_, index): PersonId => `per_${index}`)
    await Promise.all(many.map((id) => save(id)))
    const outcomes = await Promise.all(many.map((id) => outcome(id, 'wanted', 7)))
    expect(outcomes.toSorted()).toEqual(['linked', ...Array(7).fill('taken')])
    const winner = many[outcomes.indexOf('linked')]
    expect(await found('wanted', 7)).toBe(winner)
    const { items } = await people.everybody(workspace)
    expect(items.filter(({ githubLogin }) => githubLogin === 'wanted').map(({ id }) => id)).toEqual([winner])
  })

  it('works once with what allows it once: pressed twice it is done, and it links nobody else', async () => {
    const { outcome, link } = await team()
    const once = { name: randomUUID(), until: Date.parse(AT) }
    const twice = await Promise.all([1, 2].map(() => outcome('per_gaius', 'gaius-o', 5, { once })))
    expect(twice.toSorted()).toEqual(['linked', 'same'])
    expect(await outcome('per_gaius', 'another', 9, { once })).toBe('used')
    expect(await link('per_fern', 'another', 9, { once })).toEqual({ outcome: 'used' })
    expect(await installations(table.store).useUp(once.name, 0)).toBe(true)
  })

  it('links nobody who is not there', async () => {
    const { outcome } = await team()
    expect(await outcome('per_nobody', 'x', 1)).toBe('nobody')
  })
})

describe('a lead’s word', () => {
  const vouchedBy = { vouchedBy: 'per_lead' } as const

  it('links an account, and says whose word it was', async () => {
    const { gaius, link, acts } = await team()
    const person = { ...gaius, githubLogin: 'gaius-o', vouchedBy: 'per_lead' }
    expect(await link('per_gaius', 'gaius-o', undefined, vouchedBy)).toEqual({ outcome: 'linked', person })
    expect(await acts()).toMatchObject([{ action: 'login.vouched', actor: 'per_lead', subject: 'per_gaius' }])
  })

  it('gives way to a proof, whoever’s it is only where it is the same person’s', async () => {
    const { gaius, link, outcome } = await team()
    await link('per_gaius', 'gaius-o', undefined, vouchedBy)
    expect(await outcome('per_fern', 'gaius-o', 5)).toBe('linked')
    expect(await link('per_gaius', 'okoro', undefined, vouchedBy)).toMatchObject({ outcome: 'linked' })
    const proved = await link('per_gaius', 'okoro', 6)
    expect(proved).toEqual({ outcome: 'linked', person: { ...gaius, githubLogin: 'okoro', githubId: 6 } })
  })

  it('changes nothing that was proved, nor takes what somebody else has', async () => {
    const { gaius, link, outcome } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect(await outcome('per_gaius', 'other', undefined, vouchedBy)).toBe('has-another')
    expect(await outcome('per_fern', 'gaius-o', undefined, vouchedBy)).toBe('taken')
    const same = await link('per_gaius', 'gaius-o', undefined, vouchedBy)
    expect(same).toEqual({ outcome: 'same', person: { ...gaius, githubLogin: 'gaius-o', githubId: 5 } })
  })
})

describe('somebody known from GitHub alone', () => {
  async function withOla() {
    const home = await team()
    const { slackUser: _, ...ola } = await home.save('per_ola')
    await table.store.transact([
      { put: { ...keys.person(home.workspace, 'per_ola'), kind: 'person', person: ola } },
      { remove: keys.slackUser(home.workspace, 'U-per_ola') },
    ])
    await home.link('per_ola', 'ola-gh', 9)
    return home
  }

  it('becomes one with the person who links that account: every name of theirs means this person', async () => {
    const { gaius, link, people, workspace, found } = await withOla()
    const person = { ...gaius, githubLogin: 'ola-gh', githubId: 9, also: ['per_ola'] }
    expect(await link('per_gaius', 'ola-gh', 9)).toEqual({ outcome: 'linked', person })
    expect(await found('ola-gh', 9)).toBe('per_gaius')
    expect(await people.person(workspace, 'per_ola')).toEqual(person)
    const both = await people.people(workspace, ['per_ola', 'per_gaius', 'per_nobody'])
    expect(both).toEqual(
      new Map([
        ['per_ola', person],
        ['per_gaius', person],
      ]),
    )
    expect(await people.people(workspace, ['per_ola'])).toEqual(new Map([['per_ola', person]]))
    const { items } = await people.everybody(workspace)
    expect(items.map(({ id }) => id).toSorted()).toEqual(['per_fern', 'per_gaius'])
  })

  it('stays one with them when the account is unlinked', async () => {
    const { gaius, link, people, workspace, unlink, found } = await withOla()
    await link('per_gaius', 'ola-gh', 9)
    expect(await unlink('per_gaius')).toEqual({ outcome: 'unlinked', login: 'ola-gh' })
    expect(await people.person(workspace, 'per_ola')).toEqual({ ...gaius, also: ['per_ola'] })
    expect(await found('ola-gh', 9)).toBeUndefined()
  })

  it('is merged with one of two who link that account at the same moment', async () => {
    const { outcome, people, workspace, found } = await withOla()
    const outcomes = await Promise.all([outcome('per_gaius', 'ola-gh', 9), outcome('per_fern', 'ola-gh', 9)])
    expect(outcomes.toSorted()).toEqual(['linked', 'taken'])
    expect((await people.person(workspace, 'per_ola'))?.id).toBe(await found('ola-gh', 9))
  })
})

describe('unlinking', () => {
  it('leaves nothing of the account, says so in the audit, and lets somebody else have it', async () => {
    const { gaius, link, unlink, found, acts, outcome, people, workspace } = await team()
    await link('per_gaius', 'gaius-o', 5)
    expect(await unlink('per_gaius')).toEqual({ outcome: 'unlinked', login: 'gaius-o' })
    expect(await unlink('per_gaius')).toEqual({ outcome: 'not-linked' })
    expect([await found('gaius-o'), await found('gaius-o', 5)]).toEqual([undefined, undefined])
    expect(await people.personBySlack(workspace, 'U-per_gaius')).toEqual(gaius)
    const act = { action: 'login.unlinked', actor: 'per_fern', subject: 'per_gaius', at: AT, cause: 'c2' }
    expect(await acts()).toContainEqual(act)
    expect(await outcome('per_fern', 'gaius-o', 5)).toBe('linked')
  })

  it('is not undone by somebody who saves the person as they were before', async () => {
    const { gaius, link, unlink, people } = await team()
    const linked = await link('per_gaius', 'gaius-o', 5)
    await unlink('per_gaius')
    const before = 'person' in linked ? linked.person : gaius
    expect(await people.savePerson({ ...before, name: 'Gaius Okoro' })).toEqual({ ...gaius, name: 'Gaius Okoro' })
  })
})
