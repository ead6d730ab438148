import type { IssuePlace } from '../../ports/issues.ts'
import type { ActPorts, Ground } from './ground.ts'

/** As often as an issue is likely to be moved. */
const MAX_MOVES = 5

/** Where an issue of that name is now. */
export async function whereItIs(
  { issues }: Pick<ActPorts, 'issues'>,
  { workspace }: Pick<Ground, 'workspace'>,
  place: IssuePlace,
): Promise<IssuePlace> {
  let now = place
  for (let moves = 0; moves < MAX_MOVES; moves++) {
    const next = (await issues.issue(workspace, now))?.movedTo
    if (next === undefined) return now
    now = next
  }
  return now
}
