/** Where the settings of both apps want which address, for a CodexFlow that answers at `url`. */
export function pasteWords(url: string): string {
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
    `Then open ${at('/slack/install')} to install it in a workspace, and say /codexflow help there.`,
  ].join('\n')
}
