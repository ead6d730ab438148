import { beforeEach } from 'vitest'
import type { DoorAnswer, HttpEvent } from '../../app/door.ts'
import { type GitHubDoorOptions, githubDoor } from '../../app/github/door.ts'
import { jsonLog } from '../../app/log.ts'
import { GITHUB_SECRET, NOW } from './requests.ts'
import { standing } from './secrets.ts'

/** What was put on the queue, logged, and asked of the sources, since the test began. */
export const queued: string[] = []
export const lines: string[] = []
export const asked: unknown[] = []

beforeEach(() => {
  for (const list of [queued, lines, asked]) list.length = 0
})

/** The door with fakes that count what reaches them. */
export function door(changes: Partial<GitHubDoorOptions> = {}): (event: HttpEvent) => Promise<DoorAnswer> {
  return githubDoor({
    signers: standing([GITHUB_SECRET]),
    now: () => NOW * 1000,
    log: jsonLog((line) => lines.push(line)),
    listensTo: () => true,
    actsOn: (...delivery) => asked.push(delivery) > 0,
    enqueue: async (message) => void queued.push(message),
    ...changes,
  })
}

/** A merged pull request, cut down to what matters. */
export const payload = {
  action: 'closed',
  pull_request: { number: 7, merged: true, title: 'Größe ☕', head: { sha: 'a'.repeat(40) } },
  repository: { id: 42, full_name: 'acme/api' },
  installation: { id: 99 },
}
export const body = JSON.stringify(payload)
/** An answer with its JSON parsed. */
export const read = ({ statusCode, body }: DoorAnswer) => ({ status: statusCode, body: JSON.parse(body) })
/** The status with which the door answers. */
export const status = async (event: HttpEvent) => (await door()(event)).statusCode
