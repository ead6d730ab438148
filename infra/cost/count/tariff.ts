import type { IncomingMessage } from 'node:http'
import * as z from 'zod'
import type { Counter } from '../use.ts'
import { CHUNK } from './counted-code.ts'
import type { Answer, Metered } from './meter.ts'

/** A counter and by how much it moves. */
export type Taken = readonly [Counter, number]

/** What one call to a service counts as. */
export function tariff(service: Metered, request: IncomingMessage, body: Buffer, answer: Answer): readonly Taken[] {
  switch (service) {
    case 'dynamodb':
      return [['dynamodb', 1], ...capacity(operationOf(request), answer)]
    case 'sqs':
      return [['sqs', 1]]
    case 'bus':
      return [['bus', 1], ...events(body)]
    case 'scheduler':
      return [
        ['scheduler', 1],
        ...(request.method === 'POST' && answer.status === 200 ? [['schedules', 1] as const] : []),
      ]
    case 'sns':
      return /Action=Publish\b|"TopicArn"/.test(body.toString()) && answer.status === 200 ? [['mails', 1]] : []
  }
}

function operationOf(request: IncomingMessage): string {
  return String(request.headers['x-amz-target']).replace(/^.*\./, '')
}

const consumed = z.object({ CapacityUnits: z.number() })
const withCapacity = z.looseObject({ ConsumedCapacity: z.union([consumed, z.array(consumed)]).optional() })

function capacity(operation: string, { status, text }: Answer): readonly Taken[] {
  const reading = /Get|Query/.test(operation)
  // AWS takes a write unit for a condition that does not hold, too; the answer does not say how many.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
  if (status !== 200) return reading ? [] : [['writes', 1]]
  const { ConsumedCapacity = [] } = withCapacity.parse(JSON.parse(text))
  const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
  return [[reading ? 'reads' : 'writes', units]]
}

const putEvents = z.object({ Entries: z.array(z.looseObject({ Detail: z.string().default('') })) })

function events(body: Buffer): readonly Taken[] {
  const { Entries } = putEvents.parse(JSON.parse(body.toString()))
  return [
    ['events', Entries.reduce((sum, { Detail }) => sum + Math.ceil((Buffer.byteLength(Detail) + 200) / CHUNK), 0)],
  ]
}
