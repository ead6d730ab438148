import * as z from 'zod'
import type { AlarmChange } from '../ports/incidents.ts'

/** Longest that a name, and a text for people, may be: CloudWatch's own limits. */
const NAME = 255
const TEXT = 1_024

const notification = z.object({
  AlarmName: z.string().min(1).max(NAME),
  AlarmDescription: z.string().max(TEXT).nullish(),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string().max(TEXT).default(''),
  StateChangeTime: z.string().max(64),
})

/**
 * Reads what CloudWatch says of an alarm; `undefined` when it is something else. Whoever may write to the topic wrote it, so
 * nothing in it is believed but its shape.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readAlarmChange(body: string): AlarmChange | undefined {
  const parsed = notification.safeParse(jsonOf(body))
  if (!parsed.success) return undefined
  const { AlarmName, AlarmDescription, NewStateValue, NewStateReason, StateChangeTime } = parsed.data
  const at = Date.parse(StateChangeTime)
  if (Number.isNaN(at)) return undefined
  return {
    alarm: AlarmName,
    description: AlarmDescription ?? '',
    state: NewStateValue,
    reason: NewStateReason,
    at: new Date(at).toISOString(),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
