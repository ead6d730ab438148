import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliveryKey } from '../../app/handoffs/content.ts'
import { recipients } from '../../app/handoffs/recipients.ts'
import type { Person } from '../../app/projects/person.ts'
import type { ConnectedRepository, Project } from '../../app/projects/project.ts'
import { PROJECT } from '../support/orchestration.ts'
import { aTask, BEN, minute, WORKSPACE } from '../support/tasks.ts'

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:northwind'
const handoff = { kind: 'handoff', readiness: 1, assignment: 1 } as const
const block = { kind: 'block', source: 'person:per_ann', since: 2, assignment: 1 } as const
const ben: Person = {
  workspace: WORKSPACE,
  id: BEN,
  name: 'Ben',
  role: 'member',
  slackUser: 'U0BEN',
  githubLogin: 'ben',
}
const issue = { repository: 'Northwind/User-API', number: 7 }
/** When the turn began of every task here. */
const since = minute(0)
const settings = { workspace: WORKSPACE, name: 'Northwind', emailTopic: TOPIC }
const WITHOUT_MAIL = { workspace: WORKSPACE, name: 'Northwind' }
const onIssue = { channel: 'github', repository: 'northwind/user-api', installation: 5, issue: 7 } as const

function without<K extends keyof Person>(...keys: readonly K[]): Person {
  return Object.fromEntries(Object.entries(ben).filter(([key]) => !keys.includes(key as K))) as unknown as Person
}

function withRepository(more: Partial<ConnectedRepository>): Project {
  return { ...PROJECT, repositories: PROJECT.repositories.map((repository) => ({ ...repository, ...more })) }
}

