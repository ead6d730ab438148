import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../app/log.ts'
import { ApiError } from './api-error.ts'
import type { EventBus } from './event-bus.ts'
import { splitTarget } from './gateway-event.ts'
import { type LocalServer, readBody, serve } from './http-server.ts'
import type { Scheduler } from './scheduler.ts'

const MAX_REQUEST = 4 * 1024 * 1024

/** `sendMessage` takes the body of SQS's `SendMessage` and answers its response. */
export type AwsServices = {
  readonly bus: EventBus
  readonly scheduler: Scheduler
  readonly sendMessage: (body: unknown) => Promise<unknown>
}

/**
 * The wire protocols of EventBridge (AWS JSON 1.1), EventBridge Scheduler (REST JSON) and of what functions ask of SQS, on
 * one port: all three services take this URL as `endpoint`.
 */
export function startAwsApi(port: number, services: AwsServices, log: Log): Promise<LocalServer> {
  return serve(port, log, async (request, response) => {
    try {
      answer(response, 200, await perform(request, services))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      response.setHeader('x-amzn-errortype', error.code)
      answer(response, error.status, { __type: error.code, message: error.message, Message: error.message })
    }
  })
}

async function perform(request: IncomingMessage, { bus, scheduler, sendMessage }: AwsServices): Promise<unknown> {
  const body = await readBody(request, MAX_REQUEST)
  if (body === 'too-large') throw new ApiError(413, 'RequestEntityTooLargeException', 'The request is too large.')
  const target = request.headers['x-amz-target']
  if (target === 'AWSEvents.PutEvents') return bus.putEvents(parse(body))
  if (target === 'AmazonSQS.SendMessage') return sendMessage(parse(body))
  const { rawPath } = splitTarget(request.url ?? '/')
  const name = /^\/schedules\/([^/]+)$/.exec(rawPath)?.[1]
  if (target === undefined && name !== undefined) {
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
