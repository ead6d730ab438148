import type { Emulated } from './emulators.ts'
import { type FaultSwitch, faultSwitch } from './faults.ts'
import { type FrontOptions, startFront } from './front.ts'
import { githubMethod } from './github-front.ts'
import type { Listening } from './http.ts'
import type { Ephemerals } from './slack-ephemerals.ts'
import { slackMethod, slackRepair } from './slack-front.ts'
import type { Views } from './slack-views.ts'

/** The emulators, which start after their fronts because they must know the fronts' addresses. */
export type Behind = { slack?: Emulated; github?: Emulated }

/** What stands before Slack and GitHub, with a fault switch and a count of calls each. */
export type Fronts = {
  readonly slack: Listening
  readonly github: Listening
  readonly faults: { readonly slack: FaultSwitch; readonly github: FaultSwitch }
  readonly calls: { readonly slack: Map<string, number>; readonly github: Map<string, number> }
}

export async function startFronts(
  ports: { readonly slack: number; readonly github: number },
  behind: Behind,
  seen: { readonly views: Views; readonly ephemerals: Ephemerals },
  github: Pick<FrontOptions, 'instead' | 'before' | 'repair'>,
): Promise<Fronts> {
  const faults = { slack: faultSwitch(), github: faultSwitch() }
  const calls = { slack: new Map<string, number>(), github: new Map<string, number>() }
  const slack = await startFront({
    what: 'slack',
    port: ports.slack,
    faults: faults.slack,
    calls: calls.slack,
    nameOf: slackMethod,
    behind: () => behind.slack?.url,
    repair: slackRepair(seen.views, seen.ephemerals),
  })
  try {
    const githubFront = await startFront({
      what: 'github',
      port: ports.github,
      faults: faults.github,
      calls: calls.github,
      nameOf: githubMethod,
      behind: () => behind.github?.url,
      ...github,
    })
    return { slack, github: githubFront, faults, calls }
  } catch (error) {
    await slack.close()
    throw error
  }
}
