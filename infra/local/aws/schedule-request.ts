import * as z from 'zod'
import { ApiError } from './api-error.ts'

/** One message, to one queue, at one instant. */
export const schedule = z.object({
  /** Milliseconds since 1970. */
  due: z.number(),
  queueArn: z.string(),
  input: z.string(),
  /** Deleted once it has fired; otherwise it stays, marked as fired. */
  deleteAfter: z.boolean(),
  fired: z.boolean(),
  createdAt: z.number(),
  /** The request, as `GetSchedule` shows it. */
  expression: z.string(),
  roleArn: z.string(),
})
export type Schedule = Readonly<z.output<typeof schedule>>

const request = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.literal('UTC').default('UTC'),
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF') }),
  ActionAfterCompletion: z.enum(['DELETE', 'NONE']).default('NONE'),
  State: z.literal('ENABLED').default('ENABLED'),
  GroupName: z.literal('default').default('default'),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string().min(1).max(262_144) }),
})

const NAME = /^[0-9a-zA-Z-_.]{1,64}$/
const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/

/**
 * Reads a `CreateSchedule`. The laptop knows the part that we use: `at(...)` in UTC, no flexible window, a queue as
 * target. Throws an `ApiError` that names everything else.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function readSchedule(name: string, body: unknown, now: number): Schedule {
  const invalid = (message: string) => new ApiError(400, 'ValidationException', message)
  if (!NAME.test(name)) throw invalid('Name must have 1 to 64 of the characters 0-9 a-z A-Z - _ .')
  const parsed = request.safeParse(body)
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const { ScheduleExpression, ActionAfterCompletion, Target } = parsed.data
  const due = Date.parse(`${AT.exec(ScheduleExpression)?.[1]}Z`)
  if (Number.isNaN(due))
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}: at(yyyy-mm-ddThh:mm:ss) only.`)
  return {
    due,
    queueArn: Target.Arn,
    input: Target.Input,
    deleteAfter: ActionAfterCompletion === 'DELETE',
    fired: false,
    createdAt: now,
    expression: ScheduleExpression,
    roleArn: Target.RoleArn,
  }
}

/** What `GetSchedule` answers. */
export function showSchedule(name: string, of: Schedule) {
  return {
    Arn: scheduleArn(name),
    Name: name,
    GroupName: 'default',
    State: 'ENABLED',
    CreationDate: of.createdAt / 1000,
    LastModificationDate: of.createdAt / 1000,
    ScheduleExpression: of.expression,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: of.deleteAfter ? 'DELETE' : 'NONE',
    Target: { Arn: of.queueArn, RoleArn: of.roleArn, Input: of.input },
  }
}

export function scheduleArn(name: string): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`
}
