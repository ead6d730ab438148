import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveredBackwards } from '../support/hold.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addTask, dmsAbout, shown } from '../support/story.ts'
import { type Told, tellings } from '../support/told.ts'

// A sign-up, from its design to its announcement: six pull requests in three repositories, and whatever the five people
// and the mail are told of them, all of it, at each step.
const [API, INFRA, WEB] = ['northwind/user-api', 'northwind/infrastructure', 'northwind/web'] as const
const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/users'
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:sign-up'
const PRODUCTION = 'https://api.northwind.example'

let stack: Stack
let told: Told
let issue: string
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
  const amy = stack.github.rest('amy')
  for (const repository of [INFRA, WEB]) {
    await amy('POST', '/orgs/northwind/repos', { name: repository.split('/')[1], auto_init: true })
    for (const name of ['devi', 'fern', 'quinn']) {
      await amy('PUT', `/repos/${repository}/collaborators/${stack.person(name).login}`, { permission: 'push' })
    }
    await stack.slack('amy', `project connect ${repository}`)
    await stack.settled()
  }
  await stack.slack('amy', 'project settings UAPI approver-product-manager:@amy checks:build import:label:codexflow')
  // Quinn works in GitHub, and wants to be told there and nowhere else.
  await stack.link('quinn', `${API}#1`)
  await stack.slack('quinn', 'settings channel:github')
  told = await tellings(stack, [API, INFRA, WEB])
})
afterAll(() => stack?.stop())

/** Hands every webhook over once more, the last one first. */
async function repeatAll(): Promise<number> {
  const all = await stack.outside.deliveries()
  for (const { id } of all.toReversed()) await stack.redeliver(id)
  return all.length
}

