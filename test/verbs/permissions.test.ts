import { describe, expect, it } from 'vitest'
import { type Action, may, type Role } from '../../app/projects/permissions.ts'
import type { Person } from '../../app/projects/person.ts'
import { runTyped } from '../../app/slack/typed.ts'
import type { Task } from '../../app/tasks/task.ts'
import { VERBS } from '../../app/verbs/registry.ts'
import { after, ask, minute } from '../support/tasks.ts'
import { EVERY_ROLE, mention, PEOPLE, twoTasks, world } from './world.ts'

/** A sentence for each verb that would succeed, and how the two tasks stand before it. */
const SAYINGS: Readonly<Record<string, { readonly text: string; given?(task: Task): Task }>> = {
  start: { text: 'start UAPI-1' },
  done: { text: 'done UAPI-1 url:https://x.example' },
  reopen: { text: 'reopen UAPI-1', given: (task) => after(task, ask.done()) },
  block: { text: 'block UAPI-1 "no access"' },
  unblock: { text: 'unblock UAPI-1', given: blockedByEverybody },
  got: { text: 'got UAPI-1' },
  need: { text: 'need UAPI-1 "which region?"' },
  notmine: { text: 'notmine UAPI-1 "frontend work"' },
  request: { text: 'request UAPI-1', given: gated },
  approve: { text: 'approve UAPI-1', given: askedOfEverybody },
  reject: { text: 'reject UAPI-1 "no plan"', given: askedOfEverybody },
  cancel: { text: 'cancel UAPI-1' },
  mine: { text: 'mine' },
  list: { text: 'list UAPI' },
  show: { text: 'show UAPI-1' },
  why: { text: 'why UAPI-1' },
  history: { text: 'history UAPI-1' },
  next: { text: 'next' },
  trace: { text: 'trace UAPI-1' },
  simulate: { text: 'simulate done UAPI-1' },
  graph: { text: 'graph UAPI-1' },
  'task add': { text: 'task add "Write the tests" phase:qa project:NEW' },
  assign: { text: 'assign UAPI-1 <@U0NINA|nina>' },
  after: { text: 'after UAPI-2 remove:UAPI-1' },
  'project new': { text: 'project new WEB "Web"' },
  'project connect': { text: 'project connect northwind/web project:UAPI' },
  'project list': { text: 'project list' },
  'project show': { text: 'project show UAPI' },
  'project settings': { text: 'project settings UAPI name:"New"' },
  'project archive': { text: 'project archive UAPI' },
  'project restore': { text: 'project restore UAPI' },
  people: { text: 'people' },
  audit: { text: 'audit' },
  feedback: { text: 'feedback "well done"' },
  'feedback list': { text: 'feedback list' },
  link: { text: 'link octocat' },
  unlink: { text: 'unlink' },
  settings: { text: 'settings quiet:on' },
  help: { text: 'help' },
}

function blockedByEverybody(task: Task): Task {
  return after(task, ...EVERY_ROLE.map((role) => ask.block(`person:${PEOPLE[role].id}`, `because ${role}`)))
}

const APPROVERS = { 'tech-lead': EVERY_ROLE.map((role) => PEOPLE[role].id) }

function gated(task: Task): Task {
  return { ...task, gates: [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] }
}

function askedOfEverybody(task: Task): Task {
  return after(gated(task), ask.approval(APPROVERS, { by: { kind: 'system' } }))
}

const CASES = VERBS.flatMap((verb) =>
  EVERY_ROLE.flatMap((role) => [true, false].map((own) => ({ verb: verb.name, action: verb.action, role, own }))),
)

const NEW = {
  key: 'NEW',
  name: 'New',
  phaseChannels: {},
  repositories: [],
  gates: [],
  requiredChecks: [],
  documents: [],
}

async function saidBy(role: Role, verb: string, own: boolean) {
  const saying = SAYINGS[verb]
  if (saying === undefined) throw new Error(`The test has no sentence for ${verb}.`)
  const { workspace } = PEOPLE.owner
  const nina: Person = { workspace, id: 'per_nina', name: 'Nina', role: 'member', slackUser: 'U0NINA' }
  const home = world({ projects: [project('UAPI'), project('NEW')], people: [nina] })
  for (const person of Object.values(PEOPLE)) {
    await home.directory.savePerson({ ...person, githubLogin: `${person.name}-codes` })
  }
  const other = EVERY_ROLE.find((each) => each !== role)!
  const [first, second] = twoTasks(own ? PEOPLE[role].id : PEOPLE[other].id)
  // Whoever made a task owns it too, so here nobody of the four has.
  const made = [first, second].map((task) => ({ ...task, createdBy: { kind: 'system' } as const }))
  home.seed(saying.given?.(made[0]!) ?? made[0]!, made[1]!)
  return { text: await home.say(role, saying.text), home, tasks: made }

  function project(key: string) {
    return { ...NEW, key, workspace, approvers: APPROVERS, version: 1 }
  }
}

