import { createHmac } from 'node:crypto'
import type { Local } from '../../infra/local/local-file.ts'

/** Slack tells an event of the workspace to a running system, signed as Slack signs. Answers the status. */
export async function slackTells({ doors, secrets, slack }: Local, event: object): Promise<number> {
  const at = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: slack.teamId,
    event_id: `Ev${at}`,
    event_time: at,
    event,
  })
  const signature = createHmac('sha256', secrets.slackSigningSecret).update(`v0:${at}:${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
  }
  return (await fetch(doors.slack, { method: 'POST', headers, body })).status
}
