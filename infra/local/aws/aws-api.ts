import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { Log } from '../../../app/log.ts'
import { splitTarget } from '../functions/gateway-event.ts'
import { type LocalServer, readBody, serve } from '../http-server.ts'
import { ApiError } from './api-error.ts'
import type { EventBus } from './event-bus.ts'
import type { KeyService } from './key-service.ts'
import type { Scheduler } from './scheduler.ts'
import type { SecretStore } from './secret-store.ts'

const MAX_REQUEST = 4 * 1024 * 1024

/** What is offered; whatever is left out is unknown there. `sendMessage` takes the body of SQS's `SendMessage` and answers its response. */
export type AwsServices = {
  readonly bus?: EventBus
  readonly scheduler?: Scheduler
  readonly sendMessage?: (body: unknown) => Promise<unknown>
  readonly secrets?: SecretStore
  readonly keys?: KeyService
}

/**
 * The wire protocols of EventBridge, Secrets Manager and KMS (AWS JSON 1.1), EventBridge Scheduler (REST JSON) and of what
 * functions ask of SQS, on one port: each service takes this URL as its endpoint.
 */
export function startAwsApi(port: number, services: AwsServices, log: Log): Promise<LocalServer> {
  return serve(port, log, async (request, response) => {
    try {
      answer(response, 200, await perform(request, services))
    } catch (thrown) {
      const error = thrown instanceof z.ZodError ? new ApiError(400, 'ValidationException', 'Wrong input.') : thrown
      if (!(error instanceof ApiError)) throw error
      response.setHeader('x-amzn-errortype', error.code)
      answer(response, error.status, { __type: error.code, message: error.message, Message: error.message })
    }
  })
}

async function perform(request: IncomingMessage, services: AwsServices): Promise<unknown> {
  const { bus, scheduler, sendMessage, secrets, keys } = services
  const body = await readBody(request, MAX_REQUEST)
  if (body === 'too-large') throw new ApiError(413, 'RequestEntityTooLargeException', 'The request is too large.')
  const target = request.headers['x-amz-target']
  if (sendMessage !== undefined && target === 'AmazonSQS.SendMessage') return sendMessage(parse(body))
  if (target !== undefined && request.headers['content-type'] !== 'application/x-amz-json-1.1')
    throw new ApiError(400, 'SerializationException', 'The content type must be application/x-amz-json-1.1.')
  const [service, verb = ''] = String(target ?? '').split('.')
  if (bus !== undefined && target === 'AWSEvents.PutEvents') return bus.putEvents(parse(body))
  if (secrets !== undefined && service === 'secretsmanager') return secrets.perform(verb, parse(body))
  if (keys !== undefined && service === 'TrentService') return keys.perform(verb, parse(body))
  // Nothing here waits for it: a pipeline is somebody else's.
  if (target === 'CodePipeline_20150709.PutApprovalResult') return { approvedAt: Math.floor(Date.now() / 1000) }
  const { rawPath } = splitTarget(request.url ?? '/')
  const name = /^\/schedules\/([^/]+)$/.exec(rawPath)?.[1]
  if (scheduler !== undefined && target === undefined && name !== undefined) {
    const schedule = decodeURIComponent(name)
    if (request.method === 'POST') return scheduler.create(schedule, parse(body))
    if (request.method === 'GET') return scheduler.get(schedule)
    if (request.method === 'DELETE') return scheduler.remove(schedule)
  }
  const operation = String(target ?? `${request.method} ${rawPath}`)
  throw new ApiError(400, 'UnknownOperationException', `The laptop does not offer ${operation}.`)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ApiError(400, 'SerializationException', 'The request is not JSON.')
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
