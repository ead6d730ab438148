import { rotationSteps } from '../../../app/secrets/rotation.ts'
import type { SecretName } from '../../secrets.ts'
import { type RotationSpec, rotations as topologyRotations } from '../../topology.ts'
import type { Invoke } from '../functions/lambda.ts'
import { localSecretId } from './local-secrets.ts'

/** The rotations of a laptop, each begun by `RotateSecret` alone: nothing there lives for a month. */
export type LocalRotations = {
  /** What is rotated, and by whom. */
  readonly rotations: Readonly<Partial<Record<SecretName, RotationSpec>>>
  /** What those secrets are called. */
  readonly names: readonly string[]
  /** Has one rotated, step by step, as Secrets Manager does. Throws when a step fails; what was done stays. */
  rotate(arn: string, version: string): Promise<void>
}

/** Rotates by `invoke`, which is asked for when it is needed: functions start after the secrets that they read. */
export function localRotations(
  invoke: () => Invoke,
  rotations: LocalRotations['rotations'] = topologyRotations,
): LocalRotations {
  const named = (Object.entries(rotations) as [SecretName, RotationSpec][]).map(
    ([secret, spec]) => [localSecretId(secret), spec] as const,
  )
  return {
    rotations,
    names: named.map(([name]) => name),
    async rotate(arn, version) {
      const [, spec] = named.find(([name]) => arn.includes(`:${name}-`)) ?? []
      if (spec === undefined) return
      for (const Step of rotationSteps) {
        await invoke()(spec.function, { SecretId: arn, ClientRequestToken: version, Step })
      }
    },
  }
}
