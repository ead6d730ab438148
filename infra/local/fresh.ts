import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endProcess } from './world/processes.ts'
import { readRun } from './world/run-file.ts'

/** Everything that the laptop keeps in its folder. Nothing else there is ever deleted. */
const KEPT = [
  ...['run.json', 'local.json', 'story.json', 'channels.json', 'cursors.json', 'schedules.json', 'stream-failures'],
  ...['secrets.json', 'kms.key'],
  ...['world-secrets.json', 'mailboxes.json', 'github-numbers.json', 'queues', 'bundles', 'world.log', 'app.log'],
  ...['dynamodb.sqlite', 'dynamodb.sqlite-wal', 'dynamodb.sqlite-shm', 'dynamodb.sqlite-journal'],
]

/** Ends the world that lives in `dir`, if one does, and waits until it is gone. */
export async function endWorldIn(dir: string): Promise<void> {
  const run = readRun(dir)
  if (run === undefined) return
  await endProcess(run)
  await endProcess(run.dynoxide)
}

/** Forgets everything: the next start is the first. */
export async function beginAnew(dir: string): Promise<void> {
  await endWorldIn(dir)
  for (const name of KEPT) rmSync(join(dir, name), { recursive: true, force: true })
}

/** Whether somebody has ever started here. */
export function isNew(dir: string): boolean {
  return !KEPT.some((name) => existsSync(join(dir, name)))
}
