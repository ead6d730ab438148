import { CfnParameter, Fn, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { exported, STREAM } from '../acting.ts'
import { secretId, secretNamesIn } from '../secrets.ts'
import type { Stage, StageName } from '../stages.ts'
import type { Data } from './ground.ts'
import { bucketNameOf, nameOf } from './names.ts'

/**
 * What lasts, as the application finds it away from home: the table's replica, copies of the secrets and of the vault's key, buckets of
 * their own. All by name: what is at home may be out of reach.
 */
export function awayData(scope: Construct, name: StageName, stage: Stage): Data {
  const { partition, region, account } = Stack.of(scope)
  const stream = new CfnParameter(scope, 'ReplicaStream', {
    description: 'The stream of the replica that stands in this region (npm run failover finds it)',
  })
  stream.overrideLogicalId(STREAM)
  const tableName = nameOf(name, 'table')
  return {
    table: {
      tableName,
      tableArn: `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`,
      tableStreamArn: stream.valueAsString,
    },
    key: { keyArn: Fn.importValue(exported(name, 'data-key')) },
    buckets: { failures: { bucketArn: `arn:${partition}:s3:::${bucketNameOf(scope, name, 'failures')}` } },
    secrets: {
      vault: { keyArn: Fn.importValue(exported(name, 'vault-key')) },
      all: Object.fromEntries(
        secretNamesIn(stage).map((secret) => [secret, { ref: secretArn(scope, secretId(name, secret)) }]),
      ),
    },
  }
}

/** Secrets Manager puts a dash and six letters behind a name, and nobody here knows which: `?` stands for each. */
export function secretArn(scope: Construct, id: string): string {
  const { partition, region, account } = Stack.of(scope)
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${id}-??????`
}
