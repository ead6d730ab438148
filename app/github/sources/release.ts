import * as z from 'zod'
import type { NamedResource } from '../../ports/pulls.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { pointerOf } from '../resources.ts'
import { account, repository, time, webUrl } from './fields.ts'
import { source } from './source.ts'

const MAX_ASSETS = 10

const schema = z.object({
  repository,
  sender: account,
  release: z.object({
    tag_name: z.string().min(1).max(250),
    html_url: webUrl,
    published_at: time,
    assets: z.array(z.object({ name: z.string().max(1_000), browser_download_url: webUrl })).catch([]),
  }),
})

/**
 * A release that everybody can see now: its version, its page, and what can be downloaded.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
 */
export const release = source({
  event: 'release',
  actions: ['published'],
  schema,
  toWork({ repository, sender, release: { tag_name: tag, html_url: page, published_at: at, assets } }) {
    const name = repository.fullName.slice(repository.fullName.indexOf('/') + 1)
    const found = assets
      .slice(0, MAX_ASSETS)
      .flatMap((asset) => pointerOf(asset.name, asset.browser_download_url) ?? [])
    const resources: NamedResource[] = [
      { kind: 'version', label: `Release of ${name}`, value: tag },
      { kind: 'document', label: `Release notes of ${name}`, value: page },
      ...found,
    ]
    const by = { by: sender.login, ...(sender.id === undefined ? {} : { byId: sender.id }) }
    return [{ kind: 'release', repository, tag, ...by, at, ordinal: ordinal(at, 0), resources }]
  },
})
