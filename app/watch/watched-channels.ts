import type { Channel, Channels } from '../ports/channel.ts'
import type { Measure } from '../telemetry/metrics.ts'

/** Channels that count what a look for a message in doubt showed: nobody looks for any other. */
export function watchedChannels(channels: Channels, measure: Measure): Channels {
  const { slack, github, email } = channels
  return { slack: watched(slack, measure), github: watched(github, measure), email: watched(email, measure) }
}

function watched<C extends Channel<never>>(channel: C, measure: Measure): C {
  const find: C['find'] = async (...sought) => {
    try {
      const receipt = await channel.find(...sought)
      measure('AmbiguousResolutions', 1, { outcome: receipt === undefined ? 'not-there' : 'found' })
      return receipt
    } catch (error) {
      measure('AmbiguousResolutions', 1, { outcome: 'cannot-tell' })
      throw error
    }
  }
  return { ...channel, find }
}
