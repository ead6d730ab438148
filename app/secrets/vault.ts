import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { Fault } from '../errors.ts'

/** Where a secret belongs. It is bound to its place: what was sealed for one opens at no other. */
export type Place = { readonly workspace: string; readonly what: string }

/** Keeps secrets that stand in the table. `open` throws a `Fault` for whatever was not sealed here, for that place. */
export type Vault = {
  seal(place: Place, secret: string): Promise<string>
  open(place: Place, sealed: string): Promise<string>
}

export type VaultOptions = {
  /** Keys of 32 bytes, as base64. The first seals; all of them open, so a new one is put before the old. */
  readonly keys: () => Promise<readonly string[]>
  /** 12 bytes of chance, new each time: with one key, the same twice would give both secrets away. */
  readonly nonce: () => Uint8Array
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * A vault whose keys we hold ourselves: AES-256-GCM, with the place as additional data. A sealed secret is
 * `v1.<key id>.<nonce, cipher text and tag as base64url>`, so that the key it needs is known when keys change.
 * https://csrc.nist.gov/pubs/sp/800/38/d/final
 */
export function keyedVault({ keys, nonce }: VaultOptions): Vault {
  const ringOf = async () => new Map((await keys()).map((key) => [keyId(key), Buffer.from(key, 'base64')] as const))
  return {
    async seal(place, secret) {
      const [current] = await ringOf()
      if (current === undefined) throw new Fault('there is no key to seal a secret with')
      const [id, key] = current
      const iv = nonce()
      if (iv.length !== NONCE_BYTES) throw new Fault('a nonce has the wrong length', { bytes: iv.length })
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(placeBytes(place))
      const body = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${id}.${body.toString('base64url')}`
    },
    async open(place, sealed) {
      const [version, id = '', text = ''] = sealed.split('.')
      const key = (await ringOf()).get(id)
      const body = Buffer.from(text, 'base64url')
      if (version !== 'v1' || key === undefined || body.length < NONCE_BYTES + TAG_BYTES) {
        throw new Fault('a sealed secret has no key here', { what: place.what, keyId: id.slice(0, 8) })
      }
      const decipher = createDecipheriv(CIPHER, key, body.subarray(0, NONCE_BYTES))
        .setAAD(placeBytes(place))
        .setAuthTag(body.subarray(-TAG_BYTES))
      try {
        const secret = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([secret, decipher.final()]).toString('utf8')
      } catch {
        throw new Fault('a sealed secret was changed, or belongs elsewhere', { what: place.what })
      }
    },
  }
}

/** Names a key without telling anything of it. */
function keyId(key: string): string {
  return createHash('sha256').update(`vault key\n${key}`).digest('hex').slice(0, 8)
}

// JSON, because no separator could stand in neither part.
function placeBytes({ workspace, what }: Place): Buffer {
  return Buffer.from(JSON.stringify(['codexflow vault', workspace, what]))
}
