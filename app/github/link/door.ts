import { type BrowserEvent, hostCookie } from '../../browser/cookie.ts'
import { ANSWER, onwards, type PageAnswer, pageAnswer } from '../../browser/page.ts'
import { bodyKind, type HttpEvent, rawBody, sameText } from '../../door.ts'
import type { Log } from '../../log.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Installations } from '../../ports/installations.ts'
import type { Logins } from '../../ports/logins.ts'
import { isGone, type Person } from '../../projects/person.ts'
import type { Keys } from '../../secrets/key-ring.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import { type Fields, parseForm, parseText } from '../../untrusted.ts'
import type { GithubOAuth } from './oauth.ts'
import { type Both, type LinkOutcome, linkPage, YES } from './outcome.ts'
import {
  type Claim,
  formToken,
  isFormToken,
  newClaim,
  newState,
  PASSAGE_LIFETIME,
  proofKey,
  readClaim,
  readState,
} from './passage.ts'
import { readTicket, type Ticket } from './ticket.ts'

export type LinkDoorOptions = {
  readonly oauth: GithubOAuth
  /** Sign tickets, states and claims. */
  readonly keys: Keys
  readonly directory: Pick<Directory, 'person' | 'settings'>
  readonly logins: Pick<Logins, 'link'>
  readonly useUp: Installations['useUp']
  /** Whether a workspace is still with us. */
  readonly isPresent: (workspace: Workspace) => Promise<boolean>
  /** Something that nobody can guess, new each time. */
  readonly nonce: () => string
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log
}

/** A browser's request, with a form when it has pressed a button. */
export type LinkEvent = BrowserEvent & HttpEvent

const COOKIE = hostCookie('link')
/** Bytes of a form: a token and an answer. */
export const LINK_BODY_CAP = 2_000

/**
 * Links a GitHub account to the Slack account that asked for it. `GET /github/link?ticket=` sends a browser on to GitHub, `GET
 * /github/oauth` is where it comes back, `GET /github/link` then asks whether both accounts are one person's, and `POST
 * /github/link` does it. Opening an address never links: it takes the ticket of one Slack account, the state that this browser
 * got with it, the account that GitHub has confirmed to it, and a yes to both in it. Each works once, and not for long. Never
 * throws.
 */
export function linkDoor(options: LinkDoorOptions): (event: LinkEvent) => Promise<PageAnswer> {
  return async (event) => {
    try {
      return await answered(options, event)
    } catch (error) {
      options.log.error('Linking a GitHub account failed', { error })
      return page({ kind: 'broken' })
    }
  }
}

/** The door of those who have not configured what it takes. */
export async function closedLinkDoor(): Promise<PageAnswer> {
  return page({ kind: 'closed' })
}

function answered(options: LinkDoorOptions, event: LinkEvent): Promise<PageAnswer> {
  if (event.rawPath === '/github/oauth') return comeBack(options, event)
  if (event.requestContext.http.method === 'POST') return decide(options, event)
  const { ticket } = event.queryStringParameters ?? {}
  return ticket === undefined ? ask(options, event) : begin(options, ticket)
}

async function begin(options: LinkDoorOptions, text: string): Promise<PageAnswer> {
  const { now, nonce, oauth } = options
  const read = await ticketOf(options, text)
  if ('kind' in read) return page(read)
  const keys = await options.keys()
  const state = newState(keys, { nonce: nonce(), ticket: text }, now())
  const { challenge } = proofKey(keys[0], state)
  return onwards(302, oauth.authorizeUrl({ state, challenge }), [COOKIE.set(state, PASSAGE_LIFETIME)])
}

async function comeBack(options: LinkDoorOptions, event: LinkEvent): Promise<PageAnswer> {
  const { now, oauth } = options
  const { state = '', code = '', error } = event.queryStringParameters ?? {}
  const keys = await options.keys()
  const read = readState(keys, state, now())
  // What is not this browser's own takes nothing from it, its cookie neither.
  if (read.is === 'forged' || !sameText(COOKIE.read(event), state)) return page({ kind: 'forged' })
  if (read.is === 'expired') return page({ kind: 'expired' }, [COOKIE.gone])
  if (error !== undefined) return page({ kind: 'denied' }, [COOKIE.gone])
  if (!/^[\w.-]{1,500}$/.test(code)) return page({ kind: 'code-refused' }, [COOKIE.gone])
  if (!(await options.useUp(`link state ${read.nonce}`, read.until))) return page({ kind: 'used' })
  const { verifier } = proofKey(read.key, state)
  const account = await oauth.accountOf({ code, verifier })
  if (!account.ok) return page({ kind: account.error === 'code' ? 'code-refused' : 'unverified' }, [COOKIE.gone])
  const claim = newClaim(keys, { account: account.value, ticket: read.ticket }, now())
  // On to an address without a code in it, which may be opened again.
  return onwards(303, '/github/link', [COOKIE.set(claim, PASSAGE_LIFETIME)])
}

