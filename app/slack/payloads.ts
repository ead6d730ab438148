import type * as z from 'zod/mini'
import { err, ok, type Result } from '../result.ts'
import type { Fields } from '../untrusted.ts'
import type { SlackInput } from './inputs.ts'
import { action, shortcut, suggestion, view } from './interaction-schemas.ts'
import { challenge, command, event } from './payload-schemas.ts'

/**
 * Reads a verified body; the error names the first field that is wrong. `requestId` makes the cause where Slack gave
 * nothing better.
 */
export function readSlackInput(body: Fields, requestId: string): Result<SlackInput, string> {
  const main = ['event', 'command', 'name', 'actions'].filter((key) => body[key] !== undefined)
  // Bolt takes the first of these for the kind of the payload, whatever its type says.
  if (main.length > 1) return err(`It carries both ${main.join(' and ')}.`)
  if (main[0] === 'event') return read(event(), body)
  if (main[0] === 'command') return caused(read(command(), body), requestId)
  if (body['ssl_check'] !== undefined) return ok({ kind: 'ssl-check' })
  switch (`${body['type']} ${main[0] ?? ''}`) {
    case 'url_verification ':
      return read(challenge(), body)
    case 'app_rate_limited ':
      return ok({ kind: 'rate-limited' })
    case 'block_actions ':
    case 'block_actions actions':
      return caused(read(action(), body), requestId)
    case 'view_submission ':
    case 'view_closed ':
      return caused(read(view(), body), requestId)
    case 'shortcut ':
    case 'message_action ':
      return caused(read(shortcut(), body), requestId)
    case 'block_suggestion ':
      return caused(read(suggestion(), body), requestId)
    default:
      return ok({ kind: 'other' })
  }
}

function read<T>(schema: z.ZodMiniType<T>, body: Fields): Result<T, string> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  const path = parsed.error.issues[0]?.path.join('.') ?? ''
  return err(`The field ${path} is missing or not what Slack sends.`)
}

function caused<T extends { teamId: string; occasion: string }>(
  input: Result<T, string>,
  requestId: string,
): Result<Omit<T, 'occasion'> & { cause: string }, string> {
  if (!input.ok) return input
  const { occasion, ...rest } = input.value
  if (rest.teamId === '') return err('The field team.id is missing or not what Slack sends.')
  return ok({ ...rest, cause: `slack:${rest.teamId}:${occasion || requestId}` })
}
