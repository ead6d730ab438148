import { atRest } from '../story/at-rest.ts'
import { withThreads } from '../story/lookout.ts'
import { terminal } from '../terminal/terminal.ts'
import { afterwards, renderer, runClient } from './act.ts'
import { type Connected, localDir } from './connect.ts'
import { SLACK_USAGE, type SlackOrder, slackArguments } from './slack-arguments.ts'
import { slackDeed } from './slack-deeds.ts'

// `npm run slack`: be somebody of the team in Slack. What is typed, clicked or filled in reaches the door as a signed request.

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
    const { name } = folk.person(as)
    if (does.kind === 'look' && does.at === 'messages') return messages(connected, name, json)
    const render = renderer(folk, screen)
    const settled = () => atRest(connected.local.parts.watch, folk.outside)
    const circumstances = {
      folk,
      as: name,
      width: screen.width,
      settled,
      ...(channel === undefined ? {} : { channel }),
    }
    const { ok, words, told, answer } = await slackDeed(does, circumstances)
    if (!json) print(words)
    const news = await afterwards(connected, watch, (each) => {
      // The answer has been printed already.
      if (json || (each.kind === 'private' && each.to === name && told.includes(each.text))) return
      print(render({ kind: 'news', at: new Date(), news: each }))
    })
    if (json) print(JSON.stringify({ answer, news }, null, 2))
    return ok ? 0 : 1
  })
}

async function messages({ folk }: Connected, to: string, json: boolean): Promise<number> {
  const { slackId } = folk.person(to)
  const direct = await folk.dms(to)
  const all = direct.filter(({ user }) => user !== slackId)
  const render = renderer(folk, screen)
  const now = new Date()
  if (json) print(JSON.stringify(all, null, 2))
  else if (all.length === 0) print(`Nobody has told ${folk.person(to).fullName} anything yet.`)
  else {
    for (const message of withThreads(direct).filter(({ user }) => user !== slackId)) {
      const news = { kind: 'dm', to, message, edited: false } as const
      print(render({ kind: 'news', at: timeOf(message.ts) ?? now, news }))
    }
  }
  return 0
}

function timeOf(ts: string): Date | undefined {
  const seconds = Number(ts)
  return Number.isFinite(seconds) ? new Date(seconds * 1000) : undefined
}
