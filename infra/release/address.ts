import { actsIn, EDGE_REGION, type Stage, type StageName } from '../stages.ts'
import type { Account } from './account.ts'
import { applicationStack } from './stacks.ts'

/** Where the world reaches a stage: its own name, or what its stacks put out as `Url`, the edge before the API. */
export async function addressOf(name: StageName, stage: Stage, account: Account): Promise<string | undefined> {
  if (stage.domain !== undefined) return `https://${stage.domain.name}`
  const edge = stage.edge ? await account.stack(EDGE_REGION, `${applicationStack(name)}-edge`) : undefined
  if (edge?.outputs['Url'] !== undefined) return edge.outputs['Url']
  return (await account.stack(actsIn(stage), applicationStack(name)))?.outputs['Url']
}
