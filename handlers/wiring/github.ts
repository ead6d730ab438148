import { githubClient } from '../../app/github/client.ts'
import { wiring } from '../wiring.ts'
import { githubKey } from './secret.ts'

let client: ReturnType<typeof githubClient> | undefined

/** The client of GitHub's API of this process. */
export function github(): ReturnType<typeof githubClient> {
  client ??= make()
  return client
}

function make() {
  const { config, clock, log } = wiring()
  const { appId, apiUrl } = config.github
  return githubClient({ appId, privateKey: githubKey, apiUrl, log, now: clock })
}
