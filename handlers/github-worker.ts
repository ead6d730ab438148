import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import { githubApp } from '../app/github/app.ts'
import { checkWriter } from '../app/github/checks.ts'
import { compareCommits } from '../app/github/compare.ts'
import { configurationFiles } from '../app/github/configuration/files.ts'
import { fetchPayload } from '../app/github/fetch-payload.ts'
import { unpackDelivery } from '../app/github/inbox.ts'
import { seen } from '../app/github/respond.ts'
import { createWorker } from '../app/github/worker.ts'
import type { Directory, LinkCodes } from '../app/ports.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { packFollowUp } from '../app/verbs/follow-up.ts'
import { githubAnswers } from './answers-wiring.ts'
import { github } from './github-wiring.ts'
import { isPresent } from './presence-wiring.ts'
import { visitLater } from './schedule-wiring.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

let worker: ReturnType<typeof createWorker> | undefined

/** Verified GitHub deliveries: what they say becomes facts of the tasks that they name. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  worker ??= make()
  const { receive } = worker
  return eachMessage(
    event,
    async (body) => {
      const delivery = unpackDelivery(body)
      if (!delivery.ok) throw new Fault('a message of the inbox cannot be read', { why: delivery.error })
      const { id, name } = delivery.value
      const payload = delivery.value.payload ?? (await fetchPayload(github(), delivery.value))
      await receive({ id, name, payload })
    },
    log,
  )
}

function make(): ReturnType<typeof createWorker> {
  const { config, clock, wait, send, log } = wiring()
  const { tasks, graph, directory, pulls, deployments, issues, linkCodes, logins, ledger } = tablePorts()
  const { appId, appSlug, privateKey, apiUrl } = config.github
  const contains = compareCommits(github(), log)
  const app = githubApp({
    ...{ tasks, graph, pulls, deployments, issues, contains, logins, now: clock, log },
    files: configurationFiles(github(), contains),
    checks: checkWriter({ client: github(), ledger, appId, now: clock, wait, log }),
    ...presentOnly(directory, linkCodes),
    visit: visitLater(),
    self: `${appSlug}[bot]`,
    handOn: (job) => send(config.queues['follow-ups'], packFollowUp(job)),
    see: (asked) => seen({ answers: githubAnswers(), now: clock, wait, log }, asked),
  })
  return createWorker({ appId, privateKey, apiUrl, log, app })
}

// What leads from GitHub to a workspace leads to none that is gone.
function presentOnly(directory: Directory, linkCodes: LinkCodes) {
  return {
    directory: {
      ...directory,
      repository: async (id: number) => {
        const found = await directory.repository(id)
        return found !== undefined && (await isPresent(found.workspace)) ? found : undefined
      },
    },
    linkCodes: {
      ...linkCodes,
      givenIn: async (code: string) => {
        const workspace = await linkCodes.givenIn(code)
        return workspace !== undefined && (await isPresent(workspace)) ? workspace : undefined
      },
    },
  }
}
