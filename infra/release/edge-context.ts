import { secretId } from '../secrets.ts'
import { EDGE_VERSION, type Stage, type StageName } from '../stages.ts'
import type { Account } from './account.ts'

/**
 * What tells CDK which version of its secret CloudFront is to say: CloudFormation reads the secret again only where the template
 * has changed. Nothing for a stage without an edge, or before there is a secret.
 */
export async function edgeContext(
  name: StageName,
  { edge, region }: Stage,
  account: Pick<Account, 'secretVersion'>,
): Promise<readonly string[]> {
  const version = edge ? await account.secretVersion(region, secretId(name, 'edge-header')) : undefined
  return version === undefined ? [] : ['--context', `${EDGE_VERSION}=${version}`]
}
