import type { Directory } from '../../ports/directory.ts'
import type { TaskLog } from '../../ports/task-log.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import { look } from '../../verbs/gather.ts'
import type { HomeView } from '../handlers.ts'
import { gatherHome, type HomePorts } from './gather-home.ts'
import { homeView, notInstalledHome } from './home-view.ts'

type Ports = HomePorts & { readonly directory: Directory; readonly log: TaskLog }

/** The Home tab of a Slack user, as things stand `at` (ISO 8601). Whoever is new sees what to do first; nothing is written. */
export async function buildHome(
  { workspace, slackUser, at }: { readonly workspace: Workspace; readonly slackUser: string; readonly at: string },
  ports: Ports,
): Promise<HomeView> {
  const asked = { workspace, slackUser, at, userName: '', channel: '', cause: '', responseUrl: '' }
  const seen = await look(asked, {}, ports)
  return seen === undefined ? notInstalledHome() : homeView(await gatherHome(workspace, seen.person, at, ports))
}
