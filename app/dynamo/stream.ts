import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Log } from '../log.ts'
import type { TaskImage } from '../ports.ts'
import type { Item } from './store.ts'
import { eventsOf, taskOf } from './task-item.ts'

/**
 * Works through a batch of the table's stream in order and reports the first record that failed, so that it and what
 * follows come again. Images whose version did not rise (something owed was cleared, an index moved) are passed over.
 */
export async function eachChange(
  event: DynamoDBStreamEvent,
  work: (image: TaskImage) => Promise<void>,
  log: Log,
): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    const image = changeOf(record)
    if (image === undefined) continue
    try {
      await work(image)
    } catch (error) {
      log.error('a change could not be worked on', { task: image.task.id, version: image.task.version, error })
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] }
    }
  }
  return { batchItemFailures: [] }
}

function changeOf(record: DynamoDBRecord): TaskImage | undefined {
  const now = imageOf(record.dynamodb?.NewImage)
  if (now?.['kind'] !== 'task') return undefined
  const before = imageOf(record.dynamodb?.OldImage)
  if (before !== undefined && (before['version'] as number) >= (now['version'] as number)) return undefined
  return { task: taskOf(now), events: eventsOf(now) }
}

function imageOf(image: DynamoDBImage | undefined): Item | undefined {
  return image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>)
}
type DynamoDBImage = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>
