import { createHash } from 'node:crypto'
import type { DoorAnswer } from '../../door.ts'

/** An answer to a browser. API Gateway takes cookies beside the headers. */
export type PageAnswer = DoorAnswer & { readonly cookies?: readonly string[] }

/** A page of a few sentences. Everything in it is text. */
export type Page = {
  readonly status: number
  readonly title: string
  readonly sentences: readonly string[]
  readonly link?: { readonly url: string; readonly label: string }
}

const STYLE =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 1em;color:#1d1c1d;background:#fff}' +
  'h1{font-size:1.5em}a{color:#0b5cad}' +
  '@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#7ab8f5}}'

/** Only our one style: no script, no picture, no frame, and no form can come in, whatever a page might say. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every answer to a browser: nothing here is to be kept, framed, guessed at, or told to the next site. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** The page as an answer. */
export function pageAnswer({ status, title, sentences, link }: Page): PageAnswer {
  const body = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)} · CodexFlow</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>`,
    ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
    ...(link === undefined ? [] : [`<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`]),
    '</main></body></html>',
  ].join('\n')
  return { statusCode: status, headers: { ...SAFE_HEADERS, 'content-type': 'text/html; charset=utf-8' }, body }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char]!)
}
