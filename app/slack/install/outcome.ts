import type { Page } from '../../browser/page.ts'
import { unreachable } from '../../errors.ts'

/** What an attempt to install has come to. */
export type InstallOutcome =
  | { readonly kind: 'installed'; readonly team: string; readonly teamId: string; readonly appId: string }
  /** They, or an administrator, said no in Slack. */
  | { readonly kind: 'denied' }
  /** The state was not made here, or for another browser. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'used' }
  /** Slack does not take the code that came with the state. */
  | { readonly kind: 'code-refused' }
  | { readonly kind: 'organisation' }
  | { readonly kind: 'being-removed' }
  /** Nobody has configured what it takes. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'broken' }

const AGAIN = { url: '/slack/install', label: 'Begin again' }

/** The page that says it: what happened, and what to do now. */
export function outcomePage(outcome: InstallOutcome): Page {
  switch (outcome.kind) {
    case 'installed': {
      const query = new URLSearchParams({ app: outcome.appId, team: outcome.teamId })
      return {
        status: 200,
        title: `CodexFlow is in ${outcome.team}`,
        sentences: [
          'Type /codexflow help in any channel to see what it can do, and /codexflow project new to begin with.',
          'You can close this page.',
        ],
        link: { url: `https://slack.com/app_redirect?${query}`, label: 'Open Slack' },
      }
    }
    case 'denied':
      return {
        status: 403,
        title: 'Nothing was installed',
        sentences: ['You, or somebody who decides for your workspace, said no in Slack. Nothing has changed.'],
        link: AGAIN,
      }
    case 'forged':
      return {
        status: 400,
        title: 'This did not begin here',
        sentences: [
          'An installation has to begin on our page and end in the same browser, so that nobody can make you install something that they began.',
          'Nothing was installed. Please begin again, and allow cookies for this site.',
        ],
        link: AGAIN,
      }
    case 'expired':
      return {
        status: 400,
        title: 'That took too long',
        sentences: ['An installation has to be finished within ten minutes. Nothing was installed.'],
        link: AGAIN,
      }
    case 'used':
      return {
        status: 400,
        title: 'This page has done its work',
        sentences: [
          'Each installation works once. If /codexflow help answers in your workspace, everything is in order.',
          'If it does not, please begin again.',
        ],
        link: AGAIN,
      }
    case 'code-refused':
      return {
        status: 400,
        title: 'Slack did not confirm it',
        sentences: ['Slack says that this installation is too old, or was finished before. Nothing was installed.'],
        link: AGAIN,
      }
    case 'organisation':
      return {
        status: 400,
        title: 'One workspace at a time',
        sentences: [
          'CodexFlow is installed into single workspaces, not into a whole organisation. Nothing was installed.',
          'Please begin again, and choose a workspace on the page of Slack.',
        ],
        link: AGAIN,
      }
    case 'being-removed':
      return {
        status: 409,
        title: 'Still clearing up',
        sentences: [
          'CodexFlow was removed from this workspace, and what it knew is being deleted right now.',
          'Please begin again in ten minutes.',
        ],
        link: AGAIN,
      }
    case 'closed':
      return {
        status: 404,
        title: 'CodexFlow cannot be installed from here',
        sentences: ['Whoever runs this CodexFlow has not opened it for installations.'],
      }
    case 'broken':
      return {
        status: 502,
        title: 'Something broke on our side',
        sentences: ['It has been logged. Nothing was installed. Please begin again in a minute.'],
        link: AGAIN,
      }
    default:
      return unreachable(outcome)
  }
}
