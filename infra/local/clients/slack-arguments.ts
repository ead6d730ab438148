import { parseArgs } from 'node:util'

/** What `npm run slack` was asked to do. */
export type SlackOrder = {
  readonly as: string
  readonly json: boolean
  readonly channel?: string
  readonly does: SlackAct
}

export type SlackAct =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'click'; readonly button: string; readonly on: 'message' | 'home' | 'modal' }
  /** Shows their direct messages, their Home tab, or the modal before them. */
  | { readonly kind: 'look'; readonly at: 'messages' | 'home' | 'modal' }
  /** Writes `@codexflow <text>` in a channel. */
  | { readonly kind: 'mention'; readonly text: string; readonly thread?: string }
  /** Writes to the app itself. */
  | { readonly kind: 'direct'; readonly text: string }
  /** `message` is the time stamp of the message from whose menu it is chosen. */
  | { readonly kind: 'shortcut'; readonly callbackId: string; readonly message?: string }
  | { readonly kind: 'fill'; readonly values: Readonly<Record<string, string[]>>; readonly submit: boolean }
  /** Types into a menu that searches. */
  | { readonly kind: 'search'; readonly field: string; readonly typed: string }
  | { readonly kind: 'close' }

export const SLACK_USAGE = `npm run slack -- --as <person> "/codexflow <verb> …"   types a slash command
npm run slack -- --as <person> --mention "<verb> …"    writes @codexflow … in a channel; --thread <ts>: in that thread
npm run slack -- --as <person> --direct "<verb> …"     writes it to CodexFlow itself
npm run slack -- --as <person> --click "Start"         clicks a button of their last message, by label or id
npm run slack -- --as <person>                         shows their direct messages, and their threads
npm run slack -- --as <person> --home                  opens their Home tab; with --click: clicks there

npm run slack -- --as <person> --shortcut task.new     chooses a shortcut; --message <ts>: from that message's menu
npm run slack -- --as <person> --modal                 shows the modal before them; with --click: clicks there
npm run slack -- --as <person> --fill title="Add a table" --fill after=UAPI-1 --submit
npm run slack -- --as <person> --search after=UAPI     types into a menu that searches
npm run slack -- --as <person> --close                 closes the modal

<person> is a name such as gaius, an e-mail address, a GitHub login or a Slack id; @devi in the text becomes a mention.
--channel user-api   where it happens (the first channel when left out; @gaius: their direct messages)
--json               the answer and all that followed, as JSON
Prints the answer, and whatever CodexFlow tells anybody in consequence.`

type Wrong = { readonly wrong: string }

/** Reads the arguments; the error says in words what is wrong. */
export function slackArguments(args: readonly string[]): SlackOrder | 'help' | Wrong {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { wrong: error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error) }
  }
  const { values, positionals } = parsed
  if (values.help) return 'help'
  if (values.as === undefined) return { wrong: 'Say who you are: --as gaius' }
  const does = act(values, positionals.join(' ').trim())
  if ('wrong' in does) return does
  const { as, json, channel } = values
  return { as, json, ...(channel === undefined ? {} : { channel: channel.replace(/^#/, '') }), does }
}

type Values = ReturnType<typeof parse>['values']

/** What leads to an act of its own; two of them at once would be a mistake. */
const ACTS = ['mention', 'direct', 'shortcut', 'search', 'close'] as const

function act(values: Values, words: string): SlackAct | Wrong {
  const { click, home, modal, fill = [], submit, thread, message } = values
  const fills = fill.length > 0 || submit
  const own = ACTS.filter((name) => values[name] !== undefined && values[name] !== false)
  const asked = [...own.map((name) => `--${name}`), ...(fills ? ['--fill or --submit'] : [])]
  if (words !== '' && (click !== undefined || home || modal || asked.length > 0)) {
    return { wrong: 'Either type something or click something, not both' }
  }
  if (asked.length > 1 || (asked.length === 1 && (click !== undefined || home || modal))) {
    return { wrong: `One thing at a time: ${[...asked, '--click, --home or --modal'].slice(0, 2).join(', or ')}` }
  }
  if (values.mention !== undefined) {
    return { kind: 'mention', text: values.mention, ...(thread === undefined ? {} : { thread }) }
  }
  if (values.direct !== undefined) return { kind: 'direct', text: values.direct }
  if (values.shortcut !== undefined) {
    return { kind: 'shortcut', callbackId: values.shortcut, ...(message === undefined ? {} : { message }) }
  }
  if (values.search !== undefined) {
    const [field, typed] = assignment(values.search) ?? []
    if (field === undefined || typed === undefined) return { wrong: 'Say what is typed where: --search after=UAPI' }
    return { kind: 'search', field, typed }
  }
  if (values.close) return { kind: 'close' }
  if (fills) return filled(fill, submit)
  const place = home ? 'home' : modal ? 'modal' : undefined
  if (click !== undefined) return { kind: 'click', button: click, on: place ?? 'message' }
  if (words === '') return { kind: 'look', at: place ?? 'messages' }
  return typed(words)
}

function typed(words: string): SlackAct | Wrong {
  const [, command = '', text = ''] = /^(?:(\/\S+)\s*)?([\s\S]*)$/.exec(words) ?? []
  if (command !== '' && command !== '/codexflow') return { wrong: `${command} is no command of ours; it is /codexflow` }
  return { kind: 'type', text: text.trim() }
}

// A field that is named twice gets both values, as a menu with several choices takes them.
function filled(fill: readonly string[], submit: boolean): SlackAct | Wrong {
  const values: Record<string, string[]> = {}
  for (const each of fill) {
    const [field, value] = assignment(each) ?? []
    if (field === undefined || value === undefined) return { wrong: `"${each}" says not which field: --fill title="…"` }
    values[field] = [...(values[field] ?? []), value]
  }
  return { kind: 'fill', values, submit }
}

function assignment(text: string): readonly [string, string] | undefined {
  const at = text.indexOf('=')
  return at < 1 ? undefined : [text.slice(0, at).trim(), text.slice(at + 1)]
}

function parse(args: readonly string[]) {
  const word = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ as: word, channel: word, click: word, mention: word, direct: word, thread: word, shortcut: word },
      ...{ message: word, search: word, fill: { ...word, multiple: true } },
      ...{ home: flag, modal: flag, submit: flag, close: flag, json: flag },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}
