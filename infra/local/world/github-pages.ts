import * as z from 'zod'
import type { Call, Reply } from './http.ts'

type Ask = (path: string) => Promise<Response>

const PAGE = /^\/([\w.-]+\/[\w.-]+)\/(?:pull|issues)\/(\d+)$/
const API = /^\/(repos|orgs|users|app|user|search)\//

const subjectSchema = z.looseObject({
  title: z.string(),
  body: z.string().nullable(),
  state: z.string(),
  user: z.looseObject({ login: z.string() }),
})
const commentsSchema = z.array(z.looseObject({ body: z.string(), user: z.looseObject({ login: z.string() }) }))

/** A plain page for an issue or pull request, so that the links in messages lead somewhere; emulate has none. */
export async function githubPage(call: Call, ask: Ask): Promise<Reply | undefined> {
  const [, repository, number] = PAGE.exec(call.path) ?? []
  if (call.method !== 'GET' || repository === undefined || API.test(call.path)) return undefined
  const path = `/repos/${repository}/issues/${number}`
  const issue = await ask(path)
  // To emulate no pull request is an issue.
  const subject = issue.ok ? issue : await ask(`/repos/${repository}/pulls/${number}`)
  if (!subject.ok) return undefined
  const { title, body, state, user } = subjectSchema.parse(await subject.json())
  const comments = commentsSchema.parse(await (await ask(`${path}/comments?per_page=100`)).json())
  const said = [{ body: body ?? '', user }, ...comments]
  const html = [
    `<!doctype html><meta charset="utf-8"><title>${escaped(title)} · ${escaped(repository)}#${number}</title>`,
    '<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;font:inherit}</style>',
    `<h1>${escaped(title)}</h1><p>${escaped(repository)}#${number} · ${escaped(state)}</p>`,
    ...said.map((one) => `<hr><p><b>${escaped(one.user.login)}</b></p><pre>${escaped(visible(one.body))}</pre>`),
  ].join('\n')
  // The text is other people's: whatever slips through must not run.
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  }
  return { status: 200, headers, body: Buffer.from(html) }
}

/** GitHub shows no HTML comments; our markers are such. */
function visible(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, '').trim()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
