import { describe, expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import { receiveAction } from '../../app/slack/actions/run.ts'
import { packPreset } from '../../app/slack/modals/preset.ts'
import { receiveForm } from '../../app/slack/modals/submit.ts'
import { receiveTyped } from '../../app/slack/typed.ts'
import { VERBS } from '../../app/verbs/registry.ts'
import type { VerbPorts } from '../../app/verbs/verb.ts'
import { after, ask, minute, WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, twoTasks, type World, world } from './world.ts'

/**
 * DESIGN section 6: at most two rounds of reads and one write, or one queue message, before an answer. A round is what
 * is asked at the same time; the lines below are rounds. Each port named is one read, but `personByLogin`, which is two.
 */
const PERSON = 'directory.personBySlack + directory.settings'
const COSTS: Readonly<Record<string, readonly [text: string, ...rounds: string[]]>> = {
  start: ['start UAPI-1', PERSON, 'log.load', 'log.append'],
  done: [
    'done UAPI-1 url:https://x.example',
    PERSON,
    'directory.project + graph.waitingPhases + log.load',
    'log.append',
    'followUp',
  ],
  reopen: ['reopen UAPI-3', PERSON, 'log.load', 'log.append'],
  block: ['block UAPI-1 "no access"', PERSON, 'log.load', 'log.append'],
  unblock: [
    `unblock UAPI-1 from:${mention('lead')}`,
    'directory.personBySlack + directory.personBySlack + directory.settings',
    'log.load',
    'log.append',
  ],
  assign: [
    `assign UAPI-1 ${mention('lead')}`,
    'directory.personBySlack + directory.personBySlack + directory.settings',
    'log.load',
    'log.append',
  ],
  got: ['got UAPI-4', PERSON, 'log.load', 'log.append'],
  need: ['need UAPI-4 "which region?"', PERSON, 'log.load', 'log.append'],
  notmine: [
    `notmine UAPI-4 "frontend work" to:${mention('lead')}`,
    'directory.personBySlack + directory.personBySlack + directory.settings',
    'log.load',
    'log.append',
  ],
  request: [
    'request UAPI-5',
    'directory.personBySlack + directory.projects + directory.settings',
    'log.load',
    'log.append',
  ],
  approve: ['approve UAPI-6', PERSON, 'log.load', 'log.append'],
  reject: ['reject UAPI-6 "no plan"', PERSON, 'log.load', 'log.append'],
  cancel: ['cancel UAPI-1', PERSON, 'log.load', 'log.append'],
  mine: ['mine', PERSON, 'views.ofPerson'],
  list: ['list', PERSON, 'followUp'],
  show: ['show UAPI-2', PERSON, 'followUp'],
  why: ['why UAPI-2', PERSON, 'followUp'],
  history: ['history UAPI-2', PERSON, 'followUp'],
  simulate: ['simulate done UAPI-1', PERSON, 'followUp'],
  trace: ['trace UAPI-2', PERSON, 'followUp'],
  next: ['next', PERSON, 'followUp'],
  graph: ['graph', PERSON, 'followUp'],
  'task add': [
    `task add "Write the tests" after:UAPI-1,UAPI-2 assign:${mention('lead')}`,
    'directory.personBySlack + directory.personBySlack + directory.projects + directory.settings',
    'graph.createdBy + graph.lastNumber + log.loadMany',
    'graph.create',
  ],
  after: ['after UAPI-3 UAPI-1', PERSON, 'followUp'],
  'project new': [
    'project new WEB "Web"',
    'directory.personBySlack + directory.projects + directory.settings',
    'directory.createProject',
  ],
  'project connect': [
    'project connect northwind/web',
    'directory.personBySlack + directory.projects + directory.settings',
    'followUp',
  ],
  'project list': ['project list', 'directory.personBySlack + directory.projects + directory.settings'],
  'project show': ['project show UAPI', PERSON, 'followUp'],
  'project settings': [
    `project settings UAPI name:"New" lead:${mention('lead')}`,
    'directory.personBySlack + directory.personBySlack + directory.projects + directory.settings',
    'directory.people',
    'directory.saveProject',
  ],
  'project archive': [
    'project archive UAPI',
    'directory.personBySlack + directory.projects + directory.settings',
    'directory.saveProject',
  ],
  'project restore': ['project restore UAPI', 'directory.personBySlack + directory.projects + directory.settings'],
  people: ['people', PERSON, 'followUp'],
  audit: ['audit', PERSON, 'followUp'],
  feedback: ['feedback "well done" about:UAPI-1', PERSON, 'feedback.put'],
  'feedback list': ['feedback list', PERSON, 'followUp'],
  link: ['link octocat', 'directory.personByLogin + directory.personBySlack + directory.settings', 'linkCodes.put'],
  unlink: ['unlink', PERSON, 'logins.unlink'],
  settings: ['settings quiet:on', PERSON, 'directory.savePreferences'],
  help: ['help', PERSON],
}

const WRITES =
  /append|create$|createProject|saveProject|savePreferences|addEdge|removeEdge|savePerson|put|unlink|followUp/

/**
 * UAPI-1 is ready, UAPI-2 waits for it, UAPI-3 is done, UAPI-4 is Olga's, UAPI-5 needs approval, and Olga was asked for
 * that of UAPI-6; she has linked her account.
 */
async function given(): Promise<World> {
  const home = world()
  const [first, second] = twoTasks()
  const gated = { ...first, gates: [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] } as const
  const approvers = { 'tech-lead': [PEOPLE.owner.id] }
  home.seed(
    first,
    second,
    after({ ...first, id: 'UAPI-3' }, ask.done()),
    { ...first, id: 'UAPI-4', assignee: PEOPLE.owner.id },
    { ...gated, id: 'UAPI-5' },
    after({ ...gated, id: 'UAPI-6' }, ask.approval(approvers)),
  )
  await home.directory.savePerson({ ...PEOPLE.owner, githubLogin: 'olga-codes' })
  return home
}

describe('what an answer costs', () => {
  it.each(VERBS.map(({ name }) => name))('%s', async (name) => {
    const cost = COSTS[name]
    if (cost === undefined) throw new Error(`The test has no sentence for ${name}.`)
    const [text, ...rounds] = cost
    const home = await given()
    if (name === 'unblock') home.seed(after(home.task(WORKSPACE, 'UAPI-1'), ask.block(`person:${PEOPLE.lead.id}`, 'x')))
    const { ports, asked } = counted(home)
    await receiveTyped(text, ASKED, ports)
    expect(asked()).toEqual(rounds)
    // Who hears of it, and when, is said from the queue.
    const writes = rounds.filter((round) => WRITES.test(round) && !(name === 'done' && round === 'followUp'))
    expect(writes.length).toBeLessThanOrEqual(1)
    expect(rounds.filter((round) => !WRITES.test(round)).length).toBeLessThanOrEqual(2)
  })

  // What is saved decides; the order only says when to look at it.
  it('is one queue message more for a digest that begins or moves', async () => {
    const { ports, asked } = counted(await given())
    await receiveTyped('settings digest:on', ASKED, ports)
    expect(asked()).toEqual([PERSON, 'directory.savePreferences', 'digest'])
  })

  it.each(['start UAPI-1', 'mine', 'help'])(
    'is one round and one queue message for whom I meet for the first time: %s',
    async (text) => {
      const { ports, asked } = counted(await given())
      await receiveTyped(text, { ...ASKED, slackUser: 'U0NEW', userName: 'new' }, ports)
      expect(asked()).toEqual([PERSON, 'followUp'])
    },
  )

  it.each(['start', 'strat UAPI-1', '"', 'done UAPI-1 foo:bar'])(
    'is nothing for what cannot be read: %s',
    async (text) => {
      const { ports, asked } = counted(await given())
      await receiveTyped(text, ASKED, ports)
      expect(asked()).toEqual([])
    },
  )

  it.each(['assign UAPI-1 me', 'after UAPI-2 remove:UAPI-1'])(
    'is one round for those who may not do it at all: %s',
    async (text) => {
      const { ports, asked } = counted(await given())
      await receiveTyped(text, { ...ASKED, slackUser: PEOPLE.guest.slackUser! }, ports)
      expect(asked()).toEqual([PERSON])
    },
  )

  it.each([
    ['task.start', PERSON, 'log.load', 'log.append'],
    ['handoff.got', PERSON, 'log.load', 'log.append'],
    ['approval.approve', PERSON, 'log.load', 'log.append'],
    ['task.why', PERSON, 'followUp'],
    ['task.show', PERSON, 'followUp'],
    ['task.history', PERSON, 'followUp'],
    ['task.done', 'directory.personBySlack + directory.settings + log.load', 'directory.project + graph.waitingPhases'],
    ['task.block', 'directory.personBySlack + directory.settings + log.load'],
    ['task.assign', 'directory.personBySlack + directory.settings + log.load'],
  ])('of a click on %s', async (actionId, ...rounds) => {
    const { ports, asked } = counted(await given())
    await receiveAction({ actionId, value: ON[actionId] ?? 'UAPI-1' }, ASKED, ports)
    expect(asked()).toEqual(rounds)
  })

  it.each([
    ['task add', 'directory.personBySlack + directory.projects + directory.settings'],
    ['block UAPI-1', 'directory.personBySlack + directory.settings + log.load'],
    ['block 1', 'directory.personBySlack + directory.projects + directory.settings', 'log.load'],
  ])('of a form that opens is at most two rounds, before one call to Slack: %s', async (text, ...rounds) => {
    const { ports, asked } = counted(await given())
    expect(await receiveTyped(text, { ...ASKED, channel: 'C0UAPI' }, ports)).toHaveProperty('modal')
    expect(asked()).toEqual(rounds)
  })

  it.each([
    ['task.done', {}, PERSON, 'directory.project + graph.waitingPhases + log.load', 'log.append', 'followUp'],
    ['task.block', { reason: 'no access' }, PERSON, 'log.load', 'log.append'],
  ] as const)('of a form that is submitted is that of its verb: %s', async (form, fields, ...rounds) => {
    const { ports, asked } = counted(await given())
    const view = { callbackId: form, viewId: 'V1', privateMetadata: packPreset({ task: 'UAPI-1' }) }
    const values = Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { [id]: value }]))
    const reply = await receiveForm({ ...view, values }, ASKED, { ...ports, logger: silentLog })
    expect([reply.kind, asked()]).toEqual(['show', rounds])
  })
})

