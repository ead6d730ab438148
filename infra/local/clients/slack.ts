import { fromMrkdwn, type Named } from '../plain-text.ts'
import type { Said } from '../residents.ts'
import { terminal } from '../terminal.ts'
import { afterwards, renderer, runClient } from './act.ts'
import { localDir } from './connect.ts'
import { SLACK_USAGE, type SlackOrder, slackArguments } from './slack-arguments.ts'

// `npm run slack`: be somebody of the team in Slack. What is typed or clicked reaches the door as a signed request.

const screen = terminal()
const { print, complain } = screen
const order = slackArguments(process.argv.slice(2))
process.exitCode = await main()

async function main(): Promise<number> {
  if (order === 'help') {
    print(SLACK_USAGE)
    return 0
  }
  if ('wrong' in order) {
    complain(`${order.wrong}.\n\n${SLACK_USAGE}`)
    return 2
  }
  return perform(order)
}

function perform({ as, json, channel, does }: SlackOrder): Promise<number> {
  return runClient(localDir(process.env), async (connected, watch) => {
    const { folk } = connected
    const person = folk.person(as)
    const render = renderer(folk, screen)
    if (does.kind === 'look') {
      const messages = await folk.dms(person.name)
      const at = new Date()
      if (json) print(JSON.stringify(messages, null, 2))
      else if (messages.length === 0) print(`Nobody has told ${person.fullName} anything yet.`)
      else {
        for (const message of messages) {
          print(
            render({
              kind: 'news',
              at: timeOf(message.ts) ?? at,
              news: { kind: 'dm', to: person.name, message, edited: false },
            }),
          )
        }
      }
      return 0
    }
    const answer =
      does.kind === 'click'
        ? await folk.click(person.name, does.button)
        : await folk.slack(person.name, does.text, channel === undefined ? {} : { channel })
    if (!json) print(answerWords(answer, folk))
    const news = await afterwards(connected, watch, (each) => {
      // The answer has been printed already.
      if (json || (each.kind === 'private' && each.to === person.name && answer.text.includes(each.text))) return
      print(render({ kind: 'news', at: new Date(), news: each }))
    })
    if (json) print(JSON.stringify({ answer, news }, null, 2))
    return answer.status === 200 ? 0 : 1
  })
}

function answerWords({ status, text, tookMs }: Said, named: Named): string {
  if (status !== 200) return `The door answered ${status}${text === '' ? '' : `: ${text}`}`
  if (text === '') return `(taken without a word, in ${tookMs} ms)`
  return fromMrkdwn(text, named)
}

function timeOf(ts: string): Date | undefined {
  const seconds = Number(ts)
  return Number.isFinite(seconds) ? new Date(seconds * 1000) : undefined
}
