import { Fault } from '../errors.ts'
import type { Place, Vault } from '../secrets/vault.ts'
import { AwsError } from './error.ts'
import { awsWire, type Call, type WireSettings } from './wire.ts'

export type KmsVaultOptions = {
  readonly call: Call
  /** Id, ARN or alias of the key that seals, and the only one that opens. */
  readonly keyId: string
  /** Opens what was sealed before there was a key of KMS. */
  readonly older: Pick<Vault, 'open'>
}

const SEALED = 'k1.'
/** What a process has opened is not asked for again. */
const MOST_KNOWN = 1_000
/** What KMS says of a text that it did not encrypt with this key, in this context. */
const NOT_OURS: ReadonlySet<string> = new Set(['InvalidCiphertextException', 'IncorrectKeyException'])

/** AWS KMS by its wire. https://docs.aws.amazon.com/kms/latest/APIReference/ */
export function kmsCall(settings: WireSettings): Call {
  return awsWire({ name: 'kms', target: 'TrentService', json: '1.1' }, settings)
}

/**
 * A vault whose key never leaves KMS. The place is the encryption context: KMS opens nothing in another one, and names it in its
 * own log of who opened what. A sealed secret is `k1.<cipher text as base64url>`; it holds at most 4,096 bytes.
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export function kmsVault({ call, keyId, older }: KmsVaultOptions): Vault {
  const known = new Map<string, string>()
  return {
    async seal(place, secret) {
      const said = (await call('Encrypt', {
        KeyId: keyId,
        Plaintext: Buffer.from(secret, 'utf8').toString('base64'),
        EncryptionContext: contextOf(place),
      })) as { readonly CiphertextBlob: string }
      return `${SEALED}${Buffer.from(said.CiphertextBlob, 'base64').toString('base64url')}`
    },
    async open(place, sealed) {
      if (!sealed.startsWith(SEALED)) return older.open(place, sealed)
      const name = JSON.stringify([place.workspace, place.what, sealed])
      const opened = known.get(name)
      if (opened !== undefined) return opened
      const said = await decrypted(call, keyId, place, sealed)
      const secret = Buffer.from(said, 'base64').toString('utf8')
      if (known.size >= MOST_KNOWN) known.clear()
      known.set(name, secret)
      return secret
    },
  }
}

async function decrypted(call: Call, keyId: string, place: Place, sealed: string): Promise<string> {
  const CiphertextBlob = Buffer.from(sealed.slice(SEALED.length), 'base64url').toString('base64')
  try {
    const said = await call('Decrypt', { KeyId: keyId, CiphertextBlob, EncryptionContext: contextOf(place) })
    return (said as { readonly Plaintext: string }).Plaintext
  } catch (error) {
    if (!(error instanceof AwsError) || !NOT_OURS.has(error.name)) throw error
    throw new Fault('a sealed secret was changed, or belongs elsewhere', { what: place.what }, { cause: error })
  }
}

function contextOf({ workspace, what }: Place): Readonly<Record<string, string>> {
  return { application: 'codexflow vault', workspace, what }
}
