import { describe, expect, it } from 'vitest'
import { pullPayload } from '../payloads.ts'
import { PATH, PROJECT, pushPayload, REPOSITORY, type Stage, stage } from './stage.ts'

/** Opens a pull request that changes the file. */
async function propose(on: Stage, text: string, action = 'opened') {
  const sha = on.github.propose(REPOSITORY, 12, { [PATH]: text })
  await on.deliver('pull_request', pullPayload(action, '09:00:00', { head: { sha, ref: 'configure' } }))
  return sha
}

describe('a pull request that edits the file', () => {
  it('says what it would decide, and changes nothing', async () => {
    const on = stage()
    const sha = await propose(on, 'name: User API\nlead: somebody\n')
    expect(await on.now()).toEqual(PROJECT)
    expect(on.reports).toEqual([
      {
        repository: REPOSITORY,
        name: 'CodexFlow configuration',
        sha,
        about: 'pull/12',
        conclusion: 'success',
        title: 'Nothing is wrong with it',
        summary: [
          'On the default branch, it would decide for UAPI: `name`. People cannot change these in Slack; everything else is theirs.',
          'Nobody of the workspace has linked `somebody` yet. What the file says of that login counts as soon as somebody does, with `/codexflow link` in Slack.',
        ].join('\n\n'),
      },
    ])
  })

  it('says who would be allowed to approve, and that it takes a lead to bring it', async () => {
    const on = stage()
    await propose(on, 'approvers: {tech-lead: devi-rao}\npeople: {x: devi@northwind.example}\n')
    expect(on.reports[0]?.summary).toContain('It changes who may approve (`tech-lead`: `devi-rao`).')
    expect(on.reports[0]?.summary).toContain('It says whose login is whose.')
  })

  it('tells nobody from outside whose login the workspace knows', async () => {
    const text = 'lead: somebody\nphases: {backend: {lead: devi-rao}}\n'
    const said = await Promise.all(
      ['NONE', 'MEMBER'].map(async (author_association) => {
        const on = stage()
        const sha = on.github.propose(REPOSITORY, 12, { [PATH]: text })
        const head = { sha, ref: 'configure', repo: { id: 666 } }
        await on.deliver('pull_request', pullPayload('opened', '09:00:00', { head, author_association }))
        return on.reports[0]?.summary
      }),
    )
    expect(said).toEqual([
      'On the default branch, it would decide for UAPI: `lead` and `lead-backend`. People cannot change these in Slack; everything else is theirs.',
      [
        'On the default branch, it would decide for UAPI: `lead-backend`. People cannot change these in Slack; everything else is theirs.',
        'Nobody of the workspace has linked `somebody` yet. What the file says of that login counts as soon as somebody does, with `/codexflow link` in Slack.',
      ].join('\n\n'),
    ])
  })

  it('fails with every wrong line, and what stands there stays text', async () => {
    const on = stage()
    await propose(on, 'nam: x\nlead: "@everyone ![x](https://evil.example)"\n', 'synchronize')
    expect(on.reports[0]).toMatchObject({
      conclusion: 'failure',
      title: '2 things are wrong',
      annotations: [{ line: 1 }, { line: 2 }],
    })
    expect(on.reports[0]?.summary).not.toMatch(/@everyone|!\[/)
    expect(on.reports[0]?.summary).toContain('Merged like this, it would not count')
  })

  it('fails where it is for another project', async () => {
    const on = stage()
    await propose(on, 'project: WEB\n')
    expect(on.reports[0]?.title).toBe('Line 1: project: this repository is connected to UAPI, not to WEB')
  })

  it('that leaves the file alone, or takes it away, gets no check run', async () => {
    const on = stage()
    const sha = on.github.propose(REPOSITORY, 12, { 'src/a.ts': 'x' })
    await on.deliver('pull_request', pullPayload('opened', '09:00:00', { head: { sha, ref: 'x' } }))
    await on.deliver('pull_request', pullPayload('edited', '09:01:00', { head: { sha, ref: 'x' } }))
    expect([on.reports, on.github.asked]).toEqual([[], [`changes ${REPOSITORY}#12`]])
  })
})

describe('the file of an organisation', () => {
  const DOT = 'northwind/.github'
  const web = { id: 1002, fullName: 'northwind/web', installation: 7 }
  const others = { id: 1003, fullName: 'southwind/web', installation: 7 }
  const dot = (how: object = {}) => ({ repository: DOT, id: 77, touched: ['codexflow.yml'], ...how })

  async function bring(on: Stage, text: string | undefined, path = 'codexflow.yml') {
    const pushed = on.github.push(DOT, { [path]: text })
    await on.deliver('push', pushPayload(pushed, dot({ touched: [path] })))
    return pushed
  }

  it('stands in for a project whose repositories have none, and follows what is pushed to it', async () => {
    const on = stage()
    const { after } = await bring(on, 'name: All alike\n')
    expect(await on.now()).toMatchObject({
      name: 'All alike',
      configuredBy: { repository: DOT, path: 'codexflow.yml', commit: after },
    })
    expect(on.reports).toMatchObject([{ repository: DOT, sha: after, title: 'Nothing is wrong with it' }])
    await bring(on, undefined)
    expect((await on.now()).name).toBe(PROJECT.name)
  })

  it('may lie in .github of that repository too, which goes first', async () => {
    const on = stage()
    await bring(on, 'name: Plain\n')
    await bring(on, 'name: Hidden\n', PATH)
    expect((await on.now()).name).toBe('Hidden')
  })

  it('gives way to a file of the repository, and comes back when that goes', async () => {
    const on = stage()
    await bring(on, 'name: All alike\n')
    await on.deliver('push', pushPayload(on.github.push(REPOSITORY, { [PATH]: 'checks: [build]\n' })))
    expect(await on.now()).toMatchObject({ name: PROJECT.name, requiredChecks: ['build'] })
    await on.deliver('push', pushPayload(on.github.push(REPOSITORY, { [PATH]: undefined })))
    expect(await on.now()).toMatchObject({ name: 'All alike', requiredChecks: PROJECT.requiredChecks })
  })

  it('that names a project is for that one alone', async () => {
    const on = stage()
    await bring(on, 'project: WEB\nname: Web\n')
    expect(await on.now()).toEqual(PROJECT)
  })

  it('is of no account for repositories of others, or where nothing is connected', async () => {
    const on = stage({ repositories: [others] })
    await bring(on, 'name: All alike\n')
    expect([await on.now(), on.reports]).toEqual([{ ...PROJECT, repositories: [others] }, []])
  })

  it('that is wrong says so on its commit', async () => {
    const on = stage()
    await bring(on, 'nam: x\n')
    expect(on.reports).toMatchObject([{ repository: DOT, conclusion: 'failure' }])
    expect((await on.now()).wrongConfiguration).toMatchObject({ repository: DOT })
  })

  it('is checked in its pull requests too', async () => {
    const on = stage()
    on.github.push(DOT, { 'README.md': 'x' })
    const sha = on.github.propose(DOT, 12, { 'codexflow.yml': 'nam: x\n' })
    const payload = pullPayload('opened', '09:00:00', { head: { sha, ref: 'x' } })
    await on.deliver('pull_request', { ...payload, repository: { id: 77, full_name: DOT } })
    expect(on.reports).toMatchObject([{ repository: DOT, sha, conclusion: 'failure' }])
  })

  it('and any other is without effect beside that of a repository that was connected earlier', async () => {
    const on = stage({ repositories: [...PROJECT.repositories, web] })
    on.github.push('northwind/web', { 'README.md': 'x' })
    await on.deliver('push', pushPayload(on.github.push(REPOSITORY, { [PATH]: 'name: First\n' })))
    const second = on.github.push('northwind/web', { [PATH]: 'name: Second\n' })
    await on.deliver('push', pushPayload(second, { repository: 'northwind/web', id: 1002 }))
    expect((await on.now()).name).toBe('First')
    expect(on.reports.at(-1)).toMatchObject({
      repository: 'northwind/web',
      conclusion: 'neutral',
      title: 'Without effect',
    })
  })
})

describe('a repository that nobody can see any more', () => {
  it('keeps its last good file in force', async () => {
    const on = stage()
    const pushed = on.github.push(REPOSITORY, { [PATH]: 'name: User API\n' })
    await on.deliver('push', pushPayload(pushed))
    const seen = await on.now()
    on.github.hide(REPOSITORY)
    await on.deliver('push', pushPayload(pushed))
    expect(await on.now()).toEqual(seen)
  })
})
