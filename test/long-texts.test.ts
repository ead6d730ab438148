import { describe, expect, it } from 'vitest'
import { noticeMail } from '../app/email/message.ts'
import { isMarked } from '../app/github/marker.ts'
import { codeSpan, link as githubLink } from '../app/github/messages/markdown.ts'
import { namedTasks, revertedPull } from '../app/github/references.ts'
import { readResources } from '../app/github/resources.ts'
import { commandsIn } from '../app/github/sources/comment.ts'
import { spoken } from '../app/github/spoken.ts'
import { escapeGithub, escapeSlack } from '../app/handoffs/escape.ts'
import { numberFacts } from '../app/handoffs/facts.ts'
import { hasInvisible, visibleLine } from '../app/handoffs/invisible.ts'
import { licenceOf } from '../app/handoffs/licence.ts'
import { honestLabel } from '../app/handoffs/link-label.ts'
import { segmentsOf } from '../app/handoffs/prose.ts'
import { verifyProse } from '../app/handoffs/verify.ts'
import { jsonLog } from '../app/log.ts'
import type { KeyRing } from '../app/secrets/key-ring.ts'
import { holdsSecret, withoutSecrets } from '../app/secrets/shapes.ts'
import { inSlack } from '../app/slack/messages/in-slack.ts'
import { messageTitle } from '../app/slack/modals/message-title.ts'
import { findTaskIds, parseTaskId } from '../app/tasks/ids.ts'
import { parseForm, parseJsonObject } from '../app/untrusted.ts'
import { labelled, repositoryIn, urlIn } from '../app/verbs/arguments.ts'
import { contractsIn } from '../app/verbs/contracts.ts'
import { gatesIn } from '../app/verbs/gates.ts'
import { parseLine } from '../app/verbs/parse.ts'
import { findVerb, nearVerbs, VERBS } from '../app/verbs/registry.ts'
import { weekdaysIn } from '../app/verbs/settings-arguments.ts'
import { link, plain } from '../app/verbs/words/markup.ts'
import { refusalReply } from '../app/verbs/words/refusal-reply.ts'
import { replyOf } from '../app/verbs/words/reply.ts'
import { HANDOFF, messageOf } from './github/notices.ts'

/**
 * Every reader of foreign text against 100,000 characters made to keep an expression busy. Each takes milliseconds; one
 * that looks at each character once for every other would take minutes, and fail by vitest's own limit.
 */

const SIZE = 100_000
const PIECES = [
  ...['<!--', '-->', '`', '``` codexflow\n', ' ', '\t', '\n', '\\', '"', '“', '<', '>', '<@U0', '<a|', '&amp', '&'],
  ...['(', '[[f1', '[', '!', '.', ',', ':', ';', '…', '-', '_', '=', '@', '#', '/', '://', '?', '%E2', '\u200B'],
  ...['a', 'A', '0', 'f', 'ä', '漢', 'e\u0301', '😀', '\uD800', 'www.', 'GH-', 'arn:', 'eyJ', 'eyJ-', '-----BEGIN'],
  ...[
    'UAPI-1',
    'UAPI-1 and ',
    'UAPI-1,',
    'Reverts a/b',
    'https://',
    'xoxb-',
    'ghp_',
    'x.y',
    'a:b@',
    '?token=',
    '{"a":',
    '[',
  ],
]
const TEXTS = PIECES.flatMap((piece) => {
  const run = piece.repeat(Math.ceil(SIZE / piece.length))
  // What ends a line for an expression ends none for whoever wrote the text.
  return [`task:${run}x`, `"${run}`, `a=${run}\u0000`, `${run}a\u2028b`]
})

