import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Rotation } from '../secrets/rotation.ts'
import { statusOf } from './answered.ts'
import type { GithubClient } from './client.ts'

const TIMEOUT = 10_000
/** GitHub shows stars in place of a secret, and nothing where there is none. */
const hook = z.object({ secret: z.string().min(1) })

/**
 * What GitHub signs the deliveries of our app with. All that it shows of it is whether there is one. Throws a `Fault` that holds
 * nothing of the request.
 * https://docs.github.com/en/rest/apps/webhooks#update-a-webhook-configuration-for-an-app
 */
export function hookSecret({ asApp }: Pick<GithubClient, 'asApp'>): NonNullable<Rotation['outside']> {
  const ask = async (route: string, parameters: Readonly<Record<string, unknown>>) => {
    const answer = await asApp(route, parameters, AbortSignal.timeout(TIMEOUT)).catch((error: unknown) => {
      throw new Fault('GitHub does not let us change what it signs with', { status: statusOf(error) })
    })
    if (!hook.safeParse(answer).success) throw new Fault('GitHub says that it signs with nothing')
  }
  return {
    tell: (secret) => ask('PATCH /app/hook/config', { secret }),
    heard: () => ask('GET /app/hook/config', {}),
  }
}
