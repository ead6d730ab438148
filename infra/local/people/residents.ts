import * as z from 'zod'
import { isMeanwhile } from '../../../app/verbs/words/meanwhile-reply.ts'
import { answered, answersLater, wordsOf } from '../functions/later-answer.ts'
import { buttonNamed, buttonsOf, hasButton } from '../terminal/buttons.ts'
import { type Channel, NoSuch, personNamed, type WorldPerson } from '../world/directory.ts'
import * as acts from '../world/github-acts.ts'
import { type Conclusion, checksOn, runCheck, type SeenCheck } from '../world/github-checks.ts'
import * as machines from '../world/github-machines.ts'
import { type GitHubRest, githubRest, parseReference } from '../world/github-rest.ts'
import { type Outside, outside, type SeenMessage, type SlackAnswer } from '../world/outside.ts'
import type { WorldUrls } from '../world/run-file.ts'
import { mentioned } from './mentions.ts'
import { type SlackActs, slackActs } from './slack-residents.ts'

/** What was answered to an act in Slack, with all the words that only this person sees. */
export type Said = SlackAnswer & { readonly text: string }

/** The people of the world at work, each in their own name, as Slack and GitHub would pass it on. */
export type Residents = SlackActs & {
  readonly outside: Outside
  readonly people: readonly WorldPerson[]
  /** Slack's public channels. Their ids change whenever the world starts anew. */
  readonly channels: readonly Channel[]
  /** Throws, naming everybody, when there is no such person. */
  person(name: string): WorldPerson
  /**
   * Types `/codexflow <text>`; `@devi` and `#user-api` become the mentions that Slack makes of them. What is said
   * meanwhile is waited out, here and after a click: the answer is what takes its place.
   */
  slack(as: string, text: string, how?: SlackHow): Promise<Said>
  /** Clicks a button, by its label or action id, on the last message with buttons before the person, or on the one given. */
  click(as: string, button: string, on?: { readonly ts: string }): Promise<Said>
  dms(name: string): Promise<readonly SeenMessage[]>
  comments(on: string): Promise<readonly acts.SeenComment[]>
  /** An issue or pull request as GitHub shows it. */
  issue(on: string): Promise<SeenIssue>
  /** The checks on the head of a pull request; none on an issue. */
  checks(on: string): Promise<readonly SeenCheck[]>
  readonly github: GitHubActs
}
export type SeenIssue = z.output<typeof seenIssueSchema>
export type SlackHow = { readonly channel?: string; readonly retryNum?: number; readonly ageSeconds?: number }

type Deploying = Omit<machines.NewDeployment, 'ref'> & {
  readonly ref?: string
  readonly pull?: string
  readonly before?: boolean
}

/** `at` is `owner/repo#12`, `as` anybody of the seed. What GitHub refuses is thrown in its words. */
export type GitHubActs = {
  rest(as: string): GitHubRest
  openPull(as: string, repository: string, pull: acts.NewPull): Promise<number>
  editPull(as: string, at: string, change: { readonly title?: string; readonly body?: string }): Promise<void>
  /** Commits a file to the default branch, or takes it away; answers the sha. */
  commit(
    as: string,
    repository: string,
    file: NonNullable<acts.NewPull['file']> | { readonly path: string },
    message: string,
  ): Promise<string>
  /** Gives the pull request a new head commit. */
  push(as: string, at: string): Promise<void>
  check(as: string, at: string, conclusion: Conclusion, name?: string): Promise<void>
  /** Sets a commit status on the head of a pull request. */
  status(as: string, at: string, state: machines.StatusState, context: string): Promise<void>
  /** Deploys a pull request (its merge, or its head while it is open; or what was there `before`), a commit, or the default branch; answers the sha. */
  deploy(as: string, repository: string, wanted: Deploying): Promise<string>
  release(as: string, repository: string, tag: string, target?: string): Promise<void>
  /** Answers the sha of the merge commit. */
  merge(as: string, at: string): Promise<string>
  /** Opens the pull request that takes another back. */
  revert(as: string, at: string): Promise<number>
  /** Of an issue or a pull request. */
  setState(as: string, at: string, state: 'open' | 'closed'): Promise<void>
  comment(as: string, at: string, body: string): Promise<number>
  openIssue(as: string, repository: string, title: string, body?: string, labels?: readonly string[]): Promise<number>
  /** `who`: a name of the team. */
  assign(as: string, at: string, who: string): Promise<void>
  label(as: string, at: string, name: string): Promise<void>
  relate(as: string, at: string, how: 'blocked-by' | 'part' | 'not-blocked-by', other: string): Promise<void>
}