describe('where a hand-off is told', () => {
  it('is a Slack DM where there is one; the mail keeps a record of it, and the issue has its own comment', () => {
    expect(recipients(aTask({ issue }), handoff, ben, PROJECT, settings)).toEqual([
      { role: 'notice', address: { channel: 'slack', conversation: 'U0BEN', isPerson: true }, since },
      { role: 'record', address: { channel: 'email', topicArn: TOPIC } },
    ])
  })

  it('is recorded in the channel of the phase where the project wants that, for a hand-off alone', () => {
    const told = { ...PROJECT, updates: true }
    const inHome = { role: 'record', address: { channel: 'slack', conversation: 'C0HOME', isPerson: false } }
    expect(recipients(aTask(), handoff, ben, told, settings)).toContainEqual(inHome)
    expect(recipients(aTask(), block, ben, told, settings)).not.toContainEqual(inHome)
    // Nobody assigned: the channel is told already.
    expect(
      recipients(aTask(), handoff, undefined, told, settings).filter(({ role }) => role === 'record'),
    ).toHaveLength(1)
  })

  it('is a mention on the issue for somebody without Slack', () => {
    expect(recipients(aTask({ issue }), handoff, without('slackUser'), PROJECT, settings)).toEqual([
      { role: 'notice', address: { ...onIssue, mention: 'ben' }, since },
      { role: 'record', address: { channel: 'email', topicArn: TOPIC } },
    ])
  })

  it('is said under the name that the repository has now, whichever the task was made with', () => {
    const renamed = withRepository({ nameNow: 'northwind/accounts' })
    const address = { ...onIssue, repository: 'northwind/accounts' }
    for (const repository of ['Northwind/User-API', 'northwind/accounts']) {
      const told = recipients(
        aTask({ issue: { repository, number: 7 } }),
        block,
        without('slackUser'),
        renamed,
        settings,
      )
      expect(told).toEqual([{ role: 'notice', address: { ...address, mention: 'ben' } }])
    }
  })

  it('is never a repository that is out of reach: whoever would be told there is told in the channel', () => {
    const away = withRepository({ away: { why: 'archived', since: '2026-06-01T08:00:00.000Z' } })
    expect(recipients(aTask({ issue }), block, without('slackUser'), away, WITHOUT_MAIL)).toEqual([
      { role: 'notice', address: { channel: 'slack', conversation: 'C0HOME', isPerson: false } },
    ])
    expect(recipients(aTask({ issue }), block, ben, away, settings)).toEqual([
      { role: 'notice', address: { channel: 'slack', conversation: 'U0BEN', isPerson: true } },
    ])
  })

  it('is a mail for somebody with neither', () => {
    const known = without('slackUser', 'githubLogin')
    expect(recipients(aTask(), handoff, known, PROJECT, settings)).toEqual([
      { role: 'notice', address: { channel: 'email', topicArn: TOPIC }, since },
    ])
  })

  it('is the channel of the phase, else of the project, when nobody is assigned', () => {
    const phases = { ...PROJECT, phaseChannels: { backend: 'C0BACK' } }
    const told = (project: typeof PROJECT) => recipients(aTask(), handoff, undefined, project, settings)[0]?.address
    expect(told(phases)).toEqual({ channel: 'slack', conversation: 'C0BACK', isPerson: false })
    expect(told(PROJECT)).toEqual({ channel: 'slack', conversation: 'C0HOME', isPerson: false })
  })

  it.each([
    ['github', { ...onIssue, mention: 'ben' }],
    ['email', { channel: 'email', topicArn: TOPIC }],
    ['slack', { channel: 'slack', conversation: 'U0BEN', isPerson: true }],
  ] as const)('is where the person wants it: %s; nowhere else tells them', (channel, address) => {
    const told = recipients(aTask({ issue }), handoff, { ...ben, preferences: { channel } }, PROJECT, settings)
    expect(told[0]).toEqual({ role: 'notice', address, since })
    expect(told.filter(({ role }) => role === 'notice')).toHaveLength(1)
  })

  it('is where the workspace wants it, unless the person wants something else', () => {
    const mailed = { ...settings, preferences: { channel: 'email' } } as const
    const place = (preferences: Person['preferences'] & {}) =>
      recipients(aTask({ issue }), handoff, { ...ben, preferences }, PROJECT, mailed)[0]?.address.channel
    expect([place({}), place({ channel: 'slack' })]).toEqual(['email', 'slack'])
  })

  it('is the next place when the preferred one cannot be reached', () => {
    const wishful = { ...without('githubLogin'), preferences: { channel: 'github' } } as const
    expect(recipients(aTask({ issue }), handoff, wishful, PROJECT, settings)[0]?.address.channel).toBe('slack')
  })

  it('waits as long as it is held, and its records do not; a team waits for nobody', () => {
    const held = { until: 1_000, because: 'quiet-hours' } as const
    expect(recipients(aTask({ issue }), handoff, ben, PROJECT, settings, held)).toEqual([
      { role: 'notice', address: { channel: 'slack', conversation: 'U0BEN', isPerson: true }, held, since },
      { role: 'record', address: { channel: 'email', topicArn: TOPIC } },
    ])
    expect(recipients(aTask(), handoff, undefined, PROJECT, settings, held)[0]).toEqual({
      role: 'notice',
      since,
      address: { channel: 'slack', conversation: 'C0HOME', isPerson: false },
    })
  })

  it('is nowhere when there is nowhere', () => {
    const { homeChannel: _, ...silent } = PROJECT
    const none = { workspace: WORKSPACE, name: 'Northwind' }
    expect(recipients(aTask(), handoff, undefined, { ...silent, repositories: [] }, none)).toEqual([])
  })

  it('leaves an issue alone whose repository is not connected', () => {
    const told = recipients(aTask({ issue }), handoff, ben, { ...PROJECT, repositories: [] }, settings)
    expect(told.map(({ address }) => address.channel)).toEqual(['slack', 'email'])
  })

  it('does not mail a block to everybody', () => {
    const told = recipients(aTask({ issue }), block, ben, PROJECT, settings)
    expect(told.map(({ address }) => address.channel)).toEqual(['slack'])
  })

  it('has at most one place that tells the person, and no place twice, whoever is known how', () => {
    const options = fc.record({
      slack: fc.boolean(),
      login: fc.boolean(),
      issue: fc.boolean(),
      mail: fc.boolean(),
      somebody: fc.boolean(),
    })
    fc.assert(
      fc.property(options, fc.constantFrom(handoff, block), (has, subject) => {
        const missing = [...(has.slack ? [] : ['slackUser' as const]), ...(has.login ? [] : ['githubLogin' as const])]
        const to = has.somebody ? without(...missing) : undefined
        const mail = has.mail ? settings : { workspace: WORKSPACE, name: 'Northwind' }
        const told = recipients(aTask(has.issue ? { issue } : {}), subject, to, PROJECT, mail)
        expect(told.filter(({ role }) => role === 'notice')).toHaveLength(1)
        expect(new Set(told.map(deliveryKey)).size).toBe(told.length)
        const mentions = told.filter(({ address }) => address.channel === 'github' && address.mention !== undefined)
        expect(mentions.every(({ role }) => role === 'notice')).toBe(true)
      }),
    )
  })
})
