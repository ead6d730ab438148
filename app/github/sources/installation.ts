import * as z from 'zod'
import { number } from './fields.ts'
import { source } from './source.ts'

/** Repositories of one payload that are looked up; GitHub may name thousands. */
export const MOST_NAMED = 500

/** Ids of repositories, as installations name them. */
export const named = z
  .array(z.object({ id: number }))
  .nullish()
  .transform((all) => (all ?? []).slice(0, MOST_NAMED).map(({ id }) => id))

const schema = z.object({ action: z.string(), installation: z.object({ id: number }), repositories: named })

/**
 * The app was installed, uninstalled, suspended, or granted more. What that means for each repository, GitHub is asked: the
 * payloads bear no order. Every app receives this event.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation
 */
export const installation = source({
  event: 'installation',
  actions: ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'],
  schema,
  // A new installation is another one than that through which a repository was connected: there the names count.
  toWork: ({ action, installation, repositories }) => [
    {
      kind: 'life',
      installation: installation.id,
      isAll: true,
      repositories: action === 'created' ? repositories : [],
    },
  ],
})
