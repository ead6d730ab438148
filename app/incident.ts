import { Fault } from './errors.ts'
import type { AlarmChange, Incident, Incidents, TellIncident } from './ports/incidents.ts'
import type { Workspace } from './tasks/workspace.ts'

/**
 * One message tells of an alarm for as long as it lasts: posted when it begins, edited when it ends; the next time is
 * another one. Changes may come twice, late, or in the wrong order: the latest counts. Rejects when Slack could not be
 * asked, or somebody was faster: the change then has to come again. Whoever dies after posting posts once more.
 */
export async function tellIncident(
  { incidents, tell }: { readonly incidents: Incidents; readonly tell: TellIncident },
  workspace: Workspace,
  change: AlarmChange,
): Promise<void> {
  const seen = await incidents.find(workspace, change.alarm)
  if (seen !== undefined && Date.parse(seen.at) >= Date.parse(change.at)) return
  const { state, at } = change
  const message = await shown(tell, seen, change)
  const next: Incident = { state, at, ...(message === undefined || state !== 'ALARM' ? {} : { message }) }
  if ((await incidents.save(workspace, change.alarm, seen, next)) === 'lost') {
    throw new Fault('an alarm changed twice at once', { alarm: change.alarm })
  }
}

async function shown(tell: TellIncident, seen: Incident | undefined, change: AlarmChange) {
  if (seen?.message !== undefined) {
    await tell.edit(seen.message, change)
    return seen.message
  }
  // That all is well is no news where nobody heard otherwise.
  return change.state === 'ALARM' ? tell.post(change) : undefined
}