describe('a feature, from its plan to its announcement', () => {
  it('is planned: who can begin is told, and an issue is a task like the others', async () => {
    await addTask(stack, '"Design it" phase:design assign:@fern gate:merged,approved:product-manager')
    await addTask(stack, '"Provision the table" phase:infrastructure assign:@devi gate:merged,checks')
    const gates = 'gate:merged,deployed:production'
    await addTask(stack, `"Take sign-ups" phase:backend assign:@gaius after:UAPI-1,UAPI-2 ${gates}`)
    await addTask(stack, '"Build the form" phase:frontend assign:@fern after:UAPI-3 gate:merged')
    const made = await stack.github.rest('amy')('POST', `/repos/${WEB}/issues`, {
      title: 'Try it',
      labels: ['codexflow', 'qa'],
    })
    issue = `${WEB}#${(made as { readonly number: number }).number}`
    expect(await told()).toEqual([
      '#user-api: *🟢 Ready, and nobody is assigned: UAPI-5*',
      'devi: *🟢 Ready for you: UAPI-2*',
      'fern: *🟢 Ready for you: UAPI-1*',
      'mail: UAPI-1 is ready for Fern Li: Design it',
      'mail: UAPI-2 is ready for Devi Rao: Provision the table',
      'mail: UAPI-5 can be started: Try it',
      'northwind/web#1: **`UAPI-5` is ready, and nobody is assigned to it**',
    ])
    await stack.slack('amy', 'after UAPI-5 UAPI-4')
    await stack.settled()
    await addTask(stack, '"Announce it" phase:deployment assign:@devi after:UAPI-5')
    await stack.github.rest('amy')('PATCH', `/repos/${WEB}/issues/1`, { assignees: ['quinn-moss'] })
    expect(await told()).toMatchInlineSnapshot(`
      [
        "#user-api, edited: *⏸️ On hold again: UAPI-5*",
        "#user-api: ⏸️ *UAPI-5* is on hold again: Amy Adeyemi had it wait for UAPI-4",
        "mail: Correction: UAPI-5 is on hold again: it waits for UAPI-4.",
        "northwind/web#1, edited: **\`UAPI-5\` waits; Quinn Moss goes on with it then**",
      ]
    `)
  })

  it('is designed: nothing goes on before it is approved and merged', async () => {
    const pull = await stack.github.openPull('fern', WEB, { title: 'UAPI-1 Design', branch: 'UAPI-1-design' })
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern, edited: *🔵 In progress: UAPI-1*",
        "fern, in a thread: 👀 fern-li on GitHub brought *UAPI-1* into review",
      ]
    `)
    await stack.slack('fern', 'request UAPI-1 "Two fields, or three?"')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "amy: *🗳️ Your approval is asked for: UAPI-1*",
      ]
    `)
    await stack.slack('amy', 'approve UAPI-1')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "amy, edited: *✅ Approved: UAPI-1*",
        "fern: *✅ Approved: UAPI-1*",
      ]
    `)
    await stack.github.merge('amy', `${WEB}#${pull}`)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern, edited: *✅ Finished: UAPI-1*",
        "fern, in a thread: ✅ Amy Adeyemi has finished *UAPI-1*",
      ]
    `)
  })

  it('is provisioned: a red check tells its owner, once, and green again lifts it', async () => {
    const table = ['```codexflow', 'database: users', `arn: ${TABLE}`, '```'].join('\n')
    const given = { title: 'The table of users', branch: 'UAPI-2-table', body: `Completes UAPI-2\n\n${table}` }
    const at = `${INFRA}#${await stack.github.openPull('devi', INFRA, given)}`
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi, edited: *🔵 In progress: UAPI-2*",
      ]
    `)
    await stack.github.check('devi', at, 'failure')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi: *⛔ A check fails: UAPI-2*",
      ]
    `)
    await stack.github.push('devi', at)
    await stack.github.check('devi', at, 'success')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi, edited: *✅ No longer in the way: UAPI-2*",
      ]
    `)
    await stack.github.merge('amy', at)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi, edited: *✅ Finished: UAPI-2*",
        "devi, in a thread: ✅ Amy Adeyemi has finished *UAPI-2*",
        "gaius: *🟢 Ready for you: UAPI-3*",
        "mail: UAPI-3 is ready for Gaius Okoro: Take sign-ups",
      ]
    `)
    const [handoff, ...more] = await dmsAbout(stack, 'gaius', 'UAPI-3')
    expect(more).toEqual([])
    expect(shown(handoff!)).toContain(TABLE)
  })

  it('is taken back where the table is reverted, and told anew when it is merged again', async () => {
    const revert = await stack.github.revert('devi', `${INFRA}#1`)
    await stack.github.merge('devi', `${INFRA}#${revert}`)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi, edited: *🕓 Out of date: UAPI-2*",
        "gaius, edited: *⏸️ On hold again: UAPI-3*",
        "gaius, in a thread: ⏸️ *UAPI-3* is on hold again: UAPI-2 was opened again, by Devi Rao",
        "mail: Correction: UAPI-3 is on hold again: it waits for UAPI-2.",
      ]
    `)
    const again = await stack.github.revert('devi', `${INFRA}#${revert}`)
    await stack.github.merge('devi', `${INFRA}#${again}`)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "gaius: *🟢 Ready for you: UAPI-3*",
        "mail: UAPI-3 is ready for Gaius Okoro: Take sign-ups",
      ]
    `)
  })

  it('is merged and not there yet; what is delivered backwards comes to the same', async () => {
    const happened = await deliveredBackwards(
      stack,
      async () => {
        const at = `${API}#${await stack.github.openPull('gaius', API, { title: 'UAPI-3 Sign-ups', branch: 'UAPI-3-api' })}`
        await stack.github.check('gaius', at, 'failure')
        await stack.github.check('gaius', at, 'success')
        await stack.github.merge('gaius', at)
      },
      (kept) => kept.includes('pull_request closed'),
    )
    expect(happened).toMatchInlineSnapshot(`
      [
        "create",
        "push",
        "pull_request opened",
        "check_run created",
        "check_run completed",
        "check_run created",
        "check_run completed",
        "pull_request closed",
        "push",
      ]
    `)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "gaius, edited: *🔵 In progress: UAPI-3*",
      ]
    `)
    expect((await stack.slack('gaius', 'why UAPI-3')).text).toContain('a deployment to production')
  })

  it('is deployed: a failure tells its owner, production hands on what it left, a rollback takes it back', async () => {
    const pull = `${API}#2`
    const production = { pull, environment: 'production', state: 'success', payload: { function: FUNCTION } } as const
    await stack.github.deploy('devi', API, { ...production, environment: 'staging' })
    expect(await told()).toMatchInlineSnapshot(`[]`)
    await stack.github.deploy('devi', API, { ...production, state: 'failure' })
    expect(await told()).toMatchInlineSnapshot(`
      [
        "gaius: *⛔ A deployment failed: UAPI-3*",
      ]
    `)
    await stack.github.deploy('devi', API, { ...production, url: PRODUCTION })
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern: *🟢 Ready for you: UAPI-4*",
        "gaius, edited: *✅ Finished: UAPI-3*",
        "gaius, edited: *✅ No longer in the way: UAPI-3*",
        "gaius, in a thread: ✅ *UAPI-3* is free of this: a failed deployment stands in its way no more",
        "gaius, in a thread: ✅ Devi Rao has finished *UAPI-3*",
        "mail: UAPI-4 is ready for Fern Li: Build the form",
      ]
    `)
    const [handoff, ...more] = await dmsAbout(stack, 'fern', 'UAPI-4')
    expect(more).toEqual([])
    for (const fact of [PRODUCTION, FUNCTION]) expect(shown(handoff!)).toContain(fact)

    await stack.github.deploy('devi', API, { ...production, before: true })
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern, edited: *⏸️ On hold again: UAPI-4*",
        "fern, in a thread: ⏸️ *UAPI-4* is on hold again: UAPI-3 was opened again, by Devi Rao",
        "gaius, edited: *🕓 Out of date: UAPI-3*",
        "gaius: *🟢 Ready for you: UAPI-3*",
        "mail: Correction: UAPI-4 is on hold again: it waits for UAPI-3.",
        "mail: UAPI-3 is ready for Gaius Okoro: Take sign-ups",
      ]
    `)
    const happened = await deliveredBackwards(
      stack,
      async () => void (await stack.github.deploy('devi', API, { ...production, url: PRODUCTION })),
      (kept) => kept.length === 3,
    )
    expect(happened).toMatchInlineSnapshot(`
      [
        "deployment created",
        "deployment_status created",
        "deployment_status created",
      ]
    `)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern: *🟢 Ready for you: UAPI-4*",
        "gaius, edited: *✅ Finished: UAPI-3*",
        "gaius, in a thread: ✅ Devi Rao has finished *UAPI-3*",
        "mail: UAPI-4 is ready for Fern Li: Build the form",
      ]
    `)
    const both = await dmsAbout(stack, 'fern', 'UAPI-4')
    expect(both.map((message) => shown(message).includes(FUNCTION))).toEqual([false, true])
  })

  it('is built, tried by somebody who is told on GitHub alone, and announced', async () => {
    const pull = await stack.github.openPull('fern', WEB, { title: 'UAPI-4 The form', branch: 'UAPI-4-form' })
    await stack.github.merge('amy', `${WEB}#${pull}`)
    expect(await told()).toMatchInlineSnapshot(`
      [
        "fern, edited: *✅ Finished: UAPI-4*",
        "fern, in a thread: ✅ Amy Adeyemi has finished *UAPI-4*",
        "mail: UAPI-5 is ready for Quinn Moss: Try it",
        "northwind/web#1, edited: **\`UAPI-5\` is ready for Quinn Moss**",
        "northwind/web#1: **@quinn-moss, \`UAPI-5\` is ready for you**",
      ]
    `)
    await stack.github.setState('quinn', issue, 'closed')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi: *🟢 Ready for you: UAPI-6*",
        "mail: UAPI-6 is ready for Devi Rao: Announce it",
        "northwind/web#1, edited: **\`UAPI-5\` is finished**",
        "northwind/web#1, edited: **\`UAPI-5\` is finished, by Quinn Moss**",
      ]
    `)
    await stack.slack('devi', 'done UAPI-6')
    expect(await told()).toMatchInlineSnapshot(`
      [
        "devi, edited: *✅ Finished: UAPI-6*",
      ]
    `)
  })

  it('is told to nobody again, though all of it is delivered once more, the last first', async () => {
    expect(await repeatAll()).toBeGreaterThan(40)
    expect(await told()).toMatchInlineSnapshot(`[]`)
    expect((await stack.slack('amy', 'list UAPI status:all')).text.match(/UAPI-\d/g)).toHaveLength(6)
    const heads = async (name: string) => (await stack.dms(name)).map(({ text }) => text.split('\n')[0])
    const people = await Promise.all(stack.people.map(async ({ name }) => [name, await heads(name)] as const))
    expect(Object.fromEntries(people)).toMatchInlineSnapshot(`
      {
        "amy": [
          "*✅ Approved: UAPI-1*",
        ],
        "devi": [
          "*🕓 Out of date: UAPI-2*",
          "*✅ No longer in the way: UAPI-2*",
          "*✅ Finished: UAPI-6*",
        ],
        "fern": [
          "*✅ Finished: UAPI-1*",
          "*✅ Approved: UAPI-1*",
          "*⏸️ On hold again: UAPI-4*",
          "*✅ Finished: UAPI-4*",
        ],
        "gaius": [
          "*⏸️ On hold again: UAPI-3*",
          "*🕓 Out of date: UAPI-3*",
          "*✅ No longer in the way: UAPI-3*",
          "*✅ Finished: UAPI-3*",
        ],
        "quinn": [],
      }
    `)
  })
})
