import { readFileSync } from 'node:fs'
import { SIGNS } from '../story/timeline.ts'
import { fromMarkdown, wrapped } from '../terminal/plain-text.ts'
import { terminal } from '../terminal/terminal.ts'
import { readPull, subjectsOf } from '../world/github-acts.ts'
import type { DeploymentState } from '../world/github-machines.ts'
import { parseReference } from '../world/github-rest.ts'
import { afterwards, renderer, runClient } from './act.ts'
import { ClientError, type Connected, localDir } from './connect.ts'
import { githubArguments } from './github-arguments.ts'
import type { GitHubOrder, NamedFile } from './github-order.ts'
import { GITHUB_USAGE } from './github-usage.ts'

// `npm run github`: be somebody of the team on GitHub. GitHub sends its webhooks, signed, to the door by itself.

const DEPLOYED: Readonly<Record<DeploymentState, string>> = {
  success: 'deployed',
  failure: 'failed to deploy',
  error: 'could not deploy',
  in_progress: 'began to deploy',
  inactive: 'took out of service',
}

const screen = terminal()
const { print, complain } = screen
const order = githubArguments(process.argv.slice(2))
process.exitCode = await main()

async function main(): Promise<number> {
  if (order === 'help') {
    print(GITHUB_USAGE)
    return 0
  }
  if ('wrong' in order) {
    complain(`${order.wrong}.\n\n${GITHUB_USAGE}`)
    return 2
  }
  return perform(order)
}

function perform({ as, json, does }: GitHubOrder): Promise<number> {
  return runClient(localDir(process.env), async (connected, watch) => {
    const { folk } = connected
    const person = folk.person(as)
    if (does.kind === 'show') return show(connected, does.on, json)
    if (does.kind === 'list') return list(connected, as, does.repository, json)
    const did = await act(connected, person.name, does)
    if (!json) print(`${person.fullName} ${did}`)
    const render = renderer(folk, screen)
    const news = await afterwards(connected, watch, (each) => {
      const own = each.kind === 'comment' && !each.isBot && each.by === person.login
      if (!json && !own) print(render({ kind: 'news', at: new Date(), news: each }))
    })
    if (json) print(JSON.stringify({ did, news }, null, 2))
    else if (news.every((each) => each.kind === 'comment' && !each.isBot))
      print('CodexFlow had nothing to tell anybody.')
    return 0
  })
}

function contentOf({ local }: NamedFile): string {
  try {
    return readFileSync(local, 'utf8')
  } catch {
    throw new ClientError(`There is no file ${local} here.`)
  }
}

type Act = Exclude<GitHubOrder['does'], { readonly kind: 'show' | 'list' }>

