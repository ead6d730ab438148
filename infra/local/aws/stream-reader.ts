import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { Fault } from '../../../app/errors.ts'
import type { Log } from '../../../app/log.ts'
import type { Cursor } from './checkpoints.ts'
import { type StreamRecord, toLambdaRecord } from './stream-records.ts'

/** The two clients of one DynamoDB. */
export type DynamoClients = { readonly tables: DynamoDBClient; readonly streams: DynamoDBStreamsClient }

/** An open place in a stream; `read` answers the next records, none when there are none yet. */
export type StreamReader = { readonly streamArn: string; read(): Promise<readonly StreamRecord[]> }

/** The ARN of the table's stream; `undefined` while the table or its stream does not exist. */
export async function streamOf(clients: DynamoClients, table: string): Promise<string | undefined> {
  try {
    const described = await clients.tables.send(new DescribeTableCommand({ TableName: table }))
    return described.Table?.LatestStreamArn
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

/**
 * Opens the stream after `cursor`; from its beginning when there is none, or when it belongs to another stream or to
 * records that are gone. That is said in the log, since everything still kept there is then delivered once more.
 * dynoxide has one shard for each stream, and never closes it.
 */
export async function openStream(
  clients: DynamoClients,
  streamArn: string,
  cursor: Cursor | undefined,
  log: Log,
): Promise<StreamReader> {
  const described = await clients.streams.send(new DescribeStreamCommand({ StreamArn: streamArn }))
  const shard = described.StreamDescription?.Shards?.[0]
  if (shard?.ShardId === undefined) throw new Fault('the stream has no shard yet', { streamArn })
  const place = { StreamArn: streamArn, ShardId: shard.ShardId }
  const fromStart = new GetShardIteratorCommand({ ...place, ShardIteratorType: 'TRIM_HORIZON' })
  const open = async (command: GetShardIteratorCommand) => (await clients.streams.send(command)).ShardIterator
  const again = (reason: string) => {
    log.warn('a saved stream cursor cannot be used: reading from the oldest record', { reason, cursor, streamArn })
    return open(fromStart)
  }

  let iterator: string | undefined
  if (cursor === undefined) iterator = await open(fromStart)
  else if (cursor.streamArn !== streamArn) iterator = await again('it belongs to another stream')
  else {
    const { sequenceNumber: SequenceNumber } = cursor
    const from = (ShardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER') =>
      open(new GetShardIteratorCommand({ ...place, ShardIteratorType, SequenceNumber }))
    try {
      // dynoxide's EndingSequenceNumber is the last as text ("9" behind "69"), so the record itself is asked for.
      const itself = new GetRecordsCommand({ ShardIterator: await from('AT_SEQUENCE_NUMBER'), Limit: 1 })
      const { Records = [] } = await clients.streams.send(itself)
      iterator = Records.length > 0 ? await from('AFTER_SEQUENCE_NUMBER') : await again('it is newer than all records')
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TrimmedDataAccessException') throw error
      iterator = await again('its record was trimmed')
    }
  }
  return {
    streamArn,
    read: async () => {
      const page = await clients.streams.send(new GetRecordsCommand({ ShardIterator: iterator }))
      iterator = page.NextShardIterator
      return (page.Records ?? []).map((record) => toLambdaRecord(record, streamArn, REGION))
    },
  }
}

/** dynoxide names its region after itself; handlers see a real one. */
const REGION = 'us-east-1'
