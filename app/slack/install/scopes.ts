/**
 * What CodexFlow may do in a workspace, each with its reason: asked for at the installation, written in `manifest.yml`,
 * and held against the calls in the code by `test/slack/manifest.test.ts`.
 * https://docs.slack.dev/reference/scopes
 */
export const BOT_SCOPES = {
  commands: 'the command /codexflow and the shortcuts',
  'chat:write': 'hand-offs, answers, and edits of what we have said',
  'chat:write.public': "a team's channel hears of work without an assignee before anybody has invited us",
  'im:write': 'opens the conversation in which a person is told',
  'mpim:write': 'opens the conversation in which a question is asked, of the two whom it concerns',
  'mpim:history': 'finds what an attempt without an answer has posted there',
  'im:history': 'direct messages as commands, and finding what an attempt without an answer has posted',
  'channels:history': 'finds what an attempt without an answer has posted in a channel',
  'groups:history': 'the same in private channels, where we were invited',
  'app_mentions:read': '@codexflow as a command, so that it works in threads',
  'users:read': 'the name of the one who installs, and who has left the workspace',
  'users:read.email': 'knows the one who installs as the same person on other ways',
  'files:write': 'the graph as a picture, beside its words',
} as const

/** The scopes in the order in which they are asked for. */
export const SCOPE_NAMES = Object.keys(BOT_SCOPES) as readonly (keyof typeof BOT_SCOPES)[]
