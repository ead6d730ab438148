import * as z from 'zod'
import { number } from './fields.ts'
import { named } from './installation.ts'
import { source } from './source.ts'

const schema = z.object({
  installation: z.object({ id: number }),
  repositories_added: named,
  repositories_removed: named,
})

/**
 * Repositories were given to the app, or taken from it. Every app receives this event.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation_repositories
 */
export const installationRepositories = source({
  event: 'installation_repositories',
  actions: ['added', 'removed'],
  schema,
  toWork: ({ installation, repositories_added, repositories_removed }) => [
    {
      kind: 'life',
      installation: installation.id,
      isAll: false,
      repositories: [...repositories_added, ...repositories_removed],
    },
  ],
})
