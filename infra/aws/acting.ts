import { Aws, CfnCondition, CfnParameter, Fn, Token } from 'aws-cdk-lib'
import type { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda'
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { ACTING, ACTS } from '../acting.ts'

/**
 * Lets an update of parameters alone stop a whole region, and have it act again: no function can be invoked, and what wakes them
 * rests, so that no message counts as tried meanwhile.
 */
export class Acting extends Construct {
  readonly #rests: CfnCondition

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const acts = new CfnParameter(this, 'Acts', {
      default: 'yes',
      allowedValues: [...ACTING],
      description: 'Whether the functions of this region act',
    })
    acts.overrideLogicalId(ACTS)
    this.#rests = new CfnCondition(this, 'Rests', { expression: Fn.conditionEquals(acts, 'no') })
  }

  function(made: CfnFunction): void {
    made.reservedConcurrentExecutions = Token.asNumber(Fn.conditionIf(this.#rests.logicalId, 0, Aws.NO_VALUE))
  }

  mapping(made: CfnEventSourceMapping): void {
    made.enabled = Fn.conditionIf(this.#rests.logicalId, false, true)
  }

  schedule(made: CfnSchedule): void {
    made.state = Fn.conditionIf(this.#rests.logicalId, 'DISABLED', 'ENABLED').toString()
  }
}
