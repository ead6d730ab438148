/** What Slack would make of a mrkdwn text object: its control sequences, and what people see. */
export type SlackReading = { readonly controls: readonly string[]; readonly visible: string }

/** Reads mrkdwn by Slack's own rule: whatever stands between `<` and `>` is a link, mention or command. */
export function readSlack(mrkdwn: string): SlackReading {
  const controls: string[] = []
  const visible = mrkdwn.replace(/<([^>]*)>?/g, (_, control: string) => {
    controls.push(control)
    return control.split('|').at(-1) ?? ''
  })
  return { controls, visible: visible.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&') }
}

/** An address as it stands in a link of ours. */
export function slackTarget(url: string): string {
  const bare = url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E')
  return bare.replaceAll('&', '&amp;')
}

/** What GitHub would make of one line of Markdown, as far as it matters whether foreign text is inert. */
export type GithubReading = {
  /** Live syntax, and whatever GitHub turns into a link or mention afterwards; empty if the text is inert. */
  readonly live: readonly string[]
  /** Links written as `[label](address)`. */
  readonly links: readonly string[]
  readonly visible: string
}

const LIVE_IN_TEXT: readonly [string, RegExp][] = [
  ['mention', /(?:^|\W)@[a-z0-9]/i],
  ['issue', /#\d/],
  ['issue', /\bGH-\d/i],
  ['commit', /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i],
  ['address', /\b(?:https?|ftp):\/\/\S/i],
  ['address', /\bwww\.\S/i],
  ['e-mail', /[\w.+-]@[\w-]+\.\w/],
]

/** Reads inline Markdown: escapes, entities, comments and links; then looks into each text node as GitHub does. */
export function readGithub(markdown: string): GithubReading {
  const live: string[] = []
  const links: string[] = []
  const nodes: string[] = ['']
  const say = (text: string) => nodes.push((nodes.pop() ?? '') + text)
  let rest = markdown
  if (/^(?: {4}|\t|#{1,6}(?: |$)|[-+*] |>|\d+[.)] |={3,}|-{3,}|\|)/.test(markdown)) live.push('block')
  while (rest !== '') {
    const [found, read] = token(rest)
    rest = rest.slice(found.length)
    if (read.is === 'text') say(read.text)
    else if (read.is === 'break') nodes.push('')
    else if (read.is === 'dollar') nodes.push('$', '')
    else if (read.is === 'link') {
      links.push(read.address)
      nodes.push('')
      say(read.label)
      nodes.push('')
    } else {
      live.push(`syntax ${found}`)
      say(found)
    }
  }
  for (const [name, pattern] of LIVE_IN_TEXT) {
    if (links.length === 0 && nodes.some((node) => pattern.test(node))) live.push(name)
  }
  return { live, links, visible: nodes.join('') }
}

type Token =
  | { is: 'text'; text: string }
  | { is: 'break' | 'dollar' | 'live' }
  | { is: 'link'; label: string; address: string }

function token(rest: string): [string, Token] {
  const comment = /^<!-- -->/.exec(rest)
  if (comment) return [comment[0], { is: 'break' }]
  const dollar = /^<span>\$<\/span>/.exec(rest)
  if (dollar) return [dollar[0], { is: 'dollar' }]
  const escaped = /^\\([!-/:-@[-`{-~])/.exec(rest)
  if (escaped) return [escaped[0], { is: 'text', text: escaped[1]! }]
  const entity = /^&(amp|lt|gt);/.exec(rest)
  if (entity) return [entity[0], { is: 'text', text: { amp: '&', lt: '<', gt: '>' }[entity[1] as 'amp'] }]
  const link = /^\[((?:[^\]\\]|\\.)*)\]\(([^()\s]*)\)/.exec(rest)
  if (link) return [link[0], { is: 'link', label: link[1]!.replace(/\\(.)|<!-- -->/g, '$1'), address: link[2]! }]
  const character = String.fromCodePoint(rest.codePointAt(0)!)
  return [character, /[\\`*_~[\]<>&|$!]/.test(character) ? { is: 'live' } : { is: 'text', text: character }]
}
