import { EDGE_URL } from '../acting.ts'
import { secretId } from '../secrets.ts'
import { actsIn, EDGE_REGION, EDGE_VERSION, type Stage, type StageName } from '../stages.ts'
import type { Account } from './account.ts'
import { applicationStack } from './stacks.ts'

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

/** What tells an application away from home where the edge answers. It has to be there already. */
export async function edgeAddress(
  name: StageName,
  stage: Stage,
  account: Pick<Account, 'stack'>,
): Promise<readonly string[]> {
  if (!stage.edge || stage.domain !== undefined || actsIn(stage) === stage.region) return []
  const edge = await account.stack(EDGE_REGION, `${applicationStack(name)}-edge`)
  const url = edge?.outputs['Url']
  return url === undefined ? [] : ['--parameters', `${applicationStack(name)}:${EDGE_URL}=${url}`]
}
