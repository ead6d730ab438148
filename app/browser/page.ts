import { createHash } from 'node:crypto'
import type { DoorAnswer } from '../door.ts'

/** An answer to a browser. API Gateway takes cookies beside the headers. */
export type PageAnswer = DoorAnswer & { readonly cookies?: readonly string[] }

/** A page of a few sentences. Everything in it is text. */
export type Page = {
  readonly status: number
  readonly title: string
  readonly sentences: readonly string[]
  readonly link?: { readonly url: string; readonly label: string }
  /** A question that is answered with a button: what is sent to `action`, an address of ours, beside the button's own answer. */
  readonly form?: {
    readonly action: string
    readonly fields: Readonly<Record<string, string>>
    readonly buttons: readonly { readonly answer: string; readonly label: string }[]
  }
}

/** The field of a form in which the pressed button says its answer. */
export const ANSWER = 'answer'

const STYLE =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 1em;color:#1d1c1d;background:#fff}' +
  'h1{font-size:1.5em}a{color:#0b5cad}' +
  'button{font:inherit;padding:.4em 1em;margin:0 .6em .6em 0;border:1px solid;border-radius:6px;cursor:pointer;color:inherit;background:none}' +
  'button.first{color:#fff;background:#0b5cad;border-color:#0b5cad}' +
  '@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#7ab8f5}}'

/** Only our one style: no script, no picture and no frame can come in, whatever a page might say, and no form but ours. */
function policy(formsTo: 'none' | 'self'): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    `form-action '${formsTo}'`,
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Headers of every answer to a browser: nothing here is to be kept, framed, guessed at, or told to the next site. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': policy('none'),
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** The page as an answer. */
export function pageAnswer({ status, title, sentences, link, form }: Page): PageAnswer {
  const body = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)} · CodexFlow</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>`,
    ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
    ...(form === undefined ? [] : formLines(form)),
    ...(link === undefined ? [] : [`<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`]),
    '</main></body></html>',
  ].join('\n')
  const headers = { ...SAFE_HEADERS, 'content-type': 'text/html; charset=utf-8' }
  if (form === undefined) return { statusCode: status, headers, body }
  return { statusCode: status, headers: { ...headers, 'content-security-policy': policy('self') }, body }
}

/** Sends a browser on, to an address that was made here. Never to one that came from outside. */
export function onwards(statusCode: 302 | 303, location: string, cookies: readonly string[] = []): PageAnswer {
  return { statusCode, headers: { ...SAFE_HEADERS, location }, cookies, body: '' }
}

function formLines({ action, fields, buttons }: NonNullable<Page['form']>): string[] {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  const pressed = buttons.map(
    ({ answer, label }, index) =>
      `<button${index === 0 ? ' class="first"' : ''} name="${ANSWER}" value="${escaped(answer)}">${escaped(label)}</button>`,
  )
  return [`<form method="post" action="${escaped(action)}">`, ...hidden, ...pressed, '</form>']
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
