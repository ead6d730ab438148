import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { TaskImage } from '../ports/task-log.ts'
import type { AuditAct } from '../projects/audit.ts'
import { type Workspace, workspaceOf } from '../tasks/workspace.ts'
import { inScope, note } from '../telemetry/scope.ts'
import type { Item } from './store.ts'
import { eventsOf, taskOf } from './task-item.ts'
import { versions } from './versions.ts'

/** An act that waits in the table for the audit. */
export type WaitingAct = { readonly workspace: Workspace; readonly act: AuditAct }

/**
 * Works through a batch of the table's stream in order and reports the first record that failed, so that it and what
 * follows come again. Where that is the first of several, it rejects: only a batch that failed is halved by Lambda, until
 * the record stands alone and takes none of its neighbours along when it is given up. Images whose version did not rise
 * (something owed was cleared, an index moved) are passed over. Each is worked on in a scope of its own, in the trace of
 * whoever wrote it.
 */
export async function eachChange(
  event: DynamoDBStreamEvent,
  work: (image: TaskImage) => Promise<void>,
  log: Log,
  audit: (waiting: WaitingAct) => Promise<void> = async () => {},
): Promise<DynamoDBBatchResponse> {
  for (const [place, record] of event.Records.entries()) {
    const failure = await inScope(record.dynamodb?.NewImage?.['trace']?.S, () => workOn(record, work, log, audit))
    if (failure === undefined) continue
    if (place === 0 && event.Records.length > 1) {
      throw new Fault('the first of several changes failed', failure.what, { cause: failure.error })
    }
    return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] }
  }
  return { batchItemFailures: [] }
}

type Failure = { readonly what: Readonly<Record<string, unknown>>; readonly error: unknown }

async function workOn(
  record: DynamoDBRecord,
  work: (image: TaskImage) => Promise<void>,
  log: Log,
  audit: (waiting: WaitingAct) => Promise<void>,
): Promise<Failure | undefined> {
  let image: TaskImage | undefined
  let act: WaitingAct | undefined
  try {
    act = actOf(record)
    image = changeOf(record)
    if (act !== undefined) note({ workspace: act.workspace, cause: act.act.cause })
    if (image !== undefined) note({ workspace: image.task.workspace, task: image.task.id })
    if (act !== undefined) await audit(act)
    if (image !== undefined) await work(image)
    return undefined
  } catch (error) {
    const what =
      image === undefined ? { action: act?.act.action } : { task: image.task.id, version: image.task.version }
    log.error('a change could not be worked on', { ...what, error })
    return { what, error }
  }
}

function changeOf(record: DynamoDBRecord): TaskImage | undefined {
  const now = newImageOf(record)
  if (now?.['kind'] !== 'task') return undefined
  const before = imageOf(record.dynamodb?.OldImage)
  if (before !== undefined && (before['version'] as number) >= (now['version'] as number)) return undefined
  return { task: taskOf(now), events: eventsOf(now) }
}

function actOf(record: DynamoDBRecord): WaitingAct | undefined {
  const now = newImageOf(record)
  if (now?.['kind'] !== 'act') return undefined
  // A record of ours.
  return { workspace: workspaceOf(now['workspace'] as string), act: now['act'] as AuditAct }
}

function newImageOf({ dynamodb }: DynamoDBRecord): Item | undefined {
  const image = imageOf(dynamodb?.NewImage)
  return image === undefined ? undefined : current(image)
}

const { current } = versions()

function imageOf(image: DynamoDBImage | undefined): Item | undefined {
  return image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>)
}
type DynamoDBImage = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>
