import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import type { ActPorts } from '../app/github/acts/ground.ts'
import { githubApp } from '../app/github/app.ts'
import { fetchPayload } from '../app/github/fetch-payload.ts'
import { unpackDelivery } from '../app/github/inbox.ts'
import { createWorker } from '../app/github/worker.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { note } from '../app/telemetry/scope.ts'
import { github } from './wiring/github.ts'
import { githubActPorts } from './wiring/github-acts.ts'
import { isPresent } from './wiring/presence.ts'
import { githubKey } from './wiring/secret.ts'
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
      note({ cause: id })
      // From GitHub's list of deliveries this leads to the trace.
      log.info('a delivery is worked on', { event: name })
      const payload = delivery.value.payload ?? (await fetchPayload(github(), delivery.value))
      await receive({ id, name, payload })
    },
    log,
  )
}

function make(): ReturnType<typeof createWorker> {
  const { config, log } = wiring()
  const { appId, apiUrl } = config.github
  return createWorker({ appId, privateKey: githubKey, apiUrl, log, app: githubApp(presentOnly(githubActPorts())) })
}

// What leads from GitHub to a workspace leads to none that is gone.
function presentOnly({ directory, linkCodes, ...ports }: ActPorts): ActPorts {
  return {
    ...ports,
    directory: {
      ...directory,
      repository: async (id: number) => {
        const found = await directory.repository(id)
        if (found !== undefined) note({ workspace: found.workspace })
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
