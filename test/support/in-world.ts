import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Outside, outside } from '../../infra/local/world/outside.ts'
import type { World } from '../../infra/local/world/world.ts'
import { type FakeApp, startFakeApp } from './fake-app.ts'
import { worldFolder } from './world-folder.ts'

/** One world for all tests of a file, with a fake application before it that forgets between tests. */
export type InWorld = {
  readonly app: FakeApp
  readonly world: World
  readonly outside: Outside
  /** Calls Slack as the bot, through the front, as the application would. */
  bot(method: string, args: unknown, signal?: AbortSignal): Promise<Response>
}

export function inWorld(): InWorld {
  const folder = worldFolder()
  let app: FakeApp
  let world: World
  beforeAll(async () => {
    app = await startFakeApp()
    world = await folder.open({ appUrl: app.url })
  })
  beforeEach(() => app.forget())
  afterAll(async () => {
    await app.close()
    await world.stop()
    await folder.remove()
  })
  return {
    get app() {
      return app
    },
    get world() {
      return world
    },
    get outside() {
      return outside(world.urls.bridge)
    },
    bot: (method, args, signal) =>
      fetch(`${world.urls.slack}${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${world.secrets.slack.botToken}` },
        body: JSON.stringify(args),
        ...(signal === undefined ? {} : { signal }),
      }),
  }
}

/** The JSON of a response, as an object. */
export async function object(response: Response | Promise<Response>): Promise<Readonly<Record<string, unknown>>> {
  return (await (await response).json()) as Record<string, unknown>
}
