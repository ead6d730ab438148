import { describe, expect, it } from 'vitest'
import { refusalWords } from '../../infra/local/clients/act.ts'
import { connect } from '../../infra/local/clients/connect.ts'
import { githubArguments } from '../../infra/local/clients/github-arguments.ts'
import { slackArguments } from '../../infra/local/clients/slack-arguments.ts'
import { GitHubRefusal } from '../../infra/local/world/github-rest.ts'

describe('npm run slack', () => {
  const does = (...args: string[]) => {
    const read = slackArguments(['--as', 'gaius', ...args])
    return typeof read === 'object' && 'does' in read ? read.does : read
  }

  it('types a command as somebody, with or without /codexflow, quoted or not', () => {
    const typed = { as: 'gaius', json: false, does: { kind: 'type', text: 'done UAPI-2' } }
    expect(slackArguments(['--as', 'gaius', '/codexflow done UAPI-2'])).toEqual(typed)
    expect(slackArguments(['--as', 'gaius', 'done UAPI-2'])).toEqual(typed)
    expect(slackArguments(['--as', 'gaius', '/codexflow', 'done', 'UAPI-2'])).toEqual(typed)
    expect(slackArguments(['--as', 'gaius', '/codexflow'])).toEqual({ ...typed, does: { kind: 'type', text: '' } })
    expect(slackArguments(['--as=amy', '--json', '--channel', '#team-qa', 'help'])).toEqual({
      as: 'amy',
      json: true,
      channel: 'team-qa',
      does: { kind: 'type', text: 'help' },
    })
  })

  it('clicks, and looks', () => {
    expect(slackArguments(['--as', 'gaius', '--click', 'Start'])).toEqual({
      as: 'gaius',
      json: false,
      does: { kind: 'click', button: 'Start', on: 'message' },
    })
    expect(does('--home', '--click', 'Start')).toEqual({ kind: 'click', button: 'Start', on: 'home' })
    expect(does('--modal', '--click', 'Start')).toEqual({ kind: 'click', button: 'Start', on: 'modal' })
    expect([does(), does('--home'), does('--modal')]).toEqual([
      { kind: 'look', at: 'messages' },
      { kind: 'look', at: 'home' },
      { kind: 'look', at: 'modal' },
    ])
    expect(slackArguments(['--help'])).toBe('help')
  })

  it('writes, mentions, and chooses shortcuts', () => {
    expect(does('--mention', 'why UAPI-2')).toEqual({ kind: 'mention', text: 'why UAPI-2' })
    const thread = { kind: 'mention', text: 'mine', thread: '1.2' }
    expect(slackArguments(['--as', 'amy', '--mention', 'mine', '--thread', '1.2', '--channel', 'team-qa'])).toEqual({
      as: 'amy',
      json: false,
      channel: 'team-qa',
      does: thread,
    })
    expect(does('--direct', 'mine')).toEqual({ kind: 'direct', text: 'mine' })
    expect(does('--shortcut', 'task.new')).toEqual({ kind: 'shortcut', callbackId: 'task.new' })
    expect(does('--shortcut', 'task.from-message', '--message', '1.2')).toEqual({
      kind: 'shortcut',
      callbackId: 'task.from-message',
      message: '1.2',
    })
  })

  it('fills in the modal, searches in it, submits and closes it', () => {
    const fill = ['--fill', 'title=a = b', '--fill', 'after=UAPI-1', '--fill', 'after=UAPI-2']
    const values = { title: ['a = b'], after: ['UAPI-1', 'UAPI-2'] }
    expect(does(...fill)).toEqual({ kind: 'fill', values, submit: false })
    expect(does(...fill, '--submit')).toEqual({ kind: 'fill', values, submit: true })
    expect(does('--submit')).toEqual({ kind: 'fill', values: {}, submit: true })
    expect(does('--search', 'after=')).toEqual({ kind: 'search', field: 'after', typed: '' })
    expect(does('--close')).toEqual({ kind: 'close' })
  })

  it('says what is wrong with what it was given', () => {
    expect(does('--fill', 'title')).toEqual({ wrong: '"title" says not which field: --fill title="…"' })
    expect(does('--search', 'after')).toEqual({ wrong: 'Say what is typed where: --search after=UAPI' })
    expect(does('--mention', 'mine', '--close')).toEqual({ wrong: 'One thing at a time: --mention, or --close' })
    expect(does('--direct', 'mine', '--home')).toEqual({
      wrong: 'One thing at a time: --direct, or --click, --home or --modal',
    })
    expect(does('--mention', 'mine', 'why UAPI-1')).toEqual({
      wrong: 'Either type something or click something, not both',
    })
    expect(slackArguments(['/codexflow help'])).toEqual({ wrong: 'Say who you are: --as gaius' })
    expect(slackArguments(['--as', 'amy', '/giphy cat'])).toEqual({
      wrong: '/giphy is no command of ours; it is /codexflow',
    })
    expect(slackArguments(['--as', 'amy', '--click', 'Start', 'done UAPI-1'])).toEqual({
      wrong: 'Either type something or click something, not both',
    })
    expect(slackArguments(['--whoever'])).toEqual({ wrong: "Unknown option '--whoever'" })
  })
})

