import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contract, MAX_NEED_LABEL } from '../../app/projects/contract.ts'
import { packPreset } from '../../app/slack/modals/preset.ts'
import { receiveTyped } from '../../app/slack/typed.ts'
import { PHASES } from '../../app/tasks/phase.ts'
import { RESOURCE_KINDS } from '../../app/tasks/resource.ts'
import { agreed, contractsIn } from '../../app/verbs/contracts.ts'
import { parseLine } from '../../app/verbs/parse.ts'
import { filled, readable, submitted, submitter } from '../slack/modals/forms.ts'
import { WORKSPACE } from '../support/tasks.ts'
import { PROJECT, twoTasks, world } from './world.ts'

const NEEDS = [{ kind: 'api' }, { kind: 'url', label: 'Dashboard' }] as const

/** UAPI-1, infrastructure, is ready; UAPI-2, backend, waits for it, and needs an API and a dashboard. */
function agreedOn(ifMissing: Contract['ifMissing']) {
  const contracts: Contract[] = [{ from: 'infrastructure', to: 'backend', needs: NEEDS, ifMissing }]
  const home = world({ projects: [{ ...PROJECT, contracts }] })
  home.seed(...twoTasks())
  return home
}

const GIVEN = 'api:https://a.example url:"Dashboard=https://d.example"'

describe('finishing a task whose next phase has need of something', () => {
  it.each(['warn', 'block'] as const)('is as ever when it is given (%s)', async (ifMissing) => {
    const home = agreedOn(ifMissing)
    expect(await home.say('member', `done UAPI-1 ${GIVEN}`)).toContain('*UAPI-1* Provision the Lambda is done.')
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('done')
  })

  it('asks for what is missing, and says how to go on without where that may be', async () => {
    const home = agreedOn('warn')
    expect(await home.say('member', 'done UAPI-1 api:https://a.example')).toMatchInlineSnapshot(`
      "Backend needs the Dashboard, and UAPI-1 does not name it yet.
      Say it with the task: \`/codexflow done UAPI-1 url:"Dashboard=…"\`, or go on without: done UAPI-1 missing:ok"
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('open')
    expect(await home.say('member', 'done UAPI-1 missing:ok')).toContain('is done')
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('done')
  })

  it('is not finished without, where the project says so', async () => {
    const home = agreedOn('block')
    expect(await home.say('member', 'done UAPI-1 missing:ok')).toMatchInlineSnapshot(`
      "Backend needs the API and the Dashboard, and UAPI-1 does not name them yet.
      Say it with the task: \`/codexflow done UAPI-1 api:… url:"Dashboard=…"\`"
    `)
    expect(home.images).toEqual([])
  })

  it('takes nothing else for a word than ok', async () => {
    const home = agreedOn('warn')
    expect(await home.say('member', 'done UAPI-1 missing:yes')).toContain('missing: takes ok alone')
    expect(home.images).toEqual([])
  })

  it('asks nothing where nobody waits, or of another phase', async () => {
    const home = agreedOn('block')
    expect(await home.say('member', `done UAPI-1 ${GIVEN}`)).toContain('is done')
    expect(await home.say('member', 'done UAPI-2')).toContain('is done')
  })

  it('counts what was recorded before', async () => {
    const home = agreedOn('block')
    await home.say('member', `done UAPI-1 ${GIVEN}`)
    await home.say('member', 'reopen UAPI-1')
    expect(await home.say('member', 'done UAPI-1')).toContain('is done')
  })

  it('is imagined with the same "no"', async () => {
    const home = agreedOn('block')
    expect(await home.say('lead', 'simulate done UAPI-1')).toContain('Backend needs the API and the Dashboard')
    expect(await home.say('lead', `simulate done UAPI-1 ${GIVEN}`)).not.toContain('needs the API')
  })
})

