import type { HttpEvent } from '../app/door.ts'
import { githubExamples } from '../test/support/github-examples.ts'
import { form, signedByGitHub, signedBySlack } from '../test/support/requests.ts'
import { command } from '../test/support/slack-samples.ts'
import { GITHUB_SECRET, SLACK_SECRET } from './surroundings.ts'

export const TEAM = 'T1'
export const USER = 'U1'

/** `/codexflow <text>` from Slack, signed now. */
export function order(text: string): HttpEvent {
  const at = Math.floor(Date.now() / 1_000)
  const signed = signedBySlack(form({ ...command, team_id: TEAM, user_id: USER, text }), { at, secret: SLACK_SECRET })
  // Stock Bolt reads the path when nothing matches.
  return { ...signed, rawPath: '/slack/events' } as HttpEvent
}

/** A recorded delivery, signed: `pull_request.closed` unless told otherwise. */
export function delivery(event = 'pull_request', action = 'closed'): HttpEvent {
  const recorded = githubExamples.find(
    ({ name, payload }) => name === event && (action === '' || ('action' in payload && payload.action === action)),
  )
  if (recorded === undefined) throw new Error(`There is no recorded delivery ${event}.${action}`)
  const body = JSON.stringify({ ...recorded.payload, installation: { id: 1 } })
  return signedByGitHub(body, { secret: GITHUB_SECRET, headers: { 'x-github-event': event } })
}