const ON: Readonly<Record<string, string>> = { 'handoff.got': 'UAPI-4', 'approval.approve': 'UAPI-6' }

const ASKED = {
  workspace: WORKSPACE,
  slackUser: PEOPLE.owner.slackUser!,
  userName: 'olga',
  channel: 'C0UAPI',
  at: minute(60),
  cause: 'slack:T0NORTHWIND:cost',
  responseUrl: '',
}

/** Ports that answer a moment later and note what was asked meanwhile: calls of one moment are one round. */
function counted(home: World): { ports: VerbPorts; asked: () => string[] } {
  const rounds: string[][] = []
  let open: string[] | undefined
  const note = async (name: string) => {
    if (open === undefined) {
      const round: string[] = []
      open = round
      rounds.push(round)
      setImmediate(() => {
        open = undefined
      })
    }
    open.push(name)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const watched = <T extends object>(what: T, prefix: string): T =>
    new Proxy(what, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          await note(`${prefix}.${String(key)}`)
          return Reflect.apply(value, target, given)
        }
      },
    })
  const { log, graph, views, directory, history, linkCodes, logins, feedback, followUp } = home.ports
  const ports: VerbPorts = {
    ...home.ports,
    log: watched(log, 'log'),
    graph: watched(graph, 'graph'),
    views: watched(views, 'views'),
    directory: watched(directory, 'directory'),
    history: watched(history, 'history'),
    linkCodes: watched(linkCodes, 'linkCodes'),
    logins: watched(logins, 'logins'),
    digest: async (order) => {
      await note('digest')
      await home.ports.digest(order)
    },
    feedback: watched(feedback, 'feedback'),
    followUp: async (job) => {
      await note('followUp')
      await followUp(job)
    },
  }
  return { ports, asked: () => rounds.map((round) => round.toSorted().join(' + ')) }
}
