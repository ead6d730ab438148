import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addTask, dmsAbout, shown } from '../support/story.ts'

const REPOSITORY = 'northwind/user-api'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** Opens and merges a pull request that names the task; `owner/repo#12`. */
async function mergedPull(task: string, words: string): Promise<string> {
  const branch = `${task}-${words}`
  const number = await stack.github.openPull('gaius', REPOSITORY, { title: `${task} ${words}`, branch })
  const pull = `${REPOSITORY}#${number}`
  await stack.github.merge('amy', pull)
  await stack.settled()
  return pull
}
const deploy = async (more: Partial<Parameters<Stack['github']['deploy']>[2]> = {}) => {
  await stack.github.deploy('devi', REPOSITORY, { environment: 'production', state: 'success', ...more })
  await stack.settled()
}
const why = async (task: string) => (await stack.slack('amy', `why ${task}`)).text

it('a task that has to be deployed is done when production holds its merge, and open again when it does not', async () => {
  const first = await addTask(stack, '"Rate limits" phase:backend assign:@gaius gate:merged,deployed:production')
  const second = await addTask(stack, `"Test the limits" phase:qa assign:@quinn after:${first}`)
  await deploy()
  const pull = await mergedPull(first, 'limits')
  expect(await why(first)).toContain('It is merged, and on its way.')
  expect(await why(first)).toContain('Missing: a deployment to production.')
  // Merged is not deployed: nobody is told to begin, not even again.
  expect(await dmsAbout(stack, 'quinn', second)).toEqual([])
  expect(await dmsAbout(stack, 'gaius', first)).toHaveLength(1)

  await deploy({ state: 'failure', log: 'https://ci.example/1' })
  const [failed] = (await dmsAbout(stack, 'gaius', first)).slice(-1)
  expect(shown(failed!)).toContain(`A deployment failed: ${first}`)

  // Somebody pushed since: GitHub has to be asked whether the merge is in what is deployed.
  await mergedPull('', 'Housekeeping')
  await deploy({ url: 'https://api.northwind.example' })
  const [told] = await dmsAbout(stack, 'quinn', second)
  expect(shown(told!)).toContain('task.start')
  expect(shown(told!)).toContain('https://api.northwind.example')
  expect(shown(told!)).toContain('Devi Rao deployed')
  expect(shown((await dmsAbout(stack, 'gaius', first)).at(-1)!)).toContain('No longer in the way')

  await deploy({ pull, before: true })
  expect(shown((await dmsAbout(stack, 'quinn', second))[0]!)).toMatch(/on hold again/i)
  expect(await why(first)).toContain('Missing: a deployment to production.')
  expect(await why(first)).toMatch(/production> runs [0-9a-f]{7}, which is without it\./)

  await deploy({ pull })
  expect(await why(first)).toContain('It was finished by Devi Rao')
})

it('a preview is on the task at once, a release leaves its version, and a status stands in the way like a check', async () => {
  const task = await addTask(stack, '"Paging" phase:backend assign:@gaius')
  const number = await stack.github.openPull('gaius', REPOSITORY, { title: `${task} Paging`, branch: `${task}-paging` })
  const pull = `${REPOSITORY}#${number}`
  await deploy({ pull, environment: 'Preview', url: 'https://paging.preview.example' })
  const show = async () => (await stack.slack('amy', `show ${task}`)).text
  expect(await show()).toContain('Preview: <https://paging.preview.example>')
  await stack.github.status('gaius', pull, 'failure', 'ci/build')
  await stack.settled()
  expect(await why(task)).toContain(`the check ci/build fails on ${pull}`)
  await stack.github.status('gaius', pull, 'success', 'ci/build')
  await stack.github.merge('amy', pull)
  await stack.settled()
  await stack.github.release('amy', REPOSITORY, 'v1.2.0')
  await stack.settled()
  expect(await show()).toContain(`Release of user-api: v1.2.0 (release v1.2.0 of ${REPOSITORY})`)
})
