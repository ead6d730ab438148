import { type RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  type Attribute,
  AttributeType,
  Billing,
  type ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { TTL_ATTRIBUTE, tableSchema } from '../../app/dynamo/schema.ts'
import type { Stage, StageName } from '../stages.ts'
import { keyArnIn } from './key.ts'
import { nameOf } from './names.ts'

export type TableProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly key: IKey
  readonly removalPolicy: RemovalPolicy
}

/** The one table, from the schema that the laptop's is made of, with what only AWS has: key, recovery, protection, ageing. */
export function theTable(scope: Construct, { name, stage, key, removalPolicy }: TableProps): TableV2 {
  const schema = tableSchema(nameOf(name, 'table'))
  const standbyKey =
    stage.standby === undefined ? {} : { [stage.standby]: keyArnIn(Stack.of(scope), name, stage.standby) }
  return new TableV2(scope, 'Table', {
    tableName: schema.TableName!,
    ...keysOf(schema.KeySchema),
    billing: Billing.onDemand(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    globalSecondaryIndexes: (schema.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
      indexName: IndexName!,
      ...keysOf(KeySchema),
      projectionType: Projection?.ProjectionType as ProjectionType,
      ...(Projection?.NonKeyAttributes === undefined ? {} : { nonKeyAttributes: Projection.NonKeyAttributes }),
    })),
    timeToLiveAttribute: TTL_ATTRIBUTE,
    encryption: TableEncryptionV2.customerManagedKey(key, standbyKey),
    // Written only here: a workspace has one region that decides.
    ...(stage.standby === undefined ? {} : { replicas: [{ region: stage.standby }] }),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: stage.keepData,
    removalPolicy,
  })
}

type KeySchema =
  | readonly { readonly AttributeName: string | undefined; readonly KeyType: string | undefined }[]
  | undefined

function keysOf(schema: KeySchema): { partitionKey: Attribute; sortKey: Attribute } {
  const [partition, sort] = (schema ?? []).map(({ AttributeName }) => ({
    name: AttributeName!,
    type: AttributeType.STRING,
  }))
  return { partitionKey: partition!, sortKey: sort! }
}
