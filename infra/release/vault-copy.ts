import { PRIMARY_KEY } from '../acting.ts'
import type { Stage, StageName } from '../stages.ts'
import type { Account } from './account.ts'
import { applicationStack, dataStack } from './stacks.ts'

/** What tells the standby region which key is the vault's. Nothing before the data stack says it: the next deployment does. */
export async function vaultCopy(
  name: StageName,
  { region, standby }: Stage,
  account: Pick<Account, 'stack'>,
): Promise<readonly string[]> {
  if (standby === undefined) return []
  const key = (await account.stack(region, dataStack(name)))?.outputs['VaultKey']
  return key === undefined ? [] : ['--parameters', `${applicationStack(name)}-standby-vault:${PRIMARY_KEY}=${key}`]
}
