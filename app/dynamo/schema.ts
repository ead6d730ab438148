import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { indexes } from './table.ts'
import { LINE_ATTRIBUTES } from './task-item.ts'

/** The table as it is created, by `infra` on every side: on-demand, with a stream of both images. */
export function tableSchema(table: string): CreateTableCommandInput {
  const { byProject, byAssignee, owed } = indexes
  const line = [...LINE_ATTRIBUTES]
  const key = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ]
  const view = ({ name, pk, sk }: { name: string; pk: string; sk: string }) => ({
    IndexName: name,
    KeySchema: key(pk, sk),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: line },
  })
  const attributes = ['pk', 'sk', ...[byProject, byAssignee, owed].flatMap(({ pk, sk }) => [pk, sk])]
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: key('pk', 'sk'),
    GlobalSecondaryIndexes: [
      view(byProject),
      view(byAssignee),
      { IndexName: owed.name, KeySchema: key(owed.pk, owed.sk), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

/**
 * Rows that age out (link codes, kept checks, paces) carry their end in epoch seconds here. Contents and deliveries never
 * do: a message may have to be made true for as long as its task lives.
 */
export const TTL_ATTRIBUTE = 'expires'
