import { parseArgs } from 'node:util'

/** What `npm run slack` was asked to do. */
export type SlackOrder = {
  readonly as: string
  readonly json: boolean
  readonly channel?: string
  readonly does:
    | { readonly kind: 'type'; readonly text: string }
    | { readonly kind: 'click'; readonly button: string }
    /** Shows their direct messages. */
    | { readonly kind: 'look' }
}

export const SLACK_USAGE = `npm run slack -- --as <person> "/codexflow <verb> …"   types a slash command
npm run slack -- --as <person> --click "Start"         clicks a button of their last message, by label or id
npm run slack -- --as <person>                         shows their direct messages

<person> is a name such as gaius, an e-mail address, a GitHub login or a Slack id; @devi in the text becomes a mention.
--channel user-api   where it is typed (the first channel when left out; @gaius: their direct messages)
--json               the answer and all that followed, as JSON
Prints the answer, and whatever CodexFlow tells anybody in consequence.`

/** Reads the arguments; the error says in words what is wrong. */
export function slackArguments(args: readonly string[]): SlackOrder | 'help' | { readonly wrong: string } {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { wrong: error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error) }
  }
  const { values, positionals } = parsed
  if (values.help) return 'help'
  if (values.as === undefined) return { wrong: 'Say who you are: --as gaius' }
  const words = positionals.join(' ').trim()
  const { as, json, channel } = values
  const common = { as, json, ...(channel === undefined ? {} : { channel: channel.replace(/^#/, '') }) }
  if (values.click !== undefined) {
    if (words !== '') return { wrong: 'Either type something or click something, not both' }
    return { ...common, does: { kind: 'click', button: values.click } }
  }
  if (words === '') return { ...common, does: { kind: 'look' } }
  const [, command = '', text = ''] = /^(?:(\/\S+)\s*)?([\s\S]*)$/.exec(words) ?? []
  if (command !== '' && command !== '/codexflow') return { wrong: `${command} is no command of ours; it is /codexflow` }
  return { ...common, does: { kind: 'type', text: text.trim() } }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      click: { type: 'string' },
      channel: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}
