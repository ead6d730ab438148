import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../app/projects/permissions.ts'
import { gateWords, listed, reasonWords } from '../../app/projects/phrases.ts'
import type { Refusal } from '../../app/projects/refusal.ts'
import { sayRefusal } from '../../app/projects/refusal-words.ts'
import type { Impediment } from '../../app/tasks/task.ts'
import { BEN, person } from '../support/tasks.ts'

const impediment: Impediment = { reason: 'no access to the account', by: person(BEN), since: 3 }

/** Samples of every refusal there is: a new kind does not compile until it has one. */
const SAMPLES: { readonly [K in Refusal['kind']]: readonly Extract<Refusal, { kind: K }>[] } = {
  'project-archived': [{ kind: 'project-archived', key: 'UAPI' }],
  'decided-by-file': [
    {
      kind: 'decided-by-file',
      key: 'UAPI',
      settings: ['lead', 'approver-tech-lead'],
      repository: 'northwind/user-api',
      path: '.github/codexflow.yml',
    },
  ],
  lacks: [
    { kind: 'lacks', task: 'UAPI-1', lacks: [{ kind: 'api', for: ['backend'], blocks: true }] },
    {
      kind: 'lacks',
      task: 'UAPI-1',
      lacks: [
        { kind: 'api', for: ['backend', 'qa'], blocks: false },
        { kind: 'arn', for: ['backend'], blocks: false },
        { kind: 'url', label: 'Dashboard', for: ['backend', 'qa'], blocks: false },
      ],
    },
  ],
  'last-owner': [{ kind: 'last-owner', name: 'Olga' }],
  'task-not-found': [{ kind: 'task-not-found', task: 'UAPI-99' }],
  already: [
    { kind: 'already', task: 'UAPI-2', status: 'done' },
    { kind: 'already', task: 'UAPI-2', status: 'in_progress' },
    { kind: 'already', task: 'UAPI-2', status: 'in_review' },
  ],
  'not-closed': [{ kind: 'not-closed', task: 'UAPI-2', status: 'in_progress' }],
  'not-ready': [
    { kind: 'not-ready', task: 'UAPI-2', verb: 'start', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] },
    {
      kind: 'not-ready',
      task: 'UAPI-2',
      verb: 'done',
      reasons: [
        { kind: 'blocker', task: 'UAPI-1' },
        { kind: 'blocker', task: 'WEB-3' },
        { kind: 'impediment', source: BEN, impediment },
      ],
    },
    { kind: 'not-ready', task: 'UAPI-2', verb: 'start', reasons: [{ kind: 'impediment', source: BEN, impediment }] },
    {
      kind: 'not-ready',
      task: 'UAPI-2',
      verb: 'start',
      reasons: [
        {
          kind: 'impediment',
          source: 'check:northwind/user-api#7:build',
          impediment: { ...impediment, reason: 'the check build fails on northwind/user-api#7' },
        },
      ],
    },
  ],
  'gates-unmet': [
    {
      kind: 'gates-unmet',
      task: 'UAPI-2',
      unmet: [{ gate: { kind: 'merged' }, missing: ['northwind/user-api#7'] }],
      byHand: false,
    },
    {
      kind: 'gates-unmet',
      task: 'UAPI-2',
      unmet: [{ gate: { kind: 'merged' }, missing: ['northwind/user-api#7'] }],
      byHand: true,
    },
    {
      kind: 'gates-unmet',
      task: 'UAPI-2',
      unmet: [
        { gate: { kind: 'checks', names: ['build', 'lint'] }, missing: ['lint on northwind/user-api#7'] },
        { gate: { kind: 'deployed', environment: 'production' }, missing: ['a deployment to production'] },
      ],
      byHand: false,
    },
  ],
  'already-assigned': [{ kind: 'already-assigned', task: 'UAPI-2' }],
  'no-impediment': [
    { kind: 'no-impediment', task: 'UAPI-2', others: [] },
    { kind: 'no-impediment', task: 'UAPI-2', others: ['no access to the account', 'no budget'] },
  ],
  'already-blocked': [{ kind: 'already-blocked', task: 'UAPI-2', reason: 'no access to the account' }],
  cycle: [
    { kind: 'cycle', path: ['UAPI-2', 'WEB-1', 'WEB-3', 'UAPI-2'] },
    { kind: 'cycle', path: ['UAPI-2', 'UAPI-2'] },
  ],
  'too-many': [
    { kind: 'too-many', what: 'blockers of one task', limit: 100 },
    { kind: 'too-many', what: 'resources of one task', limit: 40 },
  ],
  'graph-too-large': [{ kind: 'graph-too-large', limit: 2_000 }],
  'already-waits': [{ kind: 'already-waits', task: 'UAPI-2', blocker: 'UAPI-1' }],
  invalid: [{ kind: 'invalid', what: 'the title is empty', hint: 'put it in double quotes' }],
  'not-receiver': [{ kind: 'not-receiver', task: 'UAPI-2' }],
  'already-received': [{ kind: 'already-received', task: 'UAPI-2' }],
  'no-approval-gate': [{ kind: 'no-approval-gate', task: 'UAPI-2' }],
  'approval-pending': [{ kind: 'approval-pending', task: 'UAPI-2' }],
  'no-approvers': [
    { kind: 'no-approvers', task: 'UAPI-2', project: 'UAPI', roles: ['tech-lead', 'product-manager'], quorum: 2 },
    { kind: 'no-approvers', task: 'UAPI-2', project: 'UAPI', roles: [], quorum: 2 },
  ],
  'no-approval-request': [{ kind: 'no-approval-request', task: 'UAPI-2' }],
  'approval-decided': (['approved', 'rejected', 'expired', 'withdrawn'] as const).map((verdict) => ({
    kind: 'approval-decided',
    task: 'UAPI-2',
    verdict,
  })),
  'not-approver': [{ kind: 'not-approver', task: 'UAPI-2', roles: ['tech-lead', 'product-manager'] }],
  'already-voted': [{ kind: 'already-voted', task: 'UAPI-2', verdict: 'approved' }],
  'own-request': [{ kind: 'own-request', task: 'UAPI-2' }],
  'turn-passed': [{ kind: 'turn-passed', task: 'UAPI-2' }],
  'not-permitted': [
    { kind: 'not-permitted', action: 'task.create', role: 'guest' },
    { kind: 'not-permitted', action: 'task.cancel', role: 'member' },
    { kind: 'not-permitted', action: 'project.connect', role: 'member' },
  ],
  'person-gone': [{ kind: 'person-gone', name: 'Ben' }],
  'person-not-found': [{ kind: 'person-not-found', text: '@nobody' }],
  'project-not-found': [
    { kind: 'project-not-found', key: 'NOPE', known: [] },
    { kind: 'project-not-found', key: 'NOPE', known: ['UAPI', 'WEB'] },
  ],
  'project-exists': [{ kind: 'project-exists', key: 'UAPI', name: 'User API' }],
  'repository-not-found': [{ kind: 'repository-not-found', fullName: 'northwind/user-api' }],
  'repository-claimed': [{ kind: 'repository-claimed', fullName: 'northwind/user-api' }],
  'may-not-write': [{ kind: 'may-not-write', login: 'octocat', repository: 'northwind/user-api' }],
  'login-not-proved': [{ kind: 'login-not-proved', login: 'octocat' }],
  'login-not-linked': [{ kind: 'login-not-linked' }],
  'login-not-admin': [{ kind: 'login-not-admin', login: 'ben-codes', fullName: 'northwind/user-api' }],
  'login-taken': [{ kind: 'login-taken', login: 'ben-codes' }],
  'code-wrong': [{ kind: 'code-wrong' }],
  busy: [{ kind: 'busy', task: 'UAPI-2' }],
}
const ALL = Object.values(SAMPLES).flat() as readonly Refusal[]

