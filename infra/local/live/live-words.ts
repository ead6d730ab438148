import type { LiveGitHub } from './github-preflight.ts'
import type { LiveWorkspace } from './slack-preflight.ts'

type Facts = {
  readonly workspace: LiveWorkspace
  readonly github: LiveGitHub
  readonly dir: string
  /** Of the doors. */
  readonly url: string
}

/** What is printed once everything is connected. */
export function liveWords({ workspace, github, dir, url }: Facts): string {
  const { installations, slug, warnings } = github
  const places: readonly (readonly [string, string])[] = [
    ['Slack', `${workspace.name}, as @${workspace.botUser}`],
    ['GitHub', `the app ${slug}, installed ${installations === 1 ? 'once' : `${installations} times`}`],
    ['Doors', url],
    ['State and log', `${dir}, ${dir}/app.log`],
  ]
  return [
    'CodexFlow is ready, live.',
    ...places.map(([name, place]) => `  ${name.padEnd(14)} ${place}`),
    ...warnings.map((warning) => `! ${warning}`),
    '',
    `Try it in Slack: /codexflow help`,
    'Stop with Ctrl-C.',
  ].join('\n')
}
