import { bedrockDecide } from '../app/bedrock/decide.ts'
import { emailChannel } from '../app/email/channel.ts'
import { githubChannel } from '../app/github/channel.ts'
import type { OrchestratorPorts } from '../app/orchestrator/orchestrate.ts'
import type { Redrive } from '../app/ports.ts'
import { packOrder } from '../app/queue/orders.ts'
import { LONGEST_DELAY } from '../app/queue/send.ts'
import { oneOffSchedules } from '../app/scheduler/schedule.ts'
import { slackChannel } from '../app/slack/channel.ts'
import { slackTokens } from './slack-wiring.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

let made: OrchestratorPorts | undefined

/** What writing and delivering notices needs: the channels and the model beside the table. */
export function deliveryPorts(): OrchestratorPorts {
  made ??= make()
  return made
}

function make(): OrchestratorPorts {
  const { config, clock, wait, log } = wiring()
  const { tasks, ledger, directory } = tablePorts()
  const { patience, slack, github, region, endpoints } = config
  return {
    tasks,
    ledger,
    directory,
    redrive: redriver(),
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

/** Short waits are a delayed message; longer ones a schedule that is named by the delivery. */
function redriver(): Redrive {
  const { config, clock, send } = wiring()
  const schedule = oneOffSchedules({
    region: config.region,
    endpoint: config.endpoints.scheduler,
    roleArn: config.schedulerRoleArn,
  })
  return async (order, at) => {
    const seconds = Math.max(0, Math.ceil((at - clock()) / 1000))
    const body = packOrder(order)
    if (seconds <= LONGEST_DELAY) return send(config.queues.deliveries, body, seconds)
    await schedule(`${order.workspace}/${order.notice}/${order.key}`, at, config.deliveriesQueueArn, body)
  }
}
