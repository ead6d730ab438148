import type { WebClient } from '@slack/web-api'
import { Fault } from '../errors.ts'

/**
 * The app's conversation with a person, or with several (their ids between commas). Never remembered: the same id may be
 * another person's in another workspace.
 */
export async function conversationWith(slack: WebClient, users: string): Promise<string> {
  const { channel } = await slack.conversations.open({ users })
  if (channel?.id === undefined) throw new Fault('Slack opened a conversation without naming it')
  return channel.id
}
