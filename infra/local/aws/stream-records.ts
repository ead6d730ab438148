import type { _Record as SdkRecord, AttributeValue as SdkValue } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'
import { Fault } from '../../../app/errors.ts'

/** A stream record as Lambda hands it over, with the one thing that every record has. */
export type StreamRecord = DynamoDBRecord & {
  readonly dynamodb: NonNullable<DynamoDBRecord['dynamodb']> & { readonly SequenceNumber: string }
}

/**
 * The record in Lambda's JSON form: binary values as base64, the time as a number of seconds, the stream's ARN on it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function toLambdaRecord(record: SdkRecord, streamArn: string, region: string): StreamRecord {
  const { dynamodb } = record
  if (dynamodb?.SequenceNumber === undefined || record.eventName === undefined) {
    throw new Fault('a stream record without sequence number or event name', { eventId: record.eventID })
  }
  const at = dynamodb.ApproximateCreationDateTime
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ...(at === undefined ? {} : { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) }),
      ...(dynamodb.Keys === undefined ? {} : { Keys: toImage(dynamodb.Keys) }),
      ...(dynamodb.NewImage === undefined ? {} : { NewImage: toImage(dynamodb.NewImage) }),
      ...(dynamodb.OldImage === undefined ? {} : { OldImage: toImage(dynamodb.OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber,
      SizeBytes: dynamodb.SizeBytes,
      StreamViewType: dynamodb.StreamViewType,
    },
    eventSourceARN: streamArn,
  }
}

function toImage(image: Readonly<Record<string, SdkValue>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toValue(value)]))
}

function toValue(value: SdkValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S }
  if (value.N !== undefined) return { N: value.N }
  if (value.BOOL !== undefined) return { BOOL: value.BOOL }
  if (value.NULL !== undefined) return { NULL: value.NULL }
  if (value.M !== undefined) return { M: toImage(value.M) }
  if (value.L !== undefined) return { L: value.L.map(toValue) }
  if (value.SS !== undefined) return { SS: value.SS }
  if (value.NS !== undefined) return { NS: value.NS }
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  throw new Fault('an attribute value of an unknown type', { types: Object.keys(value) })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
