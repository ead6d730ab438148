import type { Stage } from '../stages.ts'

/** Where the settings of both apps want which address, for a CodexFlow that answers at `url`, and what it has to be told of them in turn. */
export function pasteWords(url: string, stage: Pick<Stage, 'slack' | 'github'>): string {
  const at = (path: string) => new URL(path, url).href
  const slack = at('/slack/events')
  return [
    `CodexFlow answers at ${url}`,
    '',
    'Slack, https://api.slack.com/apps, your app (or App Manifest: manifest.yml with this address in it):',
    `  Slash Commands, /codexflow, Request URL              ${slack}`,
    `  Interactivity & Shortcuts, Request URL               ${slack}`,
    `  Interactivity & Shortcuts, Select Menus, Options URL ${slack}`,
    `  Event Subscriptions, Request URL                     ${slack}`,
    `  OAuth & Permissions, Redirect URLs                   ${at('/slack/oauth')}`,
    '',
    'GitHub, https://github.com/settings/apps, your app:',
    `  Webhook URL                                          ${at('/github/webhooks')}`,
    `  Callback URL                                         ${at('/github/oauth')}`,
    '  Request user authorization during installation       off; no Setup URL',
    '',
    ...unnamed(stage),
    `Then open ${at('/slack/install')} to install it in a workspace, and say /codexflow help there.`,
  ].join('\n')
}

// Without them the functions start, and can neither call GitHub nor be installed in a workspace.
function unnamed({ slack, github }: Pick<Stage, 'slack' | 'github'>): readonly string[] {
  const lacking = [
    ...(slack === undefined ? ['  slack: { clientId }               Slack, Basic Information'] : []),
    ...(github === undefined ? ["  github: { appId, slug, clientId } GitHub, the app's General page"] : []),
  ]
  if (lacking.length === 0) return []
  return ['infra/stages.ts does not name the apps yet. Write into this stage, and deploy once more:', ...lacking, '']
}