async function act({ folk }: Connected, as: string, does: Act): Promise<string> {
  const { github } = folk
  switch (does.kind) {
    case 'open': {
      const { file, ...pull } = does
      const changed = file === undefined ? {} : { file: { path: file.path, content: contentOf(file) } }
      const number = await github.openPull(as, does.repository, { ...pull, ...changed })
      return `opened pull request ${does.repository}#${number} on branch ${does.branch}`
    }
    case 'commit': {
      const { repository, file, message } = does
      const { path } = file
      const change = file.local === '' ? { path } : { path, content: contentOf(file) }
      const sha = await github.commit(as, repository, change, message)
      return `${file.local === '' ? 'took' : 'pushed'} ${path} ${file.local === '' ? 'away from' : 'to'} ${repository} as ${sha.slice(0, 7)}`
    }
    case 'issue':
      return `opened issue ${does.repository}#${await github.openIssue(as, does.repository, does.title, does.body, does.labels)}`
    case 'assign':
      await github.assign(as, does.on, does.who)
      return `assigned ${does.on} to ${does.who}`
    case 'label':
      await github.label(as, does.on, does.name)
      return `labelled ${does.on} ${does.name}`
    case 'block':
    case 'unblock':
      await github.relate(as, does.on, does.kind === 'block' ? 'blocked-by' : 'not-blocked-by', does.other)
      return `said that ${does.on} is ${does.kind === 'block' ? '' : 'not '}blocked by ${does.other}`
    case 'part':
      await github.relate(as, does.on, 'part', does.other)
      return `made ${does.other} a part of ${does.on}`
    case 'merge':
      await mergeable(folk, as, does.on)
      return `merged ${does.on} as ${(await github.merge(as, does.on)).slice(0, 7)}`
    case 'revert': {
      const { repository } = parseReference(does.on)
      const number = await github.revert(as, does.on)
      return `opened ${repository}#${number}, which reverts ${does.on} once it is merged: npm run github -- merge ${repository}#${number}`
    }
    case 'check':
      await github.check(as, does.on, does.conclusion, does.name)
      return `had the check ${does.name} end in ${does.conclusion} on ${does.on}`
    case 'status':
      await github.status(as, does.on, does.state, does.name)
      return `set the status ${does.name} of ${does.on} to ${does.state}`
    case 'deploy': {
      const { kind: _, repository, ...wanted } = does
      const sha = await github.deploy(as, repository, wanted)
      const what = wanted.before === true ? `what was before ${wanted.pull}` : (wanted.pull ?? repository)
      return `${DEPLOYED[does.state]} ${what} (${sha.slice(0, 7)}) ${does.state === 'inactive' ? 'in' : 'to'} ${does.environment}`
    }
    case 'release':
      await github.release(as, does.repository, does.tag, does.ref)
      return `released ${does.tag} of ${does.repository}`
    case 'push':
      await github.push(as, does.on)
      return `pushed a commit to ${does.on}`
    case 'edit': {
      const { kind, on, ...change } = does
      await github.editPull(as, on, change)
      return `edited ${on}`
    }
    case 'comment':
      await github.comment(as, does.on, does.body)
      return `commented on ${does.on}`
    case 'close':
    case 'reopen': {
      await github.setState(as, does.on, does.kind === 'close' ? 'closed' : 'open')
      return `${does.kind === 'close' ? 'closed' : 'reopened'} ${does.on}`
    }
  }
}

// GitHub itself says only that it cannot be merged.
async function mergeable({ github }: Connected['folk'], as: string, on: string): Promise<void> {
  const { merged, state } = await readPull(github.rest(as), parseReference(on))
  if (merged) throw new ClientError(`${on} is merged already. To take it back: npm run github -- revert ${on}`)
  if (state === 'closed') throw new ClientError(`${on} is closed. Open it first: npm run github -- reopen ${on}`)
}

async function list({ folk }: Connected, as: string, repository: string, json: boolean): Promise<number> {
  const subjects = await subjectsOf(folk.github.rest(as), repository)
  if (json) print(JSON.stringify(subjects, null, 2))
  else
    for (const { number, title, state, html_url } of subjects) {
      print(`${repository}#${number} ${title} (${html_url.includes('/pull/') ? 'pull request' : 'issue'}, ${state})`)
    }
  if (subjects.length === 0 && !json) print(`There is nothing in ${repository}.`)
  return 0
}

async function show({ folk }: Connected, on: string, json: boolean): Promise<number> {
  const [subject, comments, checks] = await Promise.all([folk.issue(on), folk.comments(on), folk.checks(on)])
  if (json) {
    print(JSON.stringify({ ...subject, comments, checks }, null, 2))
    return 0
  }
  const text = (body: string) =>
    wrapped(fromMarkdown(body), Math.min(screen.width, 110) - 4).map((line) => `  │ ${line}`.trimEnd())
  print(`${on} ${subject.title} (${subject.state})\n${subject.html_url}`)
  if ((subject.body ?? '') !== '') print(text(subject.body ?? '').join('\n'))
  for (const { name, status, conclusion, output } of checks) {
    print(`\nThe check ${name}: ${output.title ?? conclusion ?? status} (${conclusion ?? status})`)
    if (output.summary) print(text(output.summary).join('\n'))
  }
  for (const { user, body, reactions = {} } of comments) {
    const signs = Object.entries(reactions).flatMap(([sign, count]) => (count > 0 ? [SIGNS[sign] ?? sign] : []))
    print(`\n${[`${user.login}:`, ...signs].join(' ')}\n${text(body).join('\n')}`)
  }
  if (comments.length === 0) print('\nNobody has commented.')
  return 0
}