describe('every "no"', () => {
  it.each(ACTIONS)('about %s is said in words, not in codes', (action) => {
    const { why } = sayRefusal({ kind: 'not-permitted', action, role: 'guest' })
    expect(why).toMatch(/^As a guest you may not [a-z -]+\. Those who may: /)
  })

  it('explains itself and says what to do instead', () => {
    const said = ALL.map((refusal) => {
      const { why, instead } = sayRefusal(refusal)
      return `${refusal.kind}: ${why} | ${instead}`
    })
    expect(`\n${said.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      project-archived: The project UAPI is archived, so it gets nothing new. | An owner or a lead can bring it back: project restore UAPI
      decided-by-file: Lead and approver-tech-lead of UAPI are decided by .github/codexflow.yml in northwind/user-api. | Change it there, by a pull request; or take it out of the file, and it is yours again.
      lacks: Backend needs the API, and UAPI-1 does not name it yet. | Say it with the task: done UAPI-1 api:…
      lacks: Backend and QA need the API and the Dashboard; backend needs the ARN, and UAPI-1 does not name them yet. | Say it with the task: done UAPI-1 api:… arn:… url:"Dashboard=…", or go on without: done UAPI-1 missing:ok
      last-owner: Olga is the only owner here, and somebody has to be. | Make somebody else an owner first: people @person role:owner
      task-not-found: I know no task UAPI-99 in this workspace. | See what there is: list, or mine.
      already: UAPI-2 is done already. | If that is wrong, take it back: reopen UAPI-2
      already: UAPI-2 is in progress already. | When it is finished: done UAPI-2
      already: UAPI-2 is in review already. | When it is finished: done UAPI-2
      not-closed: UAPI-2 is in progress, so there is nothing to reopen. | See how it stands: why UAPI-2
      not-ready: UAPI-2 cannot be started yet: it waits for UAPI-1. | See who is on it: show UAPI-1. I will tell the assignee when it is done.
      not-ready: UAPI-2 cannot be finished yet: it waits for UAPI-1 and WEB-3, and it is blocked ("no access to the account"). | See who is on it: show UAPI-1. I will tell the assignee when it is done.
      not-ready: UAPI-2 cannot be started yet: it is blocked ("no access to the account"). | See how it stands: why UAPI-2
      not-ready: UAPI-2 cannot be started yet: the check build fails on northwind/user-api#7. | See how it stands: why UAPI-2
      gates-unmet: UAPI-2 counts as done when it is merged. Missing: northwind/user-api#7. | I will finish it by myself as soon as that arrives.
      gates-unmet: UAPI-2 counts as done when it is merged. Missing: northwind/user-api#7. | As soon as that has arrived, say it again: done UAPI-2
      gates-unmet: UAPI-2 counts as done when it is green in build and lint and deployed to production. Missing: lint on northwind/user-api#7 and a deployment to production. | I will finish it by myself as soon as that arrives.
      already-assigned: UAPI-2 is assigned to that person already. | See it: show UAPI-2
      no-impediment: Nothing blocks UAPI-2. | See how it stands: why UAPI-2
      no-impediment: You have not blocked UAPI-2. In its way: no access to the account and no budget. | Only the one who blocked it, or a lead naming that person, can lift it: unblock UAPI-2 from:@person
      already-blocked: UAPI-2 is blocked for that reason already. | When it is over: unblock UAPI-2
      cycle: That would be a circle: UAPI-2 waits for WEB-1, which waits for WEB-3, which waits for UAPI-2. | Leave this one out, or remove one of these steps first: after WEB-3 remove:UAPI-2
      cycle: UAPI-2 cannot wait for itself. | Name another task: after UAPI-2 ID
      too-many: That is too much: I keep at most 100 blockers of one task. | Split the task into smaller ones.
      too-many: That is too much: I keep at most 40 resources of one task. | Split the task into smaller ones.
      graph-too-large: More than 2000 tasks stand before that one, too many to rule out a circle. | Draw the dependency nearer to the work that really needs it.
      already-waits: UAPI-2 waits for UAPI-1 already. | See why: why UAPI-2
      invalid: I cannot use that: the title is empty. | Put it in double quotes.
      not-receiver: UAPI-2 is not assigned to you, so its hand-off is not yours to answer. | See whose it is: show UAPI-2
      already-received: You have said already that UAPI-2 reached you. | When you begin: start UAPI-2
      no-approval-gate: UAPI-2 needs nobody's approval. | Approvals are gates: a task has one when it is made with gate:approved:tech-lead, for instance.
      approval-pending: Approval for UAPI-2 has been asked for already, and is not decided yet. | See who has to decide: why UAPI-2
      no-approvers: UAPI-2 waits for approval by its tech lead and product manager, and UAPI does not say who that is, other than you. | Say it: project settings UAPI approver-tech-lead:@person
      no-approvers: UAPI-2 needs 2 different people to approve it, and UAPI has too few who may, beside you. | Name more of them: project settings UAPI approver-tech-lead:@person
      no-approval-request: Nobody has asked for approval of UAPI-2. | Ask for it: request UAPI-2
      approval-decided: That was decided before: the request about UAPI-2 was approved. | See how it stands: why UAPI-2
      approval-decided: That was decided before: the request about UAPI-2 was rejected. | See how it stands: why UAPI-2
      approval-decided: That was decided before: the request about UAPI-2 has expired. | See how it stands: why UAPI-2
      approval-decided: That was decided before: the request about UAPI-2 was withdrawn. | See how it stands: why UAPI-2
      not-approver: You cannot decide about UAPI-2: that is for its tech lead and product manager. | See who that is: why UAPI-2
      already-voted: You have approved UAPI-2 already. | See who else has to decide: why UAPI-2
      own-request: You asked for approval of UAPI-2 yourself, and nobody approves alone what they asked for. | One of the others has to decide.
      turn-passed: UAPI-2 has moved on since that was written. | See how it stands: why UAPI-2
      not-permitted: As a guest you may not make a task. Those who may: owners, leads and members. | Ask one of them to do it.
      not-permitted: As a member you may not cancel this task. Those who may: owners and leads, and members on their own tasks. | Ask one of them to do it.
      not-permitted: As a member you may not connect a repository. Those who may: owners and leads. | Ask one of them to do it.
      person-gone: Ben has left the workspace. | Give it to somebody who is here.
      person-not-found: I know nobody called @nobody here. | Mention the person with @, and let them say hello to me once: help
      project-not-found: There is no project NOPE in this workspace. | Make one: project new KEY "Name"
      project-not-found: There is no project NOPE in this workspace. | There are: UAPI, WEB.
      project-exists: The key UAPI belongs to the project "User API" already. | Choose another key: project new KEY "Name"
      repository-not-found: I cannot see northwind/user-api on GitHub. | Check the spelling (owner/name), and install the CodexFlow app on that repository.
      repository-claimed: The repository northwind/user-api is connected to another workspace or project already. | Ask an owner there to disconnect it first.
      may-not-write: GitHub says that octocat may not write to northwind/user-api, and nobody else here vouches for them. | Ask somebody who may. If you are in its Slack workspace, say there that this is you: link
      login-not-proved: By a lead's word alone octocat is yours, and that is not enough to decide for others. | Prove it in Slack, or decide there: link
      login-not-linked: I do not know your GitHub account yet, so I cannot see what you may do there. | Link it first: link
      login-not-admin: GitHub says that ben-codes is no admin of northwind/user-api. | Ask an admin of that repository to connect it.
      login-taken: The GitHub account ben-codes is linked to somebody else here. | If that is wrong, ask an owner of this workspace.
      code-wrong: That code is unknown, used, or older than 15 minutes. | Ask for a new one in Slack: /codexflow link your-github-login
      busy: Many people are changing UAPI-2 at this moment. | Nothing was changed. Try once more.
      "
    `)
  })

  it.each(ALL.map((refusal) => [refusal.kind, refusal] as const))(
    '%s is whole sentences without holes',
    (_, refusal) => {
      const { why, instead } = sayRefusal(refusal)
      expect(why).toMatch(/^[A-Z].*\.$/)
      expect(instead).toMatch(/^[A-Z]/)
      expect(`${why} ${instead}`).not.toMatch(/undefined|null|NaN|\[object|\{|\}| {2}|\.\.|: \.|_/)
      for (const id of JSON.stringify(refusal).match(/[A-Z]+-\d+/g) ?? []) expect(`${why} ${instead}`).toContain(id)
    },
  )
})

describe('phrases', () => {
  it('lists as people do', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })

  it('says all reasons, the status first', () => {
    expect(
      reasonWords([
        { kind: 'status', status: 'in_review' },
        { kind: 'impediment', source: BEN, impediment },
        { kind: 'blocker', task: 'UAPI-1' },
      ]),
    ).toBe('it is in review, and it waits for UAPI-1, and it is blocked ("no access to the account")')
  })

  it('says gates', () => {
    expect(
      gateWords([
        { kind: 'manual' },
        { kind: 'merged' },
        { kind: 'checks', names: [] },
        { kind: 'checks', names: ['a', 'b'] },
      ]),
    ).toBe('marked done, merged, green in every check and green in a and b')
  })
})