const marker: KeyRing = ['k'.repeat(16)]
const ANYBODY = { login: 'anybody', isBot: false }
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  spoken,
  namedTasks: (text) => namedTasks({ title: text, branch: text, body: text }, false),
  revertedPull: (text) => revertedPull({ title: 'Revert "x"', branch: '', body: text }, 'a/b'),
  'revertedPull by title': (text) => revertedPull({ title: `Revert "${text}`, branch: '', body: 'Reverts #1' }, 'a/b'),
  readResources: (text) => readResources(`\`\`\`codexflow\n${text}`),
  'readResources of lines': (text) => readResources(`\`\`\`codexflow\ndoc: ${text.slice(0, 900)} = https://x.example`),
  commandsIn: (text) =>
    commandsIn({
      repository: { id: 1, fullName: 'a/b' },
      sender: ANYBODY,
      kind: 'comment',
      conversation: { number: 1 },
      text: { id: 1, body: `/codexflow ${text}`, user: ANYBODY, created_at: '2026-01-01T00:00:00Z' },
    }),
  messageTitle: (text) => messageTitle(text.slice(0, 3_000)),
  findTaskIds,
  parseTaskId,
  isMarked: (text) => isMarked(text, 'n_0', marker),
  codeSpan,
  githubLink: (text) => githubLink('x', `https://${text}`),
  escapeGithub,
  escapeSlack,
  visibleLine,
  hasInvisible,
  honestLabel: (text) => honestLabel(text, 'https://x.example'),
  slackLink: (text) => link(`https://x.example/${text}`, text),
  plain: (text) => plain(text),
  inSlack: (text) => inSlack(replyOf([text, text])),
  refusal: (text) => inSlack(refusalReply({ kind: 'invalid', what: text, hint: `say: help ${text}` })),
  segmentsOf,
  verifyProse: (text) => [verifyProse(text, []), verifyProse(text.slice(0, 4_000), [])],
  licenceOf: (text) => {
    const finding = { kind: 'resource', label: text.slice(0, 200), source: 'x' } as const
    const facts = numberFacts(
      Array.from({ length: 60 }, (_, n) => ({ ...finding, value: `${n}${text.slice(0, 1_900)}` })),
    )
    return licenceOf(facts, [text]).token('x')
  },
  holdsSecret,
  withoutSecrets,
  log: (text) => jsonLog(() => {}, {}, ['canary-canary']).error('x', { text, error: new Error(text) }),
  mail: (text) => noticeMail(messageOf({ ...HANDOFF, title: text })),
  parseForm,
  parseJsonObject,
  labelled,
  repositoryIn,
  urlIn: (text) => [urlIn(text, 'url:'), urlIn(`https://${text}`, 'url:')],
  gatesIn: (text) => gatesIn([text, `deployed:${text}`], []),
  nearVerbs,
  // Slack's messages, the longest that a command may be, have 40,000 characters.
  verbs: (text) => {
    for (const { name } of VERBS) {
      const line = parseLine(`${name} UAPI-1 ${text.slice(0, 12_000)} url:${text.slice(0, 2_000)}`)
      if (!line.ok) continue
      const found = findVerb(line.value)
      if ('verb' in found) found.verb.read(found.rest)
    }
  },
  contracts: (text) => {
    const value = { kind: 'text', text } as const
    return contractsIn({ words: [], options: [{ key: 'contract-infrastructure-backend', value }] })
  },
  weekdays: weekdaysIn,
}

describe('a text of 100,000 hostile characters', () => {
  it.each(Object.keys(READERS))('is read in one go by %s', (name) => {
    for (const text of TEXTS) READERS[name]?.(text)
    expect(TEXTS.every((text) => text.length >= SIZE)).toBe(true)
  })
})

describe('a nest of 500,000 brackets', () => {
  it.each(['[', '{"a":', '[{"a":'])('is refused and overflows nothing: %s', (open) => {
    expect(parseJsonObject(`{"x":${open.repeat(500_000)}`)).toMatchObject({ ok: false, error: { status: 400 } })
    const closing = open.replace('[', ']').replace('{"a":', '}')
    if (open.length > 1 && open !== '{"a":') return
    const whole = `{"x":${open.repeat(500_000)}1${closing.repeat(500_000)}}`
    expect(parseJsonObject(whole)).toMatchObject({ ok: false, error: { status: 400 } })
  })
})