describe('npm run github', () => {
  const order = (...args: string[]) => {
    const read = githubArguments(args)
    return typeof read === 'object' && 'does' in read ? read.does : read
  }

  it('does what people do on GitHub', () => {
    const on = 'northwind/user-api#2'
    expect(githubArguments(['merge', on, '--as', 'devi'])).toEqual({
      as: 'devi',
      json: false,
      does: { kind: 'merge', on },
    })
    expect(order('revert', on)).toEqual({ kind: 'revert', on })
    expect(order('close', on)).toEqual({ kind: 'close', on })
    expect(order('reopen', on)).toEqual({ kind: 'reopen', on })
    expect(order('push', on)).toEqual({ kind: 'push', on })
    expect(order('show', on)).toEqual({ kind: 'show', on })
    expect(order('list', 'northwind/user-api')).toEqual({ kind: 'list', repository: 'northwind/user-api' })
    expect(order('check', on, 'failure')).toEqual({ kind: 'check', on, conclusion: 'failure', name: 'build' })
    expect(order('check', on, 'success', 'lint')).toEqual({ kind: 'check', on, conclusion: 'success', name: 'lint' })
    expect(order('comment', on, 'looks', 'good\\nto me')).toEqual({ kind: 'comment', on, body: 'looks good\nto me' })
    expect(order('edit', on, '--title', 'Other')).toEqual({ kind: 'edit', on, title: 'Other' })
    expect(order('issue', 'northwind/user-api', '--title', 'Broken')).toEqual({
      kind: 'issue',
      repository: 'northwind/user-api',
      title: 'Broken',
      body: '',
    })
  })

  it('commits a file of this machine to the default branch, or takes it away, and changes it in a pull request', () => {
    const file = '.github/codexflow.yml=my.yml'
    expect(order('push', 'o/r', '--file', file, '--message', 'Completes UAPI-1')).toEqual({
      kind: 'commit',
      repository: 'o/r',
      message: 'Completes UAPI-1',
      file: { path: '.github/codexflow.yml', local: 'my.yml' },
    })
    expect(order('push', 'o/r', '--file', 'a.yml=')).toMatchObject({ message: 'Remove a.yml', file: { local: '' } })
    expect(order('open', 'o/r', '--title', 'Configure', '--file', file)).toMatchObject({ file: { local: 'my.yml' } })
    expect(order('push', 'o/r')).toEqual({ wrong: 'Say which file: push o/r --file path/in/it=file-here' })
    expect(order('push', 'o/r', '--file', 'x')).toEqual({
      wrong: '"x" is not of the form path/in/the/repository=file-here',
    })
  })

  it('opens a pull request on a branch that it names after the title', () => {
    expect(order('open', 'o/r', '--title', 'UAPI-1: Provision it!', '--body', 'a\\nb')).toEqual({
      kind: 'open',
      repository: 'o/r',
      title: 'UAPI-1: Provision it!',
      body: 'a\nb',
      branch: 'UAPI-1-provision-it',
    })
    expect(order('open', 'o/r', '--title', '…', '--branch', 'mine')).toMatchObject({ branch: 'mine' })
    expect(order('open', 'o/r', '--title', '…')).toMatchObject({ branch: 'change' })
  })

  it('deploys a pull request, a commit or the default branch; sets a status; publishes a release', () => {
    const deploys = { kind: 'deploy', repository: 'o/r', environment: 'production', state: 'success' }
    expect(order('deploy', 'o/r')).toEqual(deploys)
    expect(order('deploy', 'o/r#12', '--env', 'staging', '--url', 'https://x.example')).toEqual({
      ...{ ...deploys, environment: 'staging', pull: 'o/r#12', url: 'https://x.example' },
    })
    const failing = order('deploy', 'o/r', '--sha', '1a2b3c', '--state', 'failure', '--log', 'https://ci.example')
    expect(failing).toEqual({ ...deploys, state: 'failure', ref: '1a2b3c', log: 'https://ci.example' })
    expect(order('deploy', 'o/r', '--state', 'fine')).toEqual({ wrong: expect.stringContaining('not "fine"') })
    expect(order('deploy', 'o/r#12', '--sha', '1a2b3c')).toEqual({ wrong: expect.stringContaining('not both') })
    expect(order('deploy', 'o/r#12', '--before')).toEqual({ ...deploys, pull: 'o/r#12', before: true })
    expect(order('deploy', 'o/r', '--before')).toEqual({ wrong: expect.stringContaining('Before which pull request?') })
    expect(order('deploy', 'o/r#x')).toEqual({ wrong: '"o/r#x" is not of the form owner/repo#12' })
    expect(order('status', 'o/r#1', 'error')).toEqual({ kind: 'status', on: 'o/r#1', state: 'error', name: 'ci/build' })
    expect(order('status', 'o/r#1', 'red')).toEqual({ wrong: expect.stringContaining('not "red"') })
    expect(order('release', 'o/r', 'v1', '--sha', '1a2b3c')).toEqual({
      ...{ kind: 'release', repository: 'o/r', tag: 'v1', ref: '1a2b3c' },
    })
    expect(order('release', 'o/r')).toEqual({ wrong: 'Say which version: release o/r v1.2.0' })
  })

  it('says what is wrong with what it was given', () => {
    expect(order()).toBe('help')
    expect(order('frob')).toEqual({
      wrong:
        'I do not know "frob"; there are open, merge, revert, check, status, deploy, release, edit, push, close, reopen, issue, assign, label, block, unblock, part, comment, show, list',
    })
    expect(order('merge')).toEqual({ wrong: 'Say which one: owner/repo#12' })
    expect(order('merge', '12')).toEqual({ wrong: '"12" is not of the form owner/repo#12' })
    expect(order('check', 'o/r#1', 'red')).toEqual({ wrong: expect.stringContaining('not in "red"') })
    expect(order('comment', 'o/r#1')).toEqual({ wrong: 'Say what the comment says: comment owner/repo#1 "text"' })
    expect(order('edit', 'o/r#1')).toEqual({ wrong: 'Say what to change: --title "…" or --body "…"' })
    expect(order('open', 'o/r')).toEqual({ wrong: 'It needs a title: open o/r --title "…"' })
    expect(order('list')).toEqual({ wrong: '"" is no repository; they look like owner/repo' })
    expect(order('open', 'r', '--title', 'x')).toEqual({ wrong: '"r" is no repository; they look like owner/repo' })
  })

  it('tells what GitHub refused without the JSON around it', () => {
    const refused = new GitHubRefusal('PUT /merge', 422, '{"message":"Pull Request is not mergeable"}')
    expect(refusalWords(refused)).toBe('GitHub refused (422): Pull Request is not mergeable')
    const taken = new GitHubRefusal('POST /repos/o/r/git/refs', 422, '{"message":"Reference already exists"}')
    expect(refusalWords(taken)).toBe('There is a branch of that name already. Name another: --branch …')
  })

  it.each([
    ['/repos/o/r/pulls/7/merge', 'no pull request o/r#7. See what there is: npm run github -- list o/r'],
    ['/repos/o/r/issues/7', 'no issue or pull request o/r#7. See what there is: npm run github -- list o/r'],
    ['/repos/o/r/git/refs', 'no repository o/r, or not that part of it.'],
    ['/user', 'no such thing (404): Not Found'],
  ])('names what GitHub does not know: %s', (path, what) => {
    const refused = new GitHubRefusal(`GET ${path}`, 404, '{"message":"Not Found"}')
    expect(refusalWords(refused)).toBe(`GitHub knows ${what}`)
  })
})

it('a client says how to start what does not run', async () => {
  await expect(connect('/nowhere')).rejects.toThrow('Start it first, in another terminal: npm start')
})
