import { visibleText } from './invisible.ts'

/**
 * Foreign text for Slack's mrkdwn, on one line; space at its ends stays, for words beside a fact. Slack asks for exactly these three
 * (https://docs.slack.dev/messaging/formatting-message-text); without them no mention, link or special command can be
 * written. Bare addresses stay inert only in a text object with `verbatim: true`, which is for the message to set.
 */
export function escapeSlack(text: string): string {
  return visibleText(text).replace(/[&<>]/g, (character) => ENTITY[character] ?? '')
}

/**
 * Foreign text for GitHub's Markdown, on one line, shown literally: no mention, reference, link, image, HTML, emphasis,
 * code, formula or autolink.
 *
 * Punctuation gets backslashes and entities, but GitHub looks for mentions, references and addresses after that, in the
 * text of the rendered page, so that neither helps there (https://github.com/github/cmark-gfm/issues/181). An empty
 * HTML comment does: it splits the text, and is not seen. Dollars get the `span` that GitHub's manual asks for.
 */
export function escapeGithub(text: string): string {
  return visibleText(text).replace(GITHUB, (found) => {
    if (found.length > 1) return split(found)
    if (found === '@' || found === '#') return found === '@' ? `@${SPLIT}` : `\\#${SPLIT}`
    if (found === '$') return '<span>$</span>'
    return ENTITY[found] ?? `\\${found}`
  })
}

/** Foreign text for plain e-mail: one line without controls, so that no header or body line can be forged. */
export function escapeEmail(text: string): string {
  return visibleText(text)
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const SPLIT = '<!-- -->'

/** Runs that GitHub would link (`GH-1`, `www.`, a scheme, a commit's hash), then single characters that mean something. */
const GITHUB = /\bGH-|\bwww\.|:\/\/|[0-9a-f]{7,}|[&<>@#$\\`*_{}[\]()+\-.!|~:="'^/]/gi

function split(run: string): string {
  if (/^gh-$/i.test(run)) return `${run.slice(0, 2)}${SPLIT}\\-`
  if (/^www\.$/i.test(run)) return `${run.slice(0, 3)}${SPLIT}\\.`
  if (run === '://') return `\\:${SPLIT}\\/\\/`
  return run.replace(/.{6}(?=.)/g, `$&${SPLIT}`)
}
