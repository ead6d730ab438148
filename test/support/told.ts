import { type Lookout, lookout, type News } from '../../infra/local/story/lookout.ts'
import type { Stack } from './stack.ts'

/** Whatever people were told since the last look, a line each: where, whether it stood there before, and its first line. */
export type Told = () => Promise<readonly string[]>

/** Waits each time until the system has come to rest, then looks around in Slack, in these repositories, and in the mail. */
export async function tellings(stack: Stack, repositories: readonly string[]): Promise<Told> {
  const watch: Lookout = await lookout(stack, repositories)
  return async () => {
    await stack.settled()
    return (await watch.news()).flatMap(lineOf).sort()
  }
}

function lineOf(news: News): readonly string[] {
  switch (news.kind) {
    case 'dm': {
      const inThread = news.message.thread_ts !== undefined && news.message.thread_ts !== news.message.ts
      return [`${news.to}${inThread ? ', in a thread' : ''}${edited(news)}: ${firstLine(news.message.text)}`]
    }
    case 'channel':
      return [`#${news.channel}${edited(news)}: ${firstLine(news.message.text)}`]
    case 'private':
      return [`only ${news.to} sees: ${firstLine(news.text)}`]
    case 'comment':
      return news.isBot ? [`${news.on}${edited(news)}: ${firstLine(news.body)}`] : []
    // Whoever looks sees these; they come to nobody.
    case 'check':
    case 'sign':
      return []
    case 'mail':
      return [`mail: ${news.subject}`]
  }
}

function edited({ edited }: { readonly edited: boolean }): string {
  return edited ? ', edited' : ''
}

// What is seen of a line: without the moment, which no two runs share.
function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').replace(/ · <!date\^[^>]*>/, '')
}
