import { setTimeout as delay } from 'node:timers/promises'
import { atRest } from '../story/at-rest.ts'
import { type Lookout, lookout, type News } from '../story/lookout.ts'
import { type TimelineOptions, timeline } from '../story/timeline.ts'
import { type Terminal, terminal } from '../terminal/terminal.ts'
import { GitHubRefusal } from '../world/github-rest.ts'
import { type Connected, connect } from './connect.ts'

/** How long a client waits for the system to come to rest, and then for stragglers. Milliseconds. */
const LONGEST_MS = 20_000
const QUIET_MS = 300

/** Waits until nothing is left to do, and tells everything that people were told meanwhile. */
export async function afterwards(
  { local, folk }: Connected,
  watch: Lookout,
  tell: (news: News) => void,
): Promise<News[]> {
  const all: News[] = []
  const deadline = Date.now() + LONGEST_MS
  for (let quiet = false; Date.now() < deadline; ) {
    const rested = await atRest(local.parts.watch, folk.outside, { timeoutMs: 1_000 })
    const fresh = await watch.news()
    for (const news of fresh) tell(news)
    all.push(...fresh)
    if (quiet && rested && fresh.length === 0) break
    quiet = rested && fresh.length === 0
    await delay(QUIET_MS)
  }
  return all
}

/** Renders for the one at the keyboard. */
export function renderer(folk: Connected['folk'], { width, colours }: Pick<Terminal, 'width' | 'colours'>) {
  const options: TimelineOptions = {
    people: folk.people,
    channels: folk.channels,
    width,
    colours,
    clock: (at) => at.toTimeString().slice(0, 8),
  }
  return timeline(options)
}

/**
 * Runs a client: connects, does what `run` does, and turns what went wrong into words and exit code 1.
 */
export async function runClient(
  dir: string,
  run: (connected: Connected, watch: Lookout) => Promise<number>,
): Promise<number> {
  const { complain } = terminal()
  try {
    const connected = await connect(dir)
    return await run(connected, await lookout(connected.folk))
  } catch (error) {
    complain(
      error instanceof GitHubRefusal ? refusalWords(error) : error instanceof Error ? error.message : String(error),
    )
    return 1
  }
}

/** What GitHub said, without the call and the JSON around it. */
export function refusalWords({ status, message }: GitHubRefusal): string {
  const said = /"message":"((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message
  if (said === 'Reference already exists') return 'There is a branch of that name already. Name another: --branch …'
  if (status !== 404) return `GitHub refused (${status}): ${said}`
  const [, repository, kind, number] = /\/repos\/([^/ ]+\/[^/ ]+)(?:\/(pulls|issues)\/(\d+))?/.exec(message) ?? []
  if (repository === undefined) return `GitHub knows no such thing (404): ${said}`
  if (number === undefined) return `GitHub knows no repository ${repository}, or not that part of it.`
  const what = kind === 'pulls' ? 'pull request' : 'issue or pull request'
  return `GitHub knows no ${what} ${repository}#${number}. See what there is: npm run github -- list ${repository}`
}
