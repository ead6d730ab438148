import { parseArgs } from 'node:util'
import type { Conclusion } from '../world/github-checks.ts'
import type { DeploymentState, StatusState } from '../world/github-machines.ts'
import type { Deploying, GitHubOrder, NamedFile } from './github-order.ts'

const CONCLUSIONS: readonly Conclusion[] = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
]
const STATUS_STATES: readonly StatusState[] = ['success', 'failure', 'error', 'pending']
const DEPLOYMENT_STATES: readonly DeploymentState[] = ['success', 'failure', 'error', 'in_progress', 'inactive']
const VERBS = [
  'open',
  'merge',
  'revert',
  'check',
  'status',
  'deploy',
  'release',
  'edit',
  'push',
  'close',
  'reopen',
  'issue',
  'assign',
  'label',
  'block',
  'unblock',
  'part',
  'comment',
  'show',
  'list',
]

type Wrong = { readonly wrong: string }

/** Reads the arguments; the error says in words what is wrong. */
export function githubArguments(args: readonly string[]): GitHubOrder | 'help' | Wrong {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { wrong: error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error) }
  }
  const { values, positionals } = parsed
  if (values.help || positionals.length === 0) return 'help'
  const does = read(positionals, values)
  return 'wrong' in does ? does : { as: values.as, json: values.json, does }
}

function read(positionals: readonly string[], values: ReturnType<typeof parse>['values']): GitHubOrder['does'] | Wrong {
  const [verb = '', where = '', ...rest] = positionals
  const text = (given: string | undefined) => given?.replaceAll('\\n', '\n')
  const [title, body] = [text(values.title), text(values.body)]
  switch (verb) {
    case 'merge':
    case 'revert':
    case 'close':
    case 'reopen':
      return at(where) ?? { kind: verb, on: where }
    case 'push':
      if (isRepository(where)) return committing(where, values)
      return at(where) ?? { kind: verb, on: where }
    case 'show':
      return at(where) ?? { kind: verb, on: where }
    case 'check': {
      const [conclusion = '', name = 'build'] = rest
      const known = CONCLUSIONS.find((each) => each === conclusion)
      if (known === undefined)
        return { wrong: `A check ends in one of ${CONCLUSIONS.join(', ')}, not in "${conclusion}"` }
      return at(where) ?? { kind: 'check', on: where, conclusion: known, name }
    }
    case 'status': {
      const [state = '', name = 'ci/build'] = rest
      const known = STATUS_STATES.find((each) => each === state)
      if (known === undefined) return { wrong: `A status is one of ${STATUS_STATES.join(', ')}, not "${state}"` }
      return at(where) ?? { kind: 'status', on: where, state: known, name }
    }
    case 'deploy':
      return deploying(where, values)
    case 'release': {
      const [tag = ''] = rest
      if (!isRepository(where)) return noRepository(where)
      if (tag === '') return { wrong: `Say which version: release ${where} v1.2.0` }
      return { kind: 'release', repository: where, tag, ...(values.sha === undefined ? {} : { ref: values.sha }) }
    }
    case 'assign':
    case 'label': {
      const [what = ''] = rest
      if (what === '') return { wrong: `Say ${verb === 'assign' ? 'whom' : 'which'}: ${verb} owner/repo#7 …` }
      return (
        at(where) ?? (verb === 'assign' ? { kind: verb, on: where, who: what } : { kind: verb, on: where, name: what })
      )
    }
    case 'block':
    case 'unblock':
    case 'part':
      return at(where) ?? at(rest[0] ?? '') ?? { kind: verb, on: where, other: rest[0] ?? '' }
    case 'comment': {
      const said = text(rest.join(' ')) ?? ''
      if (said.trim() === '') return { wrong: 'Say what the comment says: comment owner/repo#1 "text"' }
      return at(where) ?? { kind: 'comment', on: where, body: said }
    }
    case 'edit':
      if (title === undefined && body === undefined) return { wrong: 'Say what to change: --title "…" or --body "…"' }
      return (
        at(where) ?? {
          kind: 'edit',
          on: where,
          ...(title === undefined ? {} : { title }),
          ...(body === undefined ? {} : { body }),
        }
      )
    case 'list':
    case 'open':
    case 'issue': {
      if (!isRepository(where)) return noRepository(where)
      if (verb === 'list') return { kind: verb, repository: where }
      if (title === undefined || title.trim() === '') return { wrong: `It needs a title: ${verb} ${where} --title "…"` }
      if (verb === 'issue') {
        const labels = values.label === undefined ? {} : { labels: values.label }
        return { kind: 'issue', repository: where, title, body: body ?? '', ...labels }
      }
      const file = fileIn(values.file)
      if (file !== undefined && 'wrong' in file) return file
      const opened = {
        kind: verb,
        repository: where,
        title,
        body: body ?? '',
        branch: values.branch ?? branchOf(title),
      }
      return { ...opened, ...(file === undefined ? {} : { file }) }
    }
    default:
      return { wrong: `I do not know "${verb}"; there are ${VERBS.join(', ')}` }
  }
}

