import { parse, stringify } from 'yaml'
import * as z from 'zod'

const manifestSchema = z.looseObject({
  features: z.looseObject({ slash_commands: z.array(z.looseObject({ url: z.string().optional() })) }),
  oauth_config: z.looseObject({ redirect_urls: z.array(z.string()).optional(), scopes: z.unknown() }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ request_url: z.string().optional() }),
    interactivity: z.looseObject({
      request_url: z.string().optional(),
      message_menu_options_url: z.string().optional(),
    }),
  }),
})

/**
 * `manifest.yml` as an app in live mode needs it: Slack talks to it through a socket, so it has no addresses, and its one
 * token never ends, for nobody here would renew it. Everything else is as it stands.
 * https://docs.slack.dev/reference/app-manifest
 */
export function liveManifest(yaml: string): string {
  const manifest = manifestSchema.parse(parse(yaml))
  const { features, oauth_config, settings } = manifest
  const { redirect_urls: _, ...oauth } = oauth_config
  const { request_url: _events, ...events } = settings.event_subscriptions
  const { request_url: _clicks, message_menu_options_url: _menus, ...interactivity } = settings.interactivity
  return stringify({
    ...manifest,
    features: { ...features, slash_commands: features.slash_commands.map(({ url: _, ...command }) => command) },
    oauth_config: oauth,
    settings: {
      ...settings,
      event_subscriptions: events,
      interactivity,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  })
}
