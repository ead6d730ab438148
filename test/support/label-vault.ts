import { Fault } from '../../app/errors.ts'
import type { Vault } from '../../app/secrets/vault.ts'

/** A vault that hides nothing and forgets no place: what was sealed for one opens at no other. */
export const labelVault: Vault = {
  seal: async ({ workspace, what }, secret) => JSON.stringify([workspace, what, [...secret].reverse().join('')]),
  async open({ workspace, what }, sealed) {
    const [at, as, secret] = JSON.parse(sealed) as readonly [string, string, string]
    if (at !== workspace || as !== what) throw new Fault('a sealed secret was changed, or belongs elsewhere', { what })
    return [...secret].reverse().join('')
  },
}
