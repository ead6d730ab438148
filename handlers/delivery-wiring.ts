import { bedrockDecide } from '../app/bedrock/decide.ts'
import { emailChannel } from '../app/email/channel.ts'
import { githubChannel } from '../app/github/channel.ts'
import type { OrchestratorPorts } from '../app/orchestrator/orchestrate.ts'
import { slackChannel } from '../app/slack/channel.ts'
import { wiring } from './wiring.ts'

let made: OrchestratorPorts | undefined

/** What writing and delivering notices needs: the channels and the model beside the table. */
export function deliveryPorts(): OrchestratorPorts {
  made ??= make()
  return made
}

function make(): OrchestratorPorts {
  const { config, tasks, ledger, directory, redrive, clock, wait, log } = wiring()
  const { patience, slack, github, region, endpoints } = config
  return {
    tasks,
    ledger,
    directory,
    redrive,
    clock,
    wait,
    patience,
    log,
    decide: bedrockDecide(config.bedrock, log),
    channels: {
      slack: slackChannel({
        botToken: slack.botToken,
        apiUrl: slack.apiUrl,
        timeout: patience.sendTimeout,
        now: clock,
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