describe('the form that asks for it', () => {
  it.each(['done UAPI-1', 'done 1'])('opens at once for whoever types %s', async (text) => {
    const home = agreedOn('warn')
    const { modal } = await receiveTyped(text, submitter('member', { channel: 'C0UAPI' }), home.ports)
    expect(modal && readable({ kind: 'show', how: 'push', view: modal })).toMatchInlineSnapshot(`
      "Finish a task
      *UAPI-1*
      Backend needs the API and the Dashboard. Below them is room for anything else."
    `)
    expect(
      modal?.blocks.flatMap((block) => (block.type === 'input' ? [[block.block_id, block.optional]] : [])),
    ).toEqual([
      ['need-0', true],
      ['need-1', true],
      ['kind-0', true],
      ['value-0', true],
      ['label-0', true],
    ])
  })

  const asked = {
    task: 'UAPI-1',
    lacks: NEEDS.map((need) => ({ ...need, for: ['backend'] as const, blocks: false })),
  } as const

  it('hands on what was entered, under the names that were agreed', async () => {
    const home = agreedOn('block')
    const values = filled({ 'need-0': 'https://a.example', 'need-1': 'https://d.example' })
    expect(readable(await submitted(home, 'member', 'task.done', asked, values))).toContain('is done')
    expect(Object.values(home.task(WORKSPACE, 'UAPI-1').resources)).toMatchObject([
      { kind: 'api', label: 'API', value: 'https://a.example' },
      { kind: 'url', label: 'Dashboard', value: 'https://d.example' },
    ])
  })

  it('lets who was asked go on without, where that may be', async () => {
    const home = agreedOn('warn')
    expect(readable(await submitted(home, 'member', 'task.done', asked, {}))).toContain('is done')
  })

  it('says at the field what cannot be left out, or is wrong', async () => {
    const home = agreedOn('block')
    const lacks = asked.lacks.map((lack) => ({ ...lack, blocks: true }))
    const values = filled({ 'need-1': 'https://max:secret@d.example' })
    expect(await submitted(home, 'member', 'task.done', { ...asked, lacks }, values)).toEqual({
      kind: 'errors',
      errors: {
        'need-0': 'Backend needs it.',
        'need-1': 'The URL carries a user name or password; leave it out.',
      },
    })
    expect(home.images).toEqual([])
  })

  it('asks for it now when it was agreed after the form was opened, and keeps what was entered', async () => {
    const home = agreedOn('block')
    const reply = await submitted(home, 'member', 'task.done', { task: 'UAPI-1' }, filled({ 'value-0': 'a note' }))
    expect(readable(reply)).toMatchInlineSnapshot(`
      "Finish a task
      Backend needs the API and the Dashboard, and UAPI-1 does not name them yet.
      Say it with the task: \`/codexflow done UAPI-1 api:… url:"Dashboard=…"\`
      *UAPI-1*
      Backend needs the API and the Dashboard. Below them is room for anything else.
      Its name, address or number: a note"
    `)
    expect(reply.kind === 'show' && reply.view.privateMetadata).toBe(
      packPreset({ task: 'UAPI-1', lacks: asked.lacks.map((lack) => ({ ...lack, blocks: true })) }),
    )
  })
})

describe('what a phase owes the next one', () => {
  it('is agreed in the settings of the project, shown there, and taken away', async () => {
    const home = world()
    const said = await home.say(
      'lead',
      'project settings UAPI contract-infrastructure-backend:"api, url=Dashboard" contract-design-frontend:"doc=States, block"',
    )
    expect(said.split('\n').filter((line) => line.includes('hands on'))).toMatchInlineSnapshot(`
      [
        "What infrastructure hands on to backend: the API and the Dashboard",
        "What design hands on to frontend: the States, and is not done without",
      ]
    `)
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.contracts).toEqual([
      { from: 'infrastructure', to: 'backend', needs: NEEDS, ifMissing: 'warn' },
      { from: 'design', to: 'frontend', needs: [{ kind: 'document', label: 'States' }], ifMissing: 'block' },
    ])
    await home.say('lead', 'project settings UAPI contract-infrastructure-backend:none')
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.contracts).toHaveLength(1)
  })

  it.each([
    ['contract-infrastructure-backend:secrets', '"secrets" is no kind of thing'],
    ['contract-infrastructure-backend:block', 'needs what has to be handed on'],
    ['contract-infrastructure-backend:url=', 'url= lacks its name'],
    [`contract-infrastructure-backend:"url=${'x'.repeat(MAX_NEED_LABEL + 1)}"`, 'a name is longer than 60 characters'],
    [`contract-infrastructure-backend:"${'api,'.repeat(11)}"`, 'asks for 11 things; at most 10 fit'],
    ['contract-moon-backend:api', 'I do not know contract-moon-backend: here'],
  ])('is refused in words: %s', async (option, why) => {
    const home = world()
    expect(await home.say('lead', `project settings UAPI ${option}`)).toContain(why)
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.contracts).toBeUndefined()
  })

  it('is read as it would be written, and said twice is said once', () => {
    const label = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,20}[a-z]$/)
    const need = fc.record({ kind: fc.constantFrom(...RESOURCE_KINDS), label }, { requiredKeys: ['kind'] })
    const contract = fc.record({
      from: fc.constantFrom(...PHASES),
      to: fc.constantFrom(...PHASES),
      needs: fc.array(need, { minLength: 1, maxLength: 5 }),
      ifMissing: fc.constantFrom('warn' as const, 'block' as const),
    })
    fc.assert(
      fc.property(contract, fc.array(contract), ({ from, to, needs, ifMissing }, others) => {
        const items = needs.map((each) => (each.label === undefined ? each.kind : `${each.kind}=${each.label}`))
        const line = parseLine(`project settings contract-${from}-${to}:"${[...items, ifMissing].join(', ')}"`)
        const said = line.ok ? contractsIn(line.value) : line
        expect(said).toEqual({ ok: true, value: [{ from, to, terms: { needs, ifMissing } }] })
        if (!said.ok) return
        const once = agreed(others, said.value)
        expect(agreed(once, said.value)).toEqual(once)
        expect(once.filter((each) => each.from === from && each.to === to)).toEqual([{ from, to, needs, ifMissing }])
      }),
    )
  })
})
