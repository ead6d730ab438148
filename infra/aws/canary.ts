import { CfnCondition, CfnOutput, CfnParameter, Fn, Lazy } from 'aws-cdk-lib'
import type { Alias, CfnAlias, IVersion } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { NO_VERSION, previousParameter, RELEASE, SHARE, SHARES, VERSIONS } from '../canary.ts'
import type { FunctionName } from '../topology.ts'
import { idOf } from './names.ts'

/**
 * Lets an update of parameters alone move calls from the versions that are live to those of this template, by weights of the
 * aliases: 0, 10, 50 or 100 %. Without parameters everything goes to the new versions at once. Queues, streams and schedules
 * call the aliases too, so every function takes part.
 */
export class Canary extends Construct {
  readonly #share: CfnParameter
  readonly #all: CfnCondition
  readonly #none: CfnCondition
  readonly #versions = new Map<FunctionName, IVersion>()

  constructor(scope: Construct, id: string, release: string) {
    super(scope, id)
    this.#share = new CfnParameter(this, 'Share', {
      default: '1',
      allowedValues: [...SHARES],
      description: 'Share of the calls that the new versions get, beside those that were live',
    })
    this.#share.overrideLogicalId(SHARE)
    this.#all = new CfnCondition(this, 'All', { expression: Fn.conditionEquals(this.#share, '1') })
    this.#none = new CfnCondition(this, 'None', { expression: Fn.conditionEquals(this.#share, '0') })
    new CfnOutput(this, 'Release', { value: release }).overrideLogicalId(RELEASE)
    const numbers = () =>
      Fn.join(
        ',',
        [...this.#versions].map(([name, { version }]) => `${name}=${version}`),
      )
    new CfnOutput(this, 'Versions', { value: Lazy.string({ produce: numbers }) }).overrideLogicalId(VERSIONS)
  }

  /** Has the alias of `name` go over to `version` in steps. */
  shift(name: FunctionName, alias: Alias, version: IVersion): void {
    this.#versions.set(name, version)
    const previous = new CfnParameter(this, `Previous${idOf(name)}`, {
      default: NO_VERSION,
      allowedPattern: '[0-9]+',
      description: `The version of ${name} that is live beside the new one`,
    })
    previous.overrideLogicalId(previousParameter(name))
    const isNew = Fn.conditionOr(this.#all, Fn.conditionEquals(previous, NO_VERSION))
    const alone = new CfnCondition(this, `${idOf(name)}Alone`, { expression: Fn.conditionOr(isNew, this.#none) })
    const over = new CfnCondition(this, `${idOf(name)}Over`, { expression: isNew })
    const made = alias.node.defaultChild as CfnAlias
    made.functionVersion = Fn.conditionIf(over.logicalId, version.version, previous.valueAsString).toString()
    // Said also where there is none: what is left out, Lambda leaves as it was.
    made.routingConfig = Fn.conditionIf(
      alone.logicalId,
      { AdditionalVersionWeights: [] },
      { AdditionalVersionWeights: [{ FunctionVersion: version.version, FunctionWeight: this.#share.valueAsString }] },
    )
    // Tells whoever looks; and a release that is whole differs from one that has just got there, or it could not be told so.
    made.description = Fn.join('', ['share ', this.#share.valueAsString, ', before ', previous.valueAsString])
  }
}
