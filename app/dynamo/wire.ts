import type * as Dynamo from '@aws-sdk/client-dynamodb'
import { awsWire, type WireSettings } from '../aws/wire.ts'

/** The operations that we use, as AWS describes them. Numbers are strings in an `AttributeValue`, so JSON holds all. */
type Operations = {
  GetItem: [Dynamo.GetItemCommandInput, Dynamo.GetItemCommandOutput]
  BatchGetItem: [Dynamo.BatchGetItemCommandInput, Dynamo.BatchGetItemCommandOutput]
  Query: [Dynamo.QueryCommandInput, Dynamo.QueryCommandOutput]
  PutItem: [Dynamo.PutItemCommandInput, Dynamo.PutItemCommandOutput]
  UpdateItem: [Dynamo.UpdateItemCommandInput, Dynamo.UpdateItemCommandOutput]
  DeleteItem: [Dynamo.DeleteItemCommandInput, Dynamo.DeleteItemCommandOutput]
  TransactWriteItems: [Dynamo.TransactWriteItemsCommandInput, Dynamo.TransactWriteItemsCommandOutput]
}

/** DynamoDB, one operation a call. Rejects with an `AwsError` named as DynamoDB names it. */
export type DynamoCall = <Name extends keyof Operations>(
  operation: Name,
  input: Operations[Name][0],
) => Promise<Operations[Name][1]>

/** DynamoDB by its wire. Parts are loaded by the first call. */
export function dynamoWire(settings: WireSettings): DynamoCall {
  const call = awsWire({ name: 'dynamodb', target: 'DynamoDB_20120810', json: '1.0' }, settings)
  return <Name extends keyof Operations>(operation: Name, input: Operations[Name][0]) =>
    call(operation, input) as Promise<Operations[Name][1]>
}
