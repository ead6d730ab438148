import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MODALS } from '../../../app/slack/callbacks.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import { formView, pageView, withMoreRows } from '../../../app/slack/modals/form-view.ts'
import {
  type Preset,
  packFormCall,
  packPreset,
  unpackFormCall,
  unpackPreset,
} from '../../../app/slack/modals/preset.ts'
import { modalBody } from '../../../app/slack/wire.ts'
import { PHASES } from '../../../app/tasks/phase.ts'
import { RESOURCE_KINDS } from '../../../app/tasks/resource.ts'
import { plain } from '../../../app/verbs/words/markup.ts'
import { replyOf } from '../../../app/verbs/words/reply.ts'
import { viewFaults } from '../../support/block-kit.ts'
import { filled, readable } from './forms.ts'

const HOSTILE = '<!channel> <https://evil.example|UAPI-1> &lt; ``` \u202e مرحبا 👩‍👩‍👧'
const WORST: Preset = {
  task: 'ABCDEFGHIJ-999999999',
  title: `${HOSTILE}${'x'.repeat(200)}`.slice(0, 200),
  project: 'ABCDEFGHIJ',
  channel: 'C0LONGEST',
  from: { ts: '1780000000.000100', permalink: `https://acme.slack.com/archives/${'x'.repeat(250)}` },
  rows: 20,
}

describe('a form', () => {
  it.each(MODALS)('keeps to the limits of Slack, with the longest and the worst in it: %s', (form) => {
    const worst = Object.fromEntries(
      formView(form, WORST).blocks.flatMap((block) =>
        block.type === 'input' ? [[block.block_id!, { any: `${HOSTILE}${'y'.repeat(9_000)}` }]] : [],
      ),
    )
    const note = inSlack(replyOf([plain(HOSTILE)]))
    const views = [formView(form, {}), formView(form, WORST), withMoreRows(form, {}, {}), pageView('CodexFlow', note)]
    expect([...views, formView(form, WORST, {}, note)].flatMap((view) => viewFaults(modalBody(view)))).toEqual([])
    const short = { ...worst, after: { any: 'UAPI-1 UAPI-2' }, project: { any: 'UAPI' }, to: { any: 'U1' } }
    const filledIn = formView(form, WORST, { ...short, assign: { any: 'U1' }, channel: { any: 'C1' } })
    expect(viewFaults(modalBody(filledIn))).toEqual([])
  })

  it('begins with what the message says, and with the project of the channel', () => {
    const view = formView('task.new', { title: 'Fix the login', project: 'UAPI' })
    expect(readable({ kind: 'show', how: 'update', view })).toBe(
      'New task\nWhat has to be done: Fix the login\nProject: UAPI',
    )
  })

  it('keeps what was entered when a row is added', () => {
    const values = filled({ 'kind-0': 'api', 'value-0': 'https://a.example', 'label-0': 'API' })
    const view = withMoreRows('task.done', { task: 'UAPI-1', title: 'Provision' }, values)
    expect(readable({ kind: 'show', how: 'update', view })).toMatchInlineSnapshot(`
      "Finish a task
      *UAPI-1* Provision
      What does the next person need of it? Leave it empty if nothing.
      What it is: api
      Its name, address or number: https://a.example
      What you call it: API"
    `)
    expect(view.blocks.filter(({ type }) => type === 'input')).toHaveLength(6)
  })

  it('takes no more rows than a task takes things at once', () => {
    const more = (rows: number) =>
      formView('task.done', { task: 'UAPI-1', rows }).blocks.some(({ type }) => type === 'actions')
    expect([more(19), more(20)]).toEqual([true, false])
  })

  it('shows every form', () => {
    const preset = { task: 'UAPI-1', title: 'Provision <the> Lambda' } as const
    expect(MODALS.map((form) => modalBody(formView(form, preset)))).toMatchSnapshot()
  })
})

describe('what a form begins with', () => {
  it('fits into a button, and is read back from it', () => {
    const value = packFormCall({ form: 'task.done', preset: WORST })
    expect(value.length).toBeLessThanOrEqual(2_000)
    expect(unpackFormCall(value)).toEqual({ form: 'task.done', preset: WORST })
  })

  it.each([
    '',
    'null',
    '[]',
    '{"task":"uapi-1"}',
    '{"task":7}',
    '{"project":"__proto__"}',
    '{"from":{"ts":"1","permalink":"https://evil.example/"}}',
    '{"from":{"ts":"1","permalink":"javascript:alert(1)"}}',
    '{"rows":1000}',
    '{"channel":"<!here>"}',
  ])('is nothing when it is not what we packed: %s', (text) => {
    expect(unpackPreset(text)).toEqual({})
  })

  const ts = fc.constantFrom('1780000000.000100', '7')
  const presets: fc.Arbitrary<Preset> = fc.record(
    {
      task: fc.constantFrom('UAPI-1' as const, 'ABCDEFGHIJ-999999999' as const),
      title: fc.string({ unit: 'binary', maxLength: 150 }),
      notice: fc.constantFrom(`n_${'0a'.repeat(16)}` as const),
      project: fc.constantFrom('UAPI', 'ABCDEFGHIJ'),
      channel: fc.constantFrom('C0LONGEST', 'D1'),
      from: fc.record(
        {
          ts,
          thread: ts,
          permalink: fc.constantFrom('', 'https://acme.slack.com/archives/C1/p1?thread_ts=1.2&cid=C1'),
        },
        { requiredKeys: ['ts', 'permalink'] },
      ),
      home: fc.constant(true as const),
      lacks: fc.array(
        fc.record(
          {
            kind: fc.constantFrom(...RESOURCE_KINDS),
            label: fc.string({ maxLength: 20 }),
            for: fc.subarray([...PHASES]),
            blocks: fc.boolean(),
          },
          { requiredKeys: ['kind', 'for', 'blocks'] },
        ),
        { maxLength: 3 },
      ),
      rows: fc.integer({ min: 1, max: 50 }),
    },
    { requiredKeys: [] },
  )

  it('is read back as it was packed, whatever it is', () => {
    fc.assert(
      fc.property(presets, fc.constantFrom(...MODALS), (preset, form) => {
        expect(unpackPreset(packPreset(preset))).toEqual(preset)
        expect(unpackFormCall(packFormCall({ form, preset }))).toEqual({ form, preset })
      }),
    )
  })

  it('is nothing, or what we might have packed, whatever people send', () => {
    const changed = fc
      .tuple(presets, fc.constantFrom(...Object.keys(WORST), 'from', 'lacks', 'home', '__proto__', 'x'), fc.jsonValue())
      .map(([preset, key, value]) => JSON.stringify({ ...preset, [key]: value }))
    const anything = fc.oneof(changed, changed, fc.json(), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(anything, fc.constantFrom(...MODALS, 'task.delete'), (text, form) => {
        const preset = unpackPreset(text)
        expect(unpackPreset(packPreset(preset))).toEqual(preset)
        expect(unpackFormCall(`${form} ${text}`)).toEqual(form === 'task.delete' ? undefined : { form, preset })
      }),
    )
  })
})
