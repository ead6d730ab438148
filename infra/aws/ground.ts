import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { SecretName } from '../secrets.ts'
import type { Stage, StageName } from '../stages.ts'
import type { FunctionName } from '../topology.ts'
import type { Acting } from './acting.ts'
import type { Api } from './api.ts'
import type { Bus } from './bus.ts'
import type { Canary } from './canary.ts'
import type { Network } from './network.ts'
import type { Queues } from './queues.ts'

/** The code of a function, as it is shipped. */
export type CodeOf = (name: FunctionName) => Code

/** What lasts, as far as the application asks for it, wherever it stands. */
export type Data = {
  readonly table: {
    readonly tableName: string
    readonly tableArn: string
    readonly tableStreamArn?: string | undefined
  }
  readonly key: { readonly keyArn: string }
  readonly buckets: { readonly failures: { readonly bucketArn: string } }
  readonly secrets: {
    readonly vault: { readonly keyArn: string }
    readonly all: Readonly<Partial<Record<SecretName, { readonly ref: string }>>>
  }
}

/** What every room of one stage stands on. */
export type Ground = {
  readonly name: StageName
  readonly stage: Stage
  readonly data: Data
  readonly acting: Acting
  readonly api: Api
  readonly queues: Queues
  readonly bus: Bus
  readonly canary: Canary
  /** Where functions stand that are not to be reached, if the stage asks for that. */
  readonly network?: Network
  readonly code: CodeOf
  readonly environment: Readonly<Record<string, string>>
}
