import { createColors } from 'picocolors'
import { buttonsOf } from '../terminal/buttons.ts'
import { fromMarkdown, fromMrkdwn, harmless, type Named, wrapped } from '../terminal/plain-text.ts'
import type { WorldPerson } from '../world/directory.ts'
import type { SeenMessage } from '../world/outside.ts'
import type { News } from './lookout.ts'
import type { Act } from './steps.ts'
import type { Scene } from './story.ts'

export type TimelineOptions = {
  readonly people: readonly Pick<WorldPerson, 'name' | 'fullName' | 'slackId' | 'login'>[]
  readonly channels: NonNullable<Named['channels']>
  /** Columns of the terminal. */
  readonly width: number
  readonly colours: boolean
  /** The time of day as it is shown. */
  readonly clock: (at: Date) => string
}

type Colours = ReturnType<typeof createColors>
const MARGIN = '          '

/** Renders the scenes of a story, or what came of an act, as lines for a terminal. */
export function timeline(options: TimelineOptions): (scene: Scene) => string {
  const paint = createColors(options.colours)
  const nameOf = (name: string) => options.people.find((person) => person.name === name)?.fullName ?? name
  const width = Math.max(40, Math.min(options.width, 110) - MARGIN.length - 2)
  const block = (text: string, colour: (line: string) => string) =>
    wrapped(text.trim(), width).map((line) => `${MARGIN}${paint.dim('│')} ${colour(line)}`.trimEnd())
  const plain = (line: string) => line

  return (given) => {
    const scene = harmless(given)
    const time = paint.dim(options.clock(scene.at))
    if (scene.kind === 'act') {
      const { what, text } = actLines(scene.act)
      const answer = scene.answer === undefined ? '' : fromMrkdwn(scene.answer.text, options)
      return [
        `${time}  ${paint.bold(nameOf(scene.as))} ${what(paint)}`,
        ...(text === undefined ? [] : block(text, paint.cyan)),
        ...(answer === '' ? [] : block(answer, plain)),
      ].join('\n')
    }
    const { headline, text, buttons } = newsLines(scene.news, options, nameOf, paint)
    return [
      `${time}  ${headline}`,
      ...(text === '' ? [] : block(text, plain)),
      ...(buttons === '' ? [] : [`${MARGIN}${paint.dim('│')} ${paint.inverse(buttons)}`]),
    ].join('\n')
  }
}

function actLines(act: Act): { readonly what: (paint: Colours) => string; readonly text?: string } {
  switch (act.kind) {
    case 'slack':
      return { what: (paint) => `types in Slack: ${paint.cyan(`/codexflow ${act.text}`)}` }
    case 'click':
      return { what: (paint) => `clicks ${paint.inverse(`[ ${act.button} ]`)} on the message` }
    case 'comment':
      return { what: () => `comments on ${act.on}`, text: act.body }
    case 'open-pull':
      return {
        what: (paint) => `opens a pull request in ${act.repository}: ${paint.cyan(act.title)} (branch ${act.branch})`,
        text: act.body,
      }
    case 'check':
      return { what: (paint) => `sees the check ${paint.cyan(act.name)} end in ${act.conclusion} on ${act.on}` }
    case 'merge':
      return { what: (paint) => `${paint.cyan('merges')} ${act.on}` }
  }
}

function newsLines(
  news: News,
  { people, channels }: TimelineOptions,
  nameOf: (name: string) => string,
  paint: Colours,
): { readonly headline: string; readonly text: string; readonly buttons: string } {
  const named: Named = { people, channels }
  const us = paint.green(paint.bold('CodexFlow'))
  const buttons = (message: { readonly blocks?: unknown }) =>
    buttonsOf(message)
      .map(({ label }) => `[ ${label} ]`)
      .join(' ')
  switch (news.kind) {
    case 'dm': {
      const to = paint.bold(nameOf(news.to))
      const told = isReply(news.message)
        ? `${us} tells ${to} in a thread of its Slack DM`
        : `${us} tells ${to} in a Slack DM`
      const headline = news.edited ? `${us} edits its Slack DM to ${to}` : told
      return { headline, text: spoken(news.message, named), buttons: buttons(news.message) }
    }
    case 'channel': {
      const where = isReply(news.message) ? `a thread of #${news.channel}` : `#${news.channel}`
      const headline = `${us} ${news.edited ? 'edits its post' : 'posts'} in ${where}`
      return { headline, text: spoken(news.message, named), buttons: buttons(news.message) }
    }
    case 'private':
      return {
        headline: `${us} answers ${paint.bold(nameOf(news.to))} alone`,
        text: fromMrkdwn(news.text, named),
        buttons: '',
      }
    case 'comment': {
      const by = news.isBot ? us : paint.bold(people.find(({ login }) => login === news.by)?.fullName ?? news.by)
      const did = news.edited ? 'edits the comment' : 'comments'
      return { headline: `${by} ${did} on ${news.on}`, text: fromMarkdown(news.body), buttons: '' }
    }
    case 'check': {
      const did = news.edited ? 'changes its check' : 'checks'
      return {
        headline: `${us} ${did} on ${news.on}: ${paint.bold(news.title)} (${news.conclusion})`,
        text: fromMarkdown(news.summary),
        buttons: '',
      }
    }
    case 'sign':
      return {
        headline: `${us} signs a comment on ${news.on}: ${SIGNS[news.sign] ?? news.sign}`,
        text: '',
        buttons: '',
      }
    case 'mail':
      return {
        headline: `${us} mails ${paint.bold(news.to)}: ${news.subject}`,
        text: news.message,
        buttons: '',
      }
  }
}

/** GitHub's reactions, as people see them. */
export const SIGNS: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}

function isReply({ ts, thread_ts: thread = ts }: SeenMessage): boolean {
  return thread !== ts
}

// What a message says, and the pictures that it shows, by their names.
function spoken({ text, files = [] }: SeenMessage, named: Named): string {
  return [fromMrkdwn(text, named), ...files.map(({ name }) => `(picture: ${name})`)]
    .filter((line) => line !== '')
    .join('\n')
}
