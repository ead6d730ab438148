import { bedrockDecide } from '../app/bedrock/decide.ts'
import type { ThreadPorts } from '../app/deliveries/thread.ts'
import { emailChannel } from '../app/email/channel.ts'
import { githubChannel } from '../app/github/channel.ts'
import type { OrchestratorPorts } from '../app/orchestrator/orchestrate.ts'
import { slackChannel } from '../app/slack/channel.ts'
import { alarmClock, digestLater, redriver } from './schedule-wiring.ts'
import { slackTokens } from './slack-wiring.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

let made: (OrchestratorPorts & ThreadPorts) | undefined

/** What writing and delivering notices needs: the channels and the model beside the table. */
export function deliveryPorts(): OrchestratorPorts & ThreadPorts {
  made ??= make()
  return made
}

function make(): OrchestratorPorts & ThreadPorts {
  const { config, clock, wait, log } = wiring()
  const { tasks, ledger, directory, days, history } = tablePorts()
  const { patience, slack, github, region, endpoints } = config
  return {
    tasks,
    ledger,
    directory,
    history,
    redrive: redriver(),
    days,
    digestLater: digestLater(),
    alarm: alarmClock(),
    answerWithin: config.answerWithin,
    clock,
    wait,
    patience,
    log,
    decide: bedrockDecide(config.bedrock, log),
    channels: {
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
        privateKey: github.privateKey,
        apiUrl: github.apiUrl,
        markerSecret: config.markerSecret,
        sendTimeout: patience.sendTimeout,
        now: clock,
        log,
      }),
      email: emailChannel({ region, endpoint: endpoints.sns, timeout: patience.sendTimeout, now: clock }),
    },
  }
}