function isAllowed(action: Action, role: Role, own: boolean): boolean {
  const task = { createdBy: { kind: 'system' } as const, ...(own ? { assignee: PEOPLE[role].id } : {}) }
  return may(PEOPLE[role], action, task)
}

describe('who may say what', () => {
  it.each(CASES)('$verb by a $role, own task: $own', async ({ verb, action, role, own }) => {
    const { text, home } = await saidBy(role, verb, own)
    const lists = verb === 'list' || verb === 'mine' || verb === 'next'
    if (lists) {
      // A list refuses nobody who may see some task: it leaves out what is not for them.
      expect(text.includes('UAPI-1')).toBe(verb !== 'list' ? own : isAllowed(action, role, own))
      return
    }
    const [wrote, refused] = [home.images.length + home.jobs.length + home.codes.length, /may not/.test(text)]
    expect({ refused, wrote: refused ? wrote : 0 }).toEqual({ refused: !isAllowed(action, role, own), wrote: 0 })
    // Without this a sentence that fails for another reason would count as allowed.
    if (!refused) expect(text).not.toMatch(/I know no|cannot|I could not|already|I do not know/)
  })

  it.each([
    ['owner', true],
    ['lead', true],
    ['member', false],
    ['guest', false],
  ] as const)('lifting what somebody else put in the way, by a %s: %s', async (role, lifted) => {
    const home = world()
    const by = role === 'member' ? 'owner' : 'member'
    const [task] = twoTasks(PEOPLE[role].id)
    home.seed(after(task, ask.block(`person:${PEOPLE[by].id}`, 'no access')))
    const text = await home.say(role, `unblock UAPI-1 from:${mention(by)}`)
    expect(text.split('\n')[0]).toBe(
      lifted
        ? `What ${PEOPLE[by].name} put in the way of *UAPI-1* Provision the Lambda is over.`
        : `As a ${role} you may not lift what somebody else put in the way of this task. Those who may: owners and leads.`,
    )
    expect(Object.keys(home.task(task.workspace, 'UAPI-1').impediments)).toHaveLength(lifted ? 0 : 1)
  })

  it('lets everybody lift their own, also by name', async () => {
    const home = world()
    const [task] = twoTasks(PEOPLE.guest.id)
    home.seed(after(task, ask.block(`person:${PEOPLE.guest.id}`, 'no access')))
    expect(await home.say('guest', `unblock UAPI-1 from:${mention('guest')}`)).toBe(
      'What you put in the way of *UAPI-1* Provision the Lambda is over.\nIt is ready now, and I am telling whoever does it.',
    )
  })
})

describe('somebody whom nobody knew', () => {
  it.each([
    [{}, 'member', 'UAPI-1* Provision the Lambda is in progress now.'],
    [{ isForeign: true }, 'guest', 'As a guest you may not start this task.'],
  ] as const)('is a member at home, and a guest from another workspace: %o', async (whence, role, says) => {
    const home = world()
    home.seed(...twoTasks())
    const said = await home.say('member', 'start UAPI-1', { slackUser: 'U0NEW', userName: 'new', ...whence })
    expect(said).toContain(says)
    const { workspace } = PEOPLE.owner
    expect((await home.directory.personBySlack(workspace, 'U0NEW'))?.role).toBe(role)
  })

  it('is a guest where Slack has let them into some channels alone, until an owner makes them more', async () => {
    const home = world()
    home.seed(...twoTasks())
    const { workspace } = PEOPLE.owner
    const asked = { workspace, channel: 'C1', responseUrl: '', at: minute(60), cause: 'c1' }
    const newcomer = { ...asked, slackUser: 'U0NEW', userName: 'new' }
    const ports = { ...home.ports, profileOf: async () => ({ isGuest: true as const }) }
    expect((await runTyped('show UAPI-1', newcomer, ports)).text).toContain('As a guest you may not')
    // Nor does a form show them a task.
    expect((await runTyped('block UAPI-1', { ...newcomer, slackUser: 'U0NEWER' }, ports)).text).toContain(
      'As a guest you may not',
    )
    const known = (await home.directory.personBySlack(workspace, 'U0NEW'))!
    await home.directory.changePerson(known, { ...known, role: 'member' })
    expect((await runTyped('show UAPI-1', newcomer, ports)).text).toContain('Provision the Lambda')
  })
})
