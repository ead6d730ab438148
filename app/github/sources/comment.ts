import * as z from 'zod'
import { MAX_COMMAND, MAX_COMMANDS } from '../../verbs/asked.ts'
import { BELONGS, namedTasks } from '../references.ts'
import { spoken } from '../spoken.ts'
import type { CommandWork, LinkWork } from '../work.ts'
import { account, number, repository, time } from './fields.ts'

/** What the payloads of a comment, of a comment on a line, and of a review share. */
export const commented = z.object({
  repository: z.object({ owner: z.object({ type: z.string().nullish() }).nullish().catch(undefined) }).and(repository),
  sender: account,
  /** Ours: put together from the API, so that it says how things stand now and not at the time of the delivery. */
  fetched: z.boolean().optional(),
})

/** A pull request; the index knows its tasks, whatever it is called. */
export const pullConversation = z.object({ number }).transform(({ number }) => ({ number, pull_request: true }))

/** Something that a person wrote. A review says when it was submitted, a comment when it was created. */
export const written = z.object({
  id: number,
  body: z.string().nullish(),
  user: account.nullish(),
  author_association: z.string().max(100).nullish(),
  created_at: time.nullish(),
  updated_at: time.nullish(),
  submitted_at: time.nullish(),
  performed_via_github_app: z.unknown().optional(),
})

/** Where something was written: an issue with what its author says, or a pull request, whose tasks the index knows. */
export const conversation = z.object({
  number,
  title: z.string().nullish(),
  body: z.string().nullish(),
  author_association: z.string().max(100).nullish(),
  pull_request: z.unknown().optional(),
})

type Said = {
  readonly repository: z.output<typeof commented>['repository']
  readonly sender: z.output<typeof account>
  readonly fetched?: boolean | undefined
  readonly kind: CommandWork['place']['kind']
  readonly conversation: z.output<typeof conversation>
  readonly text: z.output<typeof written>
}

/**
 * What the lines of a text that begin with `/codexflow` ask of us. Never from a bot, our own among them, nor from an app that
 * writes in the name of a person, so that no two of us can talk for ever; not in quotes, code or HTML comments.
 */
export function commandsIn(said: Said): readonly (CommandWork | LinkWork)[] {
  const { sender, fetched, kind, conversation, text } = said
  // The author proves the login: both must be the same, and a person.
  const author = text.user ?? sender
  if (sender.isBot || author.isBot || author.login !== sender.login || text.performed_via_github_app != null) return []
  // Somebody else may have changed it since, in the author's name.
  if (fetched === true && text.updated_at !== text.created_at) return []
  const lines = spoken(text.body ?? '').lines.flatMap((line) => {
    // One more than is taken tells what became of it.
    return COMMAND.test(line)
      ? [
          line
            .slice(ROOT.length)
            .trim()
            .slice(0, MAX_COMMAND + 1)
            .toWellFormed(),
        ]
      : []
  })
  const { login, id: githubId } = sender
  const by = { login, ...(githubId === undefined ? {} : { githubId }) }
  const [code] = kind === 'comment' ? lines.flatMap((line) => CODE.exec(line)?.[1] ?? []) : []
  const rest = lines.filter((line) => kind !== 'comment' || !CODE.test(line))
  const place = { kind, id: text.id, number: conversation.number }
  const at = text.created_at ?? text.submitted_at
  const { owner, ...repository } = said.repository
  // In an organisation a collaborator is somebody from outside of it.
  const isOutside = owner?.type === 'Organization' && text.author_association === 'COLLABORATOR'
  const isStranger = !BELONGS.has(text.author_association ?? '')
  const named = namedIn(conversation)
  return [
    ...(code === undefined
      ? []
      : [{ kind: 'link' as const, repository, ...by, code, issue: conversation.number, comment: text.id }]),
    ...(rest.length === 0 || at == null
      ? []
      : [
          {
            kind: 'command' as const,
            ...{ repository, ...by, place, at, named, lines: rest.slice(0, MAX_COMMANDS + 1) },
            ...(isOutside ? { isOutside } : {}),
            ...(isStranger ? { isStranger } : {}),
          },
        ]),
  ]
}

const ROOT = '/codexflow'
const COMMAND = /^\/codexflow(?:\s|$)/i

/** What proves a login. It is brought in a comment of its own kind, where its answer is expected. */
const CODE = /^link\s+([A-Za-z0-9-]{4,64})$/i

// What a stranger calls their issue must not lead somebody's command to a task.
function namedIn({ title, body, pull_request, author_association: association }: Said['conversation']) {
  if (pull_request !== undefined || !BELONGS.has(association ?? '')) return []
  return namedTasks({ title: title ?? '', branch: '', body: body ?? '' }, false)
}

/** A cheap look at the door, whether a text mentions us at all and is a person's. */
export function mentioning(key: 'comment' | 'review') {
  const looked = z.object({
    sender: account.refine(({ isBot }) => !isBot),
    [key]: z.object({ body: z.string().regex(/\/codexflow/i) }),
  })
  return (payload: unknown) => looked.safeParse(payload).success
}
