import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { readPull } from '../../infra/local/world/github-acts.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair } from '../support/story.ts'

const REPOSITORY = 'northwind/user-api'
const PATH = '.github/codexflow.yml'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

const runs = z.looseObject({
  check_runs: z.array(
    z.looseObject({
      id: z.number(),
      name: z.string(),
      conclusion: z.string().nullable(),
      output: z.looseObject({ title: z.string().nullable() }),
    }),
  ),
})

/** What our check run says of the configuration in a commit, and its lines. */
async function checkOf(sha: string, repository = REPOSITORY) {
  const rest = stack.github.rest('amy')
  const all = runs.parse(await rest('GET', `/repos/${repository}/commits/${sha}/check-runs`)).check_runs
  const ours = all.filter(({ name }) => name === 'CodexFlow configuration')
  const [run] = ours
  if (run === undefined) return undefined
  const { check_annotations: lines } = z
    .looseObject({ check_annotations: z.array(z.looseObject({ start_line: z.number(), message: z.string() })) })
    .parse(await rest('GET', `/repos/${repository}/check-runs/${run.id}/annotations`))
  return {
    count: ours.length,
    conclusion: run.conclusion,
    title: run.output.title,
    lines: lines.map(({ start_line, message }) => `${start_line}: ${message}`),
  }
}

async function pushed(as: string, content: string | undefined, repository = REPOSITORY) {
  const file = content === undefined ? { path: PATH } : { path: PATH, content }
  const sha = await stack.github.commit(as, repository, file, 'Configure')
  await stack.settled()
  return sha
}

const shownProject = async () => (await stack.slack('amy', 'project show UAPI')).text

describe('the configuration of a repository', () => {
  it('counts when it is pushed, and people see where it stands and cannot change it in Slack', async () => {
    const sha = await pushed('amy', 'name: The User API\nlead: devi-rao\napprovers: {tech-lead: gaius-okoro}\n')
    expect(await checkOf(sha)).toMatchObject({ count: 1, conclusion: 'success', title: 'In force for UAPI', lines: [] })
    const shown = await shownProject()
    expect(shown).toContain('The User API')
    expect(shown).toContain('Lead: Devi Rao')
    expect(shown).toContain('May approve as tech lead: Gaius Okoro')
    expect(shown).toContain('`approver-tech-lead`, `lead` and `name`')
    const refused = await stack.slack('amy', 'project settings UAPI name:"Mine"')
    expect(refused.text).toContain('Name of UAPI is decided by .github/codexflow.yml in northwind/user-api.')
  })

  it('that is wrong fails its check at the line, and what was in force stays', async () => {
    const sha = await pushed('amy', 'name: Other\nphases:\n  bakend: {lead: devi-rao}\n')
    expect(await checkOf(sha)).toMatchObject({
      count: 1,
      conclusion: 'failure',
      lines: ['3: There is no "bakend" in phases; did you mean backend?'],
    })
    const shown = await shownProject()
    expect(shown).toContain('The User API')
    expect(shown).toContain('Line 3: there is no "bakend" in phases')
  })

  it('is checked in the pull request that edits it, and counts once that is merged', async () => {
    const open = (branch: string, content: string) =>
      stack.github.openPull('amy', REPOSITORY, { title: 'Configure', branch, file: { path: PATH, content } })
    const bad = await open('configure-badly', 'gates: [mergd]\n')
    const good = await open('configure-well', 'name: Merged API\n')
    await stack.settled()
    const headOf = async (number: number) =>
      (await readPull(stack.github.rest('amy'), { repository: REPOSITORY, number })).head.sha
    expect(await checkOf(await headOf(bad))).toMatchObject({
      conclusion: 'failure',
      lines: [expect.stringMatching(/^1: Gates: "mergd" is no gate/)],
    })
    expect(await checkOf(await headOf(good))).toMatchObject({
      conclusion: 'success',
      title: 'Nothing is wrong with it',
    })
    expect(await shownProject()).toContain('The User API')
    await stack.github.merge('amy', `${REPOSITORY}#${good}`)
    await stack.settled()
    expect(await shownProject()).toContain('Merged API')
  })

  it('of the organisation stands in when the repository has none, and people’s own when nobody has any', async () => {
    await stack.github.rest('amy')('POST', '/orgs/northwind/repos', { name: '.github', auto_init: true })
    await pushed('amy', undefined)
    const before = await shownProject()
    expect(before).not.toContain('codexflow.yml')
    const sha = await pushed('amy', 'name: All of Northwind\n', 'northwind/.github')
    expect(await checkOf(sha, 'northwind/.github')).toMatchObject({ conclusion: 'success' })
    expect(await shownProject()).toContain('All of Northwind')
    await pushed('amy', undefined, 'northwind/.github')
    expect(await shownProject()).toBe(before)
  })
})

it('a commit on the default branch that completes a task hands on to the next', async () => {
  const { first, second } = await addPair(stack)
  await stack.github.commit(
    'devi',
    REPOSITORY,
    { path: 'lambda.ts', content: '// done\n' },
    `Done\n\nCompletes ${first}`,
  )
  await stack.settled()
  expect((await stack.slack('devi', `show ${first}`)).text).toContain('done')
  const dms = await stack.dms('gaius')
  expect(dms.some(({ text }) => text.includes(second) && text.includes('Ready'))).toBe(true)
})
