import type { ApplicationFunction, Context } from 'probot'
import { escapeGithub } from '../handoffs/escape.ts'
import { sayRefusal } from '../projects/refusal-words.ts'
import { type AnswerLink, act } from './act.ts'
import type { ActPorts } from './acts/ground.ts'
import { sourceOf, sources } from './sources/registry.ts'

/** Milliseconds for a request to GitHub. */
const TIMEOUT = 8_000

/**
 * The handlers for `createWorker`: reads each delivery with the schema of its source and carries out what it asks. What
 * can never be read is dropped with a warning that names the field; only an outage throws.
 */
export function githubApp(ports: ActPorts): ApplicationFunction {
  return (probot) => {
    // The names are those of the registry, which `app.yml` repeats to GitHub.
    const names = sources.map(({ event }) => event) as 'pull_request'[]
    probot.on(names, async (context) => {
      const { id, name, payload } = context
      const { action } = payload
      const source = sourceOf(name, action)
      if (source === undefined) return
      const read = source.read(payload)
      if (!read.ok) {
        ports.log.warn('A delivery of a wrong shape is dropped', { delivery: id, event: name, action, why: read.error })
        return
      }
      for (const work of read.value) await act(ports, work, answerIn(context, ports))
    })
  }
}

/**
 * A login that was linked sees a rocket on its comment, which is the same twice; one that was not reads why. Reactions
 * are a courtesy: without them the link still stands.
 */
function answerIn({ octokit }: Pick<Context, 'octokit'>, { log }: ActPorts): AnswerLink {
  return async ({ repository, issue, comment, login }, outcome) => {
    const [owner = '', repo = ''] = repository.fullName.split('/')
    const request = { signal: AbortSignal.timeout(TIMEOUT) }
    const content = outcome === 'linked' ? 'rocket' : 'confused'
    await octokit
      .request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
        ...{ owner, repo, comment_id: comment, content, request },
      })
      .catch((error: unknown) => log.info('A comment could not get its reaction', { comment, error }))
    if (outcome === 'linked') return
    const { why, instead } = sayRefusal(outcome === 'wrong' ? { kind: 'code-wrong' } : { kind: 'login-taken', login })
    const body = `${escapeGithub(why)} ${escapeGithub(instead)}`
    await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...{ owner, repo, issue_number: issue, body, request },
    })
  }
}
