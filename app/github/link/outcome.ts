import type { Page } from '../../browser/page.ts'
import { unreachable } from '../../errors.ts'
import { shortened, visibleLine } from '../../handoffs/invisible.ts'

/** The two accounts that are to become one, as people know them. */
export type Both = { readonly login: string; readonly name: string; readonly team: string }

/** What an attempt to link a GitHub account has come to. */
export type LinkOutcome =
  /** The one question, with the login that the person has had until now; `claim` is what the form has to bring. */
  | { readonly kind: 'ask'; readonly both: Both; readonly before?: string; readonly token: string }
  | { readonly kind: 'linked'; readonly both: Both; readonly before?: string }
  /** They said no on GitHub, or to our question. */
  | { readonly kind: 'denied' | 'declined' }
  /** Nobody knows what is to be linked. */
  | { readonly kind: 'bare' }
  /** Not made here, or for another browser. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'used' }
  /** GitHub does not take the code, or wants an address of theirs confirmed first. */
  | { readonly kind: 'code-refused' | 'unverified' }
  | { readonly kind: 'taken'; readonly login: string }
  /** The workspace, or the person, is not there any more. */
  | { readonly kind: 'nobody' }
  /** Nobody has configured what it takes. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'broken' }

const AGAIN = 'To begin again, type /codexflow link in Slack.'

/** Answers of the form. */
export const YES = 'yes'

/** The page that says it: what happened, and what to do now. */
export function linkPage(outcome: LinkOutcome): Page {
  switch (outcome.kind) {
    case 'ask':
      return question(outcome)
    case 'linked': {
      const { login, name, team } = shown(outcome.both)
      return {
        status: 200,
        title: `@${login} is linked to ${name}`,
        sentences: [
          `What @${login} does on GitHub counts as done by ${name} in ${team} from now on.`,
          ...(outcome.before === undefined ? [] : [`@${outcome.before} does not any more.`]),
          'To take it back, type /codexflow unlink in Slack. You can close this page.',
        ],
      }
    }
    case 'denied':
      return no(403, 'Nothing was linked', ['You said no on GitHub. Nothing has changed.', AGAIN])
    case 'declined':
      return no(200, 'Nothing was linked', [
        'You said no, and nothing has changed. If somebody sent you here, you need do nothing more.',
        AGAIN,
      ])
    case 'bare':
      return no(404, 'There is nothing to link here', [
        'Linking a GitHub account begins in Slack: type /codexflow link there, and I give you an address of your own.',
      ])
    case 'forged':
      return no(400, 'This did not begin here', [
        'Linking has to begin with an address that I gave in Slack, and end in the same browser, so that nobody can link an account of yours to somebody else.',
        'Nothing was linked. Please allow cookies for this site.',
        AGAIN,
      ])
    case 'expired':
      return no(400, 'That took too long', [
        'An address to link with works for a quarter of an hour, and GitHub’s answer for ten minutes. Nothing was linked.',
        AGAIN,
      ])
    case 'used':
      return no(400, 'This page has done its work', [
        'Each address links once. Whether your account is linked, /codexflow people me says in Slack.',
        AGAIN,
      ])
    case 'code-refused':
      return no(400, 'GitHub did not confirm it', [
        'GitHub says that its answer is too old, or was used before. Nothing was linked.',
        AGAIN,
      ])
    case 'unverified':
      return no(400, 'GitHub does not know you well enough', [
        'GitHub wants you to confirm your e-mail address there first. Nothing was linked.',
        AGAIN,
      ])
    case 'taken':
      return no(409, `@${outcome.login} is linked to somebody else`, [
        'A GitHub account belongs to one person in a workspace, and this one has proved to be that of somebody else. Nothing was linked.',
        'If it is yours, have an owner take it from them (/codexflow unlink @person), or choose another account on GitHub’s page.',
        AGAIN,
      ])
    case 'nobody':
      return no(404, 'There is nobody to link it to', [
        'CodexFlow is not in that workspace any more, or the person has left it. Nothing was linked.',
      ])
    case 'closed':
      return no(404, 'Accounts cannot be linked from here', [
        'Whoever runs this CodexFlow has not set up linking in a browser.',
        'With a code it works all the same: type /codexflow link @your-github-login in Slack.',
      ])
    case 'broken':
      return no(502, 'Something broke on our side, or on GitHub’s', [
        'It has been logged. Nothing was linked.',
        `Please wait a minute. ${AGAIN}`,
      ])
    default:
      return unreachable(outcome)
  }
}

function question({ both, before, token }: Extract<LinkOutcome, { kind: 'ask' }>): Page {
  const { login, name, team } = shown(both)
  return {
    status: 200,
    title: `Link @${login} to ${name}?`,
    sentences: [
      `On GitHub: @${login}, as which this browser has just signed in.`,
      `In Slack: ${name}, in the workspace ${team}.`,
      `What @${login} does on GitHub then counts as done by ${name}: it may finish their tasks and hand them on.`,
      ...(before === undefined ? [] : [`Until now that was @${before}; @${login} takes its place.`]),
      'Say yes only if both are you. If somebody sent you here, and you did not type /codexflow link yourself, say no.',
    ],
    form: {
      action: '/github/link',
      fields: { token },
      buttons: [
        { answer: YES, label: 'Yes, both are me' },
        { answer: 'no', label: 'No, link nothing' },
      ],
    },
  }
}

function no(status: number, title: string, sentences: readonly string[]): Page {
  return { status, title, sentences }
}

// People choose their own names: whatever is in one stays within its words.
function shown({ login, name, team }: Both): Both {
  const line = (text: string) => `“${shortened(visibleLine(text).replaceAll(/[“”"]/g, "'"), 80)}”`
  return { login, name: line(name), team: line(team) }
}
