import type { ThreadPorts } from '../../app/deliveries/thread.ts'
import { emailChannel } from '../../app/email/channel.ts'
import { githubChannel } from '../../app/github/channel.ts'
import { slackChannel } from '../../app/slack/channel.ts'
import { watchedChannels } from '../../app/watch/watched-channels.ts'
import { watchedLedger } from '../../app/watch/watched-ledger.ts'
import { wiring } from '../wiring.ts'
import { redriver } from './schedule.ts'
import { githubKey, keys } from './secret.ts'
import { slackTokens } from './slack.ts'
import { tablePorts } from './table.ts'

let made: ReturnType<typeof make> | undefined

/** What bringing notices to people needs: the channels beside the table. */
export function deliveryPorts(): ReturnType<typeof make> {
  made ??= make()
  return made
}

function make() {
  const { config, clock, wait, log, measure } = wiring()
  const { tasks, ledger, directory, days, history } = tablePorts()
  const { patience, slack, github, region, endpoints } = config
  return {
    tasks,
    ledger: watchedLedger(ledger, measure, clock),
    directory,
    history,
    redrive: redriver(),
    clock,
    wait,
    patience,
    log,
    channels: watchedChannels(
      {
        slack: slackChannel({
          tokenOf: slackTokens(),
          apiUrl: slack.apiUrl,
          timeout: patience.sendTimeout,
          now: clock,
          slackUserOf: async (workspace, person) => (await directory.person(workspace, person))?.slackUser,
          digestOf: async (...of) => {
            const { digest } = await days.day(...of)
            return digest?.state === 'SENT' ? digest.receipt : undefined
          },
          log,
        }),
        github: githubChannel({
          appId: github.appId,
          appSlug: github.appSlug,
          privateKey: githubKey,
          apiUrl: github.apiUrl,
          keys,
          sendTimeout: patience.sendTimeout,
          now: clock,
          log,
        }),
        email: emailChannel({ region, endpoint: endpoints.sns, timeout: patience.sendTimeout, now: clock }),
      },
      measure,
    ),
  } satisfies ThreadPorts
}