function committing(repository: string, { file: given, message }: ReturnType<typeof parse>['values']) {
  const file = fileIn(given)
  if (file === undefined) return { wrong: `Say which file: push ${repository} --file path/in/it=file-here` }
  if ('wrong' in file) return file
  const said = message?.replaceAll('\\n', '\n') ?? `${file.local === '' ? 'Remove' : 'Change'} ${file.path}`
  return { kind: 'commit', repository, message: said, file } as const
}

function fileIn(given: string | undefined): NamedFile | Wrong | undefined {
  if (given === undefined) return undefined
  const [, path, local = ''] = /^([\w./-]+)=(.*)$/.exec(given) ?? []
  return path === undefined
    ? { wrong: `"${given}" is not of the form path/in/the/repository=file-here` }
    : { path, local }
}

function deploying(where: string, values: ReturnType<typeof parse>['values']): Deploying | Wrong {
  const state = DEPLOYMENT_STATES.find((each) => each === values.state)
  if (state === undefined) {
    return { wrong: `A deployment is one of ${DEPLOYMENT_STATES.join(', ')}, not "${values.state}"` }
  }
  const [repository = '', number] = where.split('#')
  if (!isRepository(repository)) return noRepository(where)
  if (number !== undefined) {
    const wrong = at(where)
    if (wrong !== undefined) return wrong
    if (values.sha !== undefined) return { wrong: `Deploy ${where} or a commit of ${repository}, not both` }
  }
  const { sha, url, log, env: environment, before } = values
  if (before && number === undefined) return { wrong: `Before which pull request? deploy ${where}#12 --before` }
  return {
    ...{ kind: 'deploy', repository, environment, state },
    ...(number === undefined ? {} : { pull: where }),
    ...(before ? { before } : {}),
    ...(sha === undefined ? {} : { ref: sha }),
    ...(url === undefined ? {} : { url }),
    ...(log === undefined ? {} : { log }),
  }
}

function isRepository(where: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(where)
}

function noRepository(where: string): Wrong {
  return { wrong: `"${where}" is no repository; they look like owner/repo` }
}

function at(where: string): Wrong | undefined {
  if (/^[\w.-]+\/[\w.-]+#\d+$/.test(where)) return undefined
  return { wrong: where === '' ? 'Say which one: owner/repo#12' : `"${where}" is not of the form owner/repo#12` }
}

/** "UAPI-1 Provision it!" becomes "UAPI-1-provision-it". */
function branchOf(title: string): string {
  const id = /^[A-Z][A-Z0-9]+-\d+/.exec(title)?.[0] ?? ''
  const words =
    title
      .slice(id.length)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return (
    [id, ...words]
      .filter((part) => part !== '')
      .join('-')
      .slice(0, 60) || 'change'
  )
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      as: { type: 'string', default: 'amy' },
      title: { type: 'string' },
      body: { type: 'string' },
      branch: { type: 'string' },
      label: { type: 'string', multiple: true },
      file: { type: 'string' },
      message: { type: 'string' },
      env: { type: 'string', default: 'production' },
      state: { type: 'string', default: 'success' },
      sha: { type: 'string' },
      url: { type: 'string' },
      log: { type: 'string' },
      before: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
}
