import * as z from 'zod'
import { repository as about, number } from './fields.ts'
import { source } from './source.ts'

/**
 * A repository was renamed, moved, archived, deleted, or shown to others than before.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository
 */
export const repository = source({
  event: 'repository',
  actions: ['renamed', 'transferred', 'archived', 'unarchived', 'deleted', 'privatized', 'publicized'],
  schema: z.object({ repository: about, installation: z.object({ id: number }).nullish() }),
  toWork: ({ repository, installation }) => [
    {
      kind: 'life',
      ...(installation == null ? {} : { installation: installation.id }),
      isAll: false,
      repositories: [repository.id],
    },
  ],
})
