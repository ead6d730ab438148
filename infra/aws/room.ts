import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  Alias,
  Architecture,
  type CfnFunction,
  type IAlias,
  type IVersion,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { type FunctionName, type FunctionSpec, functions, type RoomName } from '../topology.ts'
import type { Ground } from './ground.ts'
import { logOf } from './log.ts'
import { idOf, nameOf } from './names.ts'
import { wakesItself } from './policy.ts'
import { roleOf } from './role.ts'
import { secretsOf } from './secrets.ts'
import { wake } from './wakes.ts'

/** A function and the alias under which everything calls it, so that versions can change behind it. */
export type Live = { readonly function: LambdaFunction; readonly live: IAlias }

/** One room of the picture: its functions, each with a role and a log of its own, and whatever wakes them. */
export class Room extends Construct {
  readonly functions: ReadonlyMap<FunctionName, Live>

  constructor(scope: Construct, id: string, room: RoomName, ground: Ground) {
    super(scope, id)
    const here = (Object.entries(functions) as [FunctionName, FunctionSpec][]).filter(([, spec]) => spec.room === room)
    this.functions = new Map(here.map(([name, spec]) => [name, this.#made(name, spec, ground)]))
    for (const [name, { live }] of this.functions) wake(this, name, live, ground)
  }

  #made(name: FunctionName, { timeoutSeconds, memoryMb }: FunctionSpec, ground: Ground): Live {
    const scope = new Construct(this, idOf(name))
    const functionName = nameOf(ground.name, name)
    const logGroup = logOf(scope, 'Log', `/aws/lambda/${functionName}`, ground.stage)
    const made = new LambdaFunction(scope, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: ground.code(name),
      handler: `${name}.handler`,
      // Ours is complete: what CDK would add to it, it says twice or too widely.
      role: roleOf(scope, name, logGroup, ground).withoutPolicyUpdates(),
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMb,
      environment: { ...secretsOf(ground.name, ground.stage, name), ...ground.environment },
      logGroup,
      ...ground.network?.place,
      tracing: Tracing.ACTIVE,
      // A delivery that waits puts itself back: that is a loop with an end of its own, which Lambda cannot see.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
      ...(wakesItself(name) ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    })
    ground.acting.function(made.node.defaultChild as CfnFunction)
    // CDK's interfaces and classes differ in what may be undefined.
    const version = made.currentVersion as IVersion
    const live = new Alias(scope, 'Live', { aliasName: 'live', version })
    ground.canary.shift(name, live, version)
    return { function: made, live: live as IAlias }
  }
}
