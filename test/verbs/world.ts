import { expect } from 'vitest'
import { addDependency, createTask, removeDependency } from '../../app/dependencies.ts'
import { simulate } from '../../app/insight/simulate.ts'
import { ruleFor, trace } from '../../app/insight/trace.ts'
import { whoHears } from '../../app/insight/who-hears.ts'
import type { DigestOrder } from '../../app/ports/digests.ts'
import type { LinkCodes } from '../../app/ports/logins.ts'
import { ROLES, type Role } from '../../app/projects/permissions.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { ok } from '../../app/result.ts'
import { runAction } from '../../app/slack/actions/run.ts'
import type { SlackReply } from '../../app/slack/handlers.ts'
import { runTyped } from '../../app/slack/typed.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import type { Task } from '../../app/tasks/task.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import type { AskedInSlack } from '../../app/verbs/asked.ts'
import type { FollowUp } from '../../app/verbs/follow-up.ts'
import type { Shown, VerbPorts } from '../../app/verbs/verb.ts'
import { type Memory, memory } from '../support/memory.ts'
import { auditMemory } from '../support/memory-audit.ts'
import { feedbackMemory } from '../support/memory-feedback.ts'
import { importMemory } from '../support/memory-imports.ts'
import { loginsMemory } from '../support/memory-logins.ts'
import { faultsOf } from '../support/sweep/swept.ts'
import { person as actor, aTask, minute, openSince, WORKSPACE } from '../support/tasks.ts'

/** A workspace with one person of each role, one project and two tasks, for tests of verbs and buttons. */

export const ELSEWHERE = workspaceOf('T0ELSEWHERE')

/** Olga owns, Lena leads, Max is a member, Gaia a guest. */
export const PEOPLE: Readonly<Record<Role, Person>> = {
  owner: someone('olga', 'Olga', 'owner'),
  lead: someone('lena', 'Lena', 'lead'),
  member: someone('max', 'Max', 'member'),
  guest: someone('gaia', 'Gaia', 'guest'),
}

function someone(id: string, name: string, role: Role): Person {
  return { workspace: WORKSPACE, id: `per_${id}`, name, role, slackUser: `U0${name.toUpperCase()}` }
}

/** A mention as Slack writes it. */
export function mention(role: Role): string {
  return `<@${PEOPLE[role].slackUser}|${PEOPLE[role].name.toLowerCase()}>`
}

export const PROJECT: Project = {
  workspace: WORKSPACE,
  key: 'UAPI',
  name: 'User API',
  homeChannel: 'C0UAPI',
  phaseChannels: {},
  repositories: [{ id: 7, fullName: 'northwind/user-api', installation: 70 }],
  gates: [],
  requiredChecks: [],
  documents: [],
  approvers: { 'tech-lead': ['per_olga', 'per_lena'] },
  version: 1,
}

/** UAPI-1 is ready; UAPI-2 waits for it. Olga made both, for the given person. */
export function twoTasks(assignee: PersonId = PEOPLE.member.id) {
  const by = actor(PEOPLE.owner.id)
  const first = aTask({ id: 'UAPI-1', title: 'Provision the Lambda', phase: 'infrastructure', assignee, by })
  const second = aTask({
    id: 'UAPI-2',
    title: 'Build <the> endpoint',
    assignee,
    blockers: { 'UAPI-1': openSince(1) },
    by,
  })
  return [first, second] as const
}

/** An open task of the project that Olga made at nine, waiting for those. */
export function waiting(number: number, title: string, assignee: PersonId | undefined, ...blockers: TaskId[]): Task {
  const waits = Object.fromEntries(blockers.map((each) => [each, openSince(1)]))
  const by = actor(PEOPLE.owner.id)
  const { assignee: _, ...made } = aTask({ id: `UAPI-${number}`, title, blockers: waits, by })
  return assignee === undefined ? made : { ...made, assignee }
}

export type World = Memory & {
  readonly ports: VerbPorts
  readonly codes: Parameters<LinkCodes['put']>[]
  readonly jobs: FollowUp[]
  /** Pictures that were shown. */
  readonly shown: Shown[]
  readonly digests: DigestOrder[]
  /** Says it as that person; each time is an occasion of its own, unless `over` names one. */
  say(role: Role, text: string, over?: Partial<AskedInSlack>): Promise<string>
  reply(role: Role, text: string, over?: Partial<AskedInSlack>): Promise<SlackReply>
  click(role: Role, actionId: string, value: string, over?: Partial<AskedInSlack>): ReturnType<typeof runAction>
}

type Given = {
  readonly projects?: readonly Project[]
  readonly people?: readonly Person[]
  readonly installed?: boolean
}

/** An installed workspace with its people and the project UAPI, and without tasks. */
export function world({ projects = [PROJECT], people = [], installed = true }: Given = {}): World {
  const settings = installed ? [{ workspace: WORKSPACE, name: 'Northwind' }] : []
  const mind = memory({ people: [...Object.values(PEOPLE), ...people], projects, settings })
  const imports = importMemory()
  const codes: Parameters<LinkCodes['put']>[] = []
  const jobs: FollowUp[] = []
  const shown: Shown[] = []
  const digests: DigestOrder[] = []
  const ports: VerbPorts = {
    log: mind.log,
    graph: mind.graph,
    views: mind.views,
    directory: mind.directory,
    history: mind.history,
    audit: auditMemory(),
    feedback: feedbackMemory(),
    imports,
    linkCodes: { put: async (...row) => void codes.push(row) },
    logins: loginsMemory(mind.directory),
    newCode: async () => 'K7M2-Q9TX',
    linkUrl: async ({ person, cause }) => `https://codexflow.test/github/link?ticket=${person}.${cause}`,
    followUp: async (job) => void jobs.push(job),
    later: async () => ({
      simulate: (submission) => simulate({ ...mind, tasks: mind.log, answerWithin: 240 }, submission),
      whoHears: (...closed) => whoHears({ ...mind, tasks: mind.log, answerWithin: 240 }, ...closed),
      trace: (wanted) => trace({ ...mind, tasks: mind.log }, wanted),
      ruleFor,
      showDrawing: async (wanted) => {
        shown.push(wanted)
        return ok(undefined)
      },
    }),
    digest: async (order) => void digests.push(order),
    createTask,
    addDependency,
    removeDependency,
  }
  let occasions = 0
  const asked = (role: Role, over: Partial<AskedInSlack> = {}): AskedInSlack => ({
    workspace: WORKSPACE,
    slackUser: PEOPLE[role].slackUser!,
    userName: PEOPLE[role].name.toLowerCase(),
    channel: 'D0DIRECT',
    at: minute(60),
    cause: `slack:T0NORTHWIND:${++occasions}`,
    responseUrl: 'https://hooks.slack.com/commands/T0/1/abc',
    ...over,
  })
  const reply: World['reply'] = async (role, text, over) => sound(await runTyped(text, asked(role, over), ports))
  return {
    ...mind,
    ports,
    codes,
    jobs,
    shown,
    digests,
    reply,
    say: async (role, text, over) => (await reply(role, text, over)).text,
    click: async (role, actionId, value, over) => {
      const outcome = await runAction({ actionId, value }, asked(role, over), ports)
      if (outcome.reply !== undefined) sound(outcome.reply)
      return outcome
    },
  }
}

// Every answer of every test keeps to Block Kit's limits, whatever else the test is about.
function sound(reply: SlackReply): SlackReply {
  expect(faultsOf(reply)).toEqual([])
  return reply
}

/** Everybody, for tests that walk the permission table. */
export const EVERY_ROLE: readonly Role[] = ROLES
