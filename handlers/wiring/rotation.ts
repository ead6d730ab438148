import { secretsManagerCall, secretVersions } from '../../app/aws/secrets-manager.ts'
import { Fault } from '../../app/errors.ts'
import { hookSecret } from '../../app/github/hook-secret.ts'
import { once } from '../../app/lazily.ts'
import type { Rotation, RotationPorts } from '../../app/secrets/rotation.ts'
import { keysRotation, webhookRotation } from '../../app/secrets/rotations.ts'
import { wiring } from '../wiring.ts'
import { github } from './github.ts'

/** Bytes of a secret of our own making. */
const MADE = 32

/** Which secret an ARN names, and how it is rotated. Secrets Manager puts a dash and six letters behind the name. */
export function rotationOf(arn: string): { readonly id: string; readonly rotation: Rotation } {
  const { secrets } = wiring().config
  const named = arn
    .split(':')
    .at(-1)
    ?.replace(/-[A-Za-z0-9]+$/, '')
  const { 'github-webhook': webhook, keys } = secrets
  if (webhook !== undefined && named === webhook)
    return { id: webhook, rotation: webhookRotation(hookSecret(github())) }
  if (keys !== undefined && named === keys) return { id: keys, rotation: keysRotation }
  throw new Fault('this secret is not rotated here', { secret: arn })
}

export const rotationPorts = once((): RotationPorts => {
  const { config, aws, clock, learn, nonce } = wiring()
  const versions = secretVersions(secretsManagerCall({ ...aws, endpoint: config.endpoints.secrets }))
  return {
    versions,
    now: clock,
    make: () => {
      const made = Buffer.from(nonce(MADE)).toString('hex')
      learn(made)
      return made
    },
  }
})
