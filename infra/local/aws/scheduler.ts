import { join } from 'node:path'
import * as z from 'zod'
import type { Log } from '../../../app/log.ts'
import { readJson, writeJson } from '../json-file.ts'
import { ApiError } from './api-error.ts'
import { readSchedule, type Schedule, schedule, scheduleArn, showSchedule } from './schedule-request.ts'

/** One-off schedules, kept in `<dir>/schedules.json`. The API's verbs throw `ApiError`. */
export type Scheduler = {
  create(name: string, body: unknown): Promise<unknown>
  get(name: string): Promise<unknown>
  remove(name: string): Promise<unknown>
  /** Fires what is due by now, and answers how many did. The scheduler calls it itself; tests move the clock first. */
  fireDue(): Promise<number>
  /** Schedules that have not fired yet. */
  pending(): number
  stop(): Promise<void>
}

export type SchedulerOptions = {
  readonly dir: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Whether the target exists; a schedule for anything else is refused at once instead of failing when it is due. */
  readonly knows: (queueArn: string) => boolean
  /** Puts a message on a queue durably, or throws. */
  readonly send: (queueArn: string, body: string) => Promise<void>
  readonly log: Log
}

/** Wakes at least this often, so that a laptop that slept, or a clock that was set, is noticed. */
const LONGEST_SLEEP_MS = 30_000
const RETRY_MS = 1000

/** EventBridge Scheduler for a laptop: what it accepted it fires, at least once, after a restart too. */
export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { now, log } = options
  const path = join(options.dir, 'schedules.json')
  const schedules = new Map(Object.entries(z.record(z.string(), schedule).parse((await readJson(path)) ?? {})))
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let turn: Promise<unknown> = Promise.resolve()

  /** One change at a time: what is answered is on disk, in the order in which it was asked. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act)
    turn = mine.catch(() => {})
    return mine
  }
  const save = () => writeJson(path, Object.fromEntries(schedules))
  const waiting = () => [...schedules].filter(([, each]) => !each.fired)

  const arm = (atLeastMs = 0) => {
    clearTimeout(timer)
    const [next] = waiting()
      .map(([, each]) => each.due)
      .sort((a, b) => a - b)
    if (stopped || next === undefined) return
    timer = setTimeout(() => void fireDue(), Math.min(LONGEST_SLEEP_MS, Math.max(atLeastMs, next - now())))
  }

  const fire = async (name: string, each: Schedule) => {
    await options.send(each.queueArn, each.input)
    if (each.deleteAfter) schedules.delete(name)
    else schedules.set(name, { ...each, fired: true })
    await save()
  }

  const fireDue = () =>
    inTurn(async () => {
      let fired = 0
      let failed = 0
      for (const [name, each] of waiting().filter(([, { due }]) => due <= now())) {
        try {
          await fire(name, each)
          fired++
        } catch (error) {
          failed++
          log.warn('a schedule could not be fired: trying again', { name, error })
        }
      }
      arm(failed > 0 ? RETRY_MS : 0)
      return fired
    })

  arm()
  return {
    fireDue,
    pending: () => waiting().length,
    create: (name, body) =>
      inTurn(async () => {
        const wanted = readSchedule(name, body, now())
        if (!options.knows(wanted.queueArn)) {
          throw new ApiError(400, 'ValidationException', `Target.Arn ${wanted.queueArn} is none of the queues.`)
        }
        if (schedules.has(name)) throw new ApiError(409, 'ConflictException', `Schedule ${name} already exists.`)
        schedules.set(name, wanted)
        await save()
        arm()
        return { ScheduleArn: scheduleArn(name) }
      }),
    get: (name) =>
      inTurn(async () => {
        const known = schedules.get(name)
        if (known === undefined) throw missing(name)
        return showSchedule(name, known)
      }),
    remove: (name) =>
      inTurn(async () => {
        if (!schedules.delete(name)) throw missing(name)
        await save()
        arm()
        return {}
      }),
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}

function missing(name: string): ApiError {
  return new ApiError(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`)
}
