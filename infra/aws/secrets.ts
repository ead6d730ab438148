import { type RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Key } from 'aws-cdk-lib/aws-kms'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { type Grant, grants } from '../grants.ts'
import { type SecretName, type SecretSpec, secretId, secretNamesIn, secrets, secretVariables } from '../secrets.ts'
import { EDGE_REGION, type Stage, type StageName } from '../stages.ts'
import { type FunctionName, rotations } from '../topology.ts'
import { acknowledge } from './acknowledge.ts'
import { keyArnIn } from './key.ts'
import { idOf, nameOf } from './names.ts'

export type SecretsProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly key: IKey
  readonly removalPolicy: RemovalPolicy
}

/** 64 letters and digits: more than any signature has bits. */
const MADE_UP = { passwordLength: 64, excludePunctuation: true }

/**
 * Places for the secrets of `infra/secrets.ts`. What somebody else gives out is put in afterwards (`npm run secret`): no
 * template holds a value, and no deployment puts one back. What is ours alone is made up here.
 */
export class Secrets extends Construct {
  /** Seals the tokens in the table; the functions that speak to Slack have it do so, and nobody ever holds it. */
  readonly vault: Key
  /** Those that the stage has. */
  readonly all: Readonly<Partial<Record<SecretName, CfnSecret>>>

  constructor(scope: Construct, id: string, { name, stage, key, removalPolicy }: SecretsProps) {
    super(scope, id)
    this.vault = new Key(this, 'Vault', {
      alias: nameOf(name, 'vault'),
      description: `What CodexFlow's tokens are sealed with (${name})`,
      enableKeyRotation: true,
      // Another region can have the very same key only if it was made for that.
      ...(stage.standby === undefined ? {} : { multiRegion: true }),
      removalPolicy,
    })
    const all = secretNamesIn(stage).map((secret) => {
      const spec: SecretSpec = secrets[secret]
      // Not by CDK's own construct, which opens the key more widely than anybody needs.
      const made = new CfnSecret(this, idOf(secret), {
        name: secretId(name, secret),
        description: spec.what,
        kmsKeyId: key.keyArn,
        ...(spec.made === undefined ? EMPTY : { generateSecretString: madeUp(spec.made) }),
        ...copies(this, name, stage, spec),
      })
      made.applyRemovalPolicy(removalPolicy)
      acknowledge(made, 'AwsSolutions-SMG4', secret in rotations ? BY_FUNCTION : BY_HAND)
      return [secret, made] as const
    })
    this.all = Object.fromEntries(all)
  }
}

// CloudFront is deployed in a region of its own, and CloudFormation reads a secret only where it works; whoever takes over has to
// find all of them there.
function copies(scope: Construct, name: StageName, { region, standby }: Stage, { only }: SecretSpec) {
  const replicaRegions = [
    ...(standby === undefined ? [] : [{ region: standby, kmsKeyId: keyArnIn(Stack.of(scope), name, standby) }]),
    ...(only === 'edge' && region !== EDGE_REGION && standby !== EDGE_REGION ? [{ region: EDGE_REGION }] : []),
  ]
  return replicaRegions.length === 0 ? {} : { replicaRegions }
}

const BY_HAND =
  'it is changed by hand, without a moment in which the old one and the new one are both refused: docs/operations.md'

// cdk-nag looks for the schedule in the same stack.
const BY_FUNCTION = 'it is rotated: the schedule stands in the stack of the function that does it (infra/aws/wakes.ts)'

/** An object without fields. It is no secret, so it may stand in a template. */
const EMPTY = { secretString: '{}' }

function madeUp(field: string): CfnSecret.GenerateSecretStringProperty {
  return { ...MADE_UP, secretStringTemplate: '{}', generateStringKey: field }
}

/** What a function finds in its environment of the secrets that it reads: their names. */
export function secretsOf(name: StageName, stage: Stage, of: FunctionName): Record<string, string> {
  const read = grants[of].flatMap((grant: Grant) => (grant.on === 'secret' ? [grant.name] : []))
  return secretVariables(
    name,
    secretNamesIn(stage).filter((secret) => read.includes(secret)),
  )
}
