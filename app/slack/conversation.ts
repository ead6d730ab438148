import type { WebClient } from '@slack/web-api'
import { Fault } from '../errors.ts'

/** The app's conversation with a person. Never remembered: the same user id may be another person's in another workspace. */
export async function conversationWith(slack: WebClient, user: string): Promise<string> {
  const { channel } = await slack.conversations.open({ users: user })
  if (channel?.id === undefined) throw new Fault('Slack opened a conversation without naming it')
  return channel.id
}