async function ask(options: LinkDoorOptions, event: LinkEvent): Promise<PageAnswer> {
  const cookie = COOKIE.read(event)
  if (cookie === '') return page({ kind: 'bare' })
  const claimed = await claimOf(options, cookie)
  if ('kind' in claimed) return page(claimed)
  const { both, person, account } = claimed
  const token = formToken(await options.keys(), cookie)
  return page({ kind: 'ask', both, ...beforeOf(person, account.login), token })
}

async function decide(options: LinkDoorOptions, event: LinkEvent): Promise<PageAnswer> {
  const { keys, logins, now, log } = options
  const cookie = COOKIE.read(event)
  const form = formOf(event)
  if (cookie === '' || !isFormToken(await keys(), cookie, String(form['token'] ?? ''))) return page({ kind: 'forged' })
  if (form[ANSWER] !== YES) return page({ kind: 'declined' }, [COOKIE.gone])
  const claimed = await claimOf(options, cookie)
  if ('kind' in claimed) return page(claimed)
  const { ticket, account, both } = claimed
  const { workspace, person } = ticket
  const cause = `link:${ticket.name}`
  const at = new Date(now()).toISOString()
  const once = { name: `${workspace} ${person} ${ticket.name}`, until: ticket.until }
  const linked = await logins.link({ workspace, person, account, once, at, cause })
  switch (linked.outcome) {
    case 'linked':
    case 'same':
      log.info('A GitHub account is linked', { workspace, person })
      return page({ kind: 'linked', both, ...beforeOf(claimed.person, account.login) })
    case 'used':
    case 'nobody':
      return page({ kind: linked.outcome })
    case 'taken':
    case 'has-another':
      return page({ kind: 'taken', login: account.login })
  }
}

/** The ticket and whose it is, as long as it can be used; else what to say. */
async function ticketOf(
  { keys, now, directory, isPresent }: LinkDoorOptions,
  text: string,
): Promise<{ readonly ticket: Ticket; readonly person: Person; readonly team: string } | LinkOutcome> {
  const read = readTicket(await keys(), text, now())
  if (read.is !== 'valid') return { kind: read.is }
  const { workspace, person: id } = read.ticket
  const [person, settings, present] = await Promise.all([
    directory.person(workspace, id),
    directory.settings(workspace),
    isPresent(workspace),
  ])
  if (person === undefined || settings === undefined || isGone(person) || !present) return { kind: 'nobody' }
  return { ticket: read.ticket, person, team: settings.name }
}

type Claimed = Pick<Claim, 'account'> & { readonly ticket: Ticket; readonly person: Person; readonly both: Both }

async function claimOf(options: LinkDoorOptions, cookie: string): Promise<Claimed | LinkOutcome> {
  const claim = readClaim(await options.keys(), cookie, options.now())
  if (claim.is !== 'valid') return { kind: claim.is }
  const read = await ticketOf(options, claim.ticket)
  if ('kind' in read) return read
  const { ticket, person, team } = read
  const { account } = claim
  return { ticket, person, account, both: { login: account.login, name: person.name, team } }
}

function beforeOf({ githubLogin }: Person, login: string): { readonly before?: string } {
  return githubLogin === undefined || githubLogin.toLowerCase() === login.toLowerCase() ? {} : { before: githubLogin }
}

// What is no form of ours brings no token.
function formOf(event: LinkEvent): Fields {
  const kind = bodyKind(event)
  const raw = rawBody(event, LINK_BODY_CAP)
  const text = raw.ok ? parseText(raw.value) : raw
  const form = text.ok && kind.ok && kind.value === 'form' ? parseForm(text.value) : undefined
  return form?.ok === true ? form.value : {}
}

function page(outcome: LinkOutcome, cookies: readonly string[] = []): PageAnswer {
  const answer = pageAnswer(linkPage(outcome))
  return cookies.length === 0 ? answer : { ...answer, cookies }
}