/** Everybody who lives in the world at `urls`. */
export async function residents(urls: Pick<WorldUrls, 'bridge' | 'github' | 'slack'>): Promise<Residents> {
  const bridge = outside(urls.bridge)
  const people = await bridge.people()
  const person = (name: string) => personNamed(people, name)
  const channels = await channelsOf(urls.slack, people)
  const rest = (as: string) => githubRest(urls.github, person(as).githubToken)
  const { botUserId } = await bridge.slackApp()
  const dms = (name: string) => bridge.messages(person(name).slackId)
  return {
    ...slackActs({ bridge, people, channels, botUserId, person }),
    outside: bridge,
    people,
    channels,
    person,
    dms,
    slack: async (as, text, how = {}) => {
      const { slackId } = person(as)
      const answer = await bridge.command({ as: slackId, text: mentioned(text, { people, channels }), ...how })
      return said(await answered(bridge, slackId, answer, isMeanwhile))
    },
    click: async (as, wanted, on) => {
      const { slackId } = person(as)
      const seen = [...(await bridge.messages(slackId)), ...(await bridge.ephemerals(slackId))]
      const message = on === undefined ? withButtons(seen, wanted) : seen.find(({ ts }) => ts === on.ts)
      if (message === undefined) throw new NoSuch(`${person(as).fullName} has no message with buttons.`)
      const { actionId, value } = buttonNamed(message, wanted)
      const click = { as: slackId, channel: message.channel, ts: message.ts, actionId }
      const answer = await bridge.action(value === undefined ? click : { ...click, value })
      return said(await answered(bridge, slackId, answer, answersLater(actionId)))
    },
    issue: (on) => issueAt(rest(people[0]?.name ?? ''), on),
    comments: (on) => acts.commentsOn(rest(people[0]?.name ?? ''), parseReference(on)),
    checks: async (on) => {
      const as = rest(people[0]?.name ?? '')
      const { pull_request } = await issueAt(as, on)
      return pull_request === undefined ? [] : checksOn(as, parseReference(on))
    },
    github: githubActs(rest, (name) => person(name).login),
  }
}

type Buttoned = Pick<SeenMessage, 'ts' | 'blocks' | 'channel'> & { readonly source?: string }

/**
 * The last direct message with buttons, or an answer since then that only this person sees, when that has the one that
 * is wanted: older messages have scrolled away.
 */
function withButtons(seen: readonly Buttoned[], wanted: string): Buttoned | undefined {
  const buttoned = seen.filter((message) => buttonsOf(message).length > 0)
  const direct = buttoned.findLast(({ source }) => source === undefined)
  const since = buttoned.filter(({ source, ts }) => source !== undefined && Number(ts) >= Number(direct?.ts ?? 0))
  return since.findLast((message) => hasButton(message, wanted)) ?? direct ?? since.at(-1)
}

function githubActs(rest: (as: string) => GitHubRest, loginOf: (name: string) => string): GitHubActs {
  return {
    rest,
    openPull: async (as, repository, pull) => (await acts.openPull(rest(as), repository, pull)).number,
    editPull: async (as, at, change) => void (await acts.editPull(rest(as), parseReference(at), change)),
    commit: (as, repository, file, message) => acts.commitFile(rest(as), repository, file, message),
    push: async (as, at) => void (await acts.pushToPull(rest(as), parseReference(at))),
    check: async (as, at, conclusion, name) => void (await runCheck(rest(as), parseReference(at), conclusion, name)),
    status: (as, at, state, context) => machines.setStatus(rest(as), parseReference(at), state, context),
    deploy: async (as, repository, { pull, before = false, ...wanted }) => {
      const commit = before ? machines.commitBefore : machines.commitOf
      const ref = pull === undefined ? (wanted.ref ?? 'main') : await commit(rest(as), parseReference(pull))
      return machines.deploy(rest(as), repository, { ...wanted, ref })
    },
    release: (as, repository, tag, target) => machines.publishRelease(rest(as), repository, tag, target),
    merge: (as, at) => acts.mergePull(rest(as), parseReference(at)),
    revert: async (as, at) => (await acts.revertPull(rest(as), parseReference(at))).number,
    setState: async (as, at, state) => {
      const { pull_request } = await issueAt(rest(as), at)
      const set = pull_request === undefined ? acts.setIssueState : acts.setPullState
      await set(rest(as), parseReference(at), state)
    },
    comment: (as, at, body) => acts.comment(rest(as), parseReference(at), body),
    openIssue: async (as, repository, title, body = '', labels = []) =>
      (await acts.openIssue(rest(as), repository, { title, body, labels })).number,
    assign: (as, at, who) => acts.assign(rest(as), parseReference(at), loginOf(who)),
    label: (as, at, name) => acts.label(rest(as), parseReference(at), name),
    relate: (as, at, how, other) => acts.relate(rest(as), parseReference(at), how, parseReference(other)),
  }
}

const seenIssueSchema = z.looseObject({
  number: z.number(),
  title: z.string(),
  state: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  /** Present on pull requests alone. */
  pull_request: z.unknown().optional(),
})

async function issueAt(rest: GitHubRest, on: string): Promise<SeenIssue> {
  const { repository, number } = parseReference(on)
  return seenIssueSchema.parse(await rest('GET', `/repos/${repository}/issues/${number}`))
}

function said(answer: SlackAnswer): Said {
  return { ...answer, text: wordsOf(answer) }
}

const channelsSchema = z.looseObject({ channels: z.array(z.object({ id: z.string(), name: z.string() })).default([]) })

async function channelsOf(slack: string, people: readonly WorldPerson[]): Promise<readonly Channel[]> {
  const headers = { authorization: `Bearer ${people[0]?.slackToken}`, 'content-type': 'application/json' }
  const response = await fetch(`${slack}conversations.list`, { method: 'POST', headers, body: '{"limit":1000}' })
  return channelsSchema.parse(await response.json()).channels
}
