import type { SecretsManagerRotationEvent } from 'aws-lambda'
import { rotate } from '../app/secrets/rotation.ts'
import { rotationOf, rotationPorts } from './wiring/rotation.ts'
import { wiring } from './wiring.ts'

/** Secrets Manager has a step of a rotation done. */
export async function handler({ SecretId, ClientRequestToken, Step }: SecretsManagerRotationEvent): Promise<void> {
  const { id, rotation } = rotationOf(SecretId)
  await rotate(rotationPorts(), rotation, { id, version: ClientRequestToken, step: Step })
  wiring().log.info('a step of a rotation is done', { secret: id, step: Step })
}
