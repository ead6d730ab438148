import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { ApiError } from './api-error.ts'

/** KMS on a laptop: one key, which encrypts and decrypts in a context, in its own words. Throws `ApiError`. */
export type KeyService = { perform(operation: string, input: unknown): unknown }

/** Where the runtime keeps it. */
export const KEY_FILE = 'kms.key'
/** What the functions call the key. */
export const LOCAL_KEY = 'alias/codexflow'

const CIPHER = 'aes-256-gcm'
const [NONCE, TAG] = [12, 16]
const context = z.record(z.string(), z.string()).default({})
const encryption = z.object({ KeyId: z.string(), Plaintext: z.base64(), EncryptionContext: context })
const decryption = z.object({ KeyId: z.string().optional(), CiphertextBlob: z.base64(), EncryptionContext: context })

/** The key is kept in `file`, made when there is none; in memory alone without one. */
export function openKeys(file?: string): KeyService {
  const key = keptKey(file)
  return {
    perform(operation, input) {
      if (operation === 'Encrypt') {
        const { KeyId, Plaintext, EncryptionContext } = encryption.parse(input)
        known(KeyId)
        const nonce = randomBytes(NONCE)
        const cipher = createCipheriv(CIPHER, key, nonce).setAAD(bytesOf(EncryptionContext))
        const body = [nonce, cipher.update(Buffer.from(Plaintext, 'base64')), cipher.final(), cipher.getAuthTag()]
        return { CiphertextBlob: Buffer.concat(body).toString('base64'), KeyId }
      }
      if (operation === 'Decrypt') {
        const { KeyId = LOCAL_KEY, CiphertextBlob, EncryptionContext } = decryption.parse(input)
        known(KeyId)
        const body = Buffer.from(CiphertextBlob, 'base64')
        return { Plaintext: decrypted(key, body, bytesOf(EncryptionContext)).toString('base64'), KeyId }
      }
      throw new ApiError(400, 'UnknownOperationException', `The laptop does not offer ${operation}.`)
    },
  }
}

function decrypted(key: Buffer, body: Buffer, place: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key, body.subarray(0, NONCE))
      .setAAD(place)
      .setAuthTag(body.subarray(-TAG!))
    return Buffer.concat([decipher.update(body.subarray(NONCE, -TAG!)), decipher.final()])
  } catch {
    throw new ApiError(400, 'InvalidCiphertextException', '')
  }
}

function known(keyId: string): void {
  if (keyId !== LOCAL_KEY) throw new ApiError(400, 'NotFoundException', 'There is no such key.')
}

function bytesOf(pairs: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(pairs).sort()))
}

function keptKey(file: string | undefined): Buffer {
  if (file !== undefined && existsSync(file)) return Buffer.from(readFileSync(file, 'utf8'), 'base64')
  const key = randomBytes(32)
  if (file !== undefined) writeFileSync(file, key.toString('base64'), { mode: 0o600 })
  return key
}
