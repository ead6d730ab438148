import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'

/**
 * Bytes of everything in a table, about as DynamoDB counts them: names and values. Reads all of it, which is for whoever
 * counts and never for the functions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export async function sizeOf(tables: DynamoDBClient, table: string): Promise<number> {
  let bytes = 0
  let from: ScanCommandOutput['LastEvaluatedKey']
  do {
    const page = await tables.send(
      new ScanCommand({ TableName: table, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
    )
    bytes += (page.Items ?? []).reduce((sum, item) => sum + JSON.stringify(item).length, 0)
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return bytes
}
