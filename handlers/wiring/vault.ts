import { kmsCall, kmsVault } from '../../app/aws/kms-vault.ts'
import { keyedVault, type Vault } from '../../app/secrets/vault.ts'
import { wiring } from '../wiring.ts'
import { vaultKeys } from './secret.ts'

/** Opens and seals what stands in the table. */
export function vault(): Vault {
  const { config, aws, nonce } = wiring()
  const { vaultKey: keyId, endpoints } = config
  const older = keyedVault({ keys: vaultKeys, nonce: () => nonce(12) })
  return keyId === undefined ? older : kmsVault({ call: kmsCall({ ...aws, endpoint: endpoints.kms }), keyId, older })
}
