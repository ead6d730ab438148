import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { secretsSchema } from './secrets.ts'

/** Where each part of the world listens. */
export type WorldUrls = z.output<typeof urlsSchema>
const urlsSchema = z.object({
  dynamodb: z.string(),
  sqs: z.string(),
  /** The same server as `sqs`. */
  sns: z.string(),
  /** Slack's API, with `/api/` at its end: the value for `SLACK_API_URL`. */
  slack: z.string(),
  /** GitHub's API and web site in one. */
  github: z.string(),
  bridge: z.string(),
})

/** `start` is when the process started, as an opaque word: it tells it from a later one with the same number. */
const processSchema = z.object({ pid: z.int(), start: z.string() })

/** What a living world writes down of itself, so that the next start finds it. */
export type Run = z.output<typeof runSchema>
const runSchema = z.object({
  /** Raised when an older world can no longer serve the application. */
  version: z.literal(1),
  ...processSchema.shape,
  startedAt: z.string(),
  inMemory: z.boolean(),
  dynoxide: processSchema,
  urls: urlsSchema,
  secrets: secretsSchema,
})
export const RUN_VERSION = 1

/** The run recorded in `dir`; undefined when there is none that we understand. */
export function readRun(dir: string): Run | undefined {
  try {
    return runSchema.parse(JSON.parse(readFileSync(runFile(dir), 'utf8')))
  } catch {
    return undefined
  }
}

/** Records a run; it appears whole or not at all, readable by its owner only. */
export function writeRun(dir: string, run: Run): void {
  const draft = `${runFile(dir)}.${run.pid}`
  writeFileSync(draft, JSON.stringify(run, null, 2), { mode: 0o600 })
  renameSync(draft, runFile(dir))
}

/** Forgets the run of process `pid`, unless another has been recorded since. */
export function forgetRun(dir: string, pid: number): void {
  if (readRun(dir)?.pid === pid) rmSync(runFile(dir), { force: true })
}

function runFile(dir: string): string {
  return join(dir, 'run.json')
}
