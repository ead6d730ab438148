import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changed, HOME, MESSAGE, MODAL } from './block-kit/samples.ts'
import { messageFaults, viewFaults } from './block-kit.ts'

const x = (length: number) => 'x'.repeat(length)
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)
const plain = (text: string) => ({ type: 'plain_text', text })
const marked = (text: string) => ({ type: 'mrkdwn', text, verbatim: true })
const option = (value: string) => ({ text: plain('One'), value })
const many = (count: number) => Array.from({ length: count }, (_, index) => option(`v${index}`))
const field = 'blocks.1.element'

describe('the validator of Block Kit', () => {
  it('finds nothing wrong with what is sound', () => {
    expect([messageFaults(MESSAGE), viewFaults(MODAL), viewFaults(HOME)]).toEqual([[], [], []])
  })

  const IN_MESSAGES: readonly (readonly [path: string, fault: string, value: unknown])[] = [
    ['text', 'text has 10,001 characters; at most 10,000', x(10_001)],
    ['text', 'text has 0 characters; at least 1', ''],
    ['text', 'text holds <!channel>, which no builder of ours writes', `${MESSAGE.text}\n<!channel>`],
    ['blocks', 'blocks has 51 items; at most 50', times(51, { type: 'divider' })],
    ['blocks.3', 'blocks[3] is of type rich_text; here may stand header, section', { type: 'rich_text' }],
    ['blocks.3', 'blocks[3] is of type input; here may stand', MODAL.blocks[0]],
    ['blocks.3.colour', 'blocks[3] has colour, which Slack does not know there', 'red'],
    ['blocks.3.block_id', 'blocks[3].block_id has 256 characters; at most 255', x(256)],
    ['blocks.3.block_id', 'two blocks have the block_id what', 'what'],
    ['blocks.0.text', 'blocks[0].text has 151 characters; at most 150', plain(x(151))],
    ['blocks.0.text', 'blocks[0].text is of type mrkdwn; here may stand plain_text', marked('Ready')],
    ['blocks.0.text', 'blocks[0] lacks text', undefined],
    ['blocks.0.text.text', 'blocks[0].text says it with signs alone', '🟢'],
    ['blocks.0.text.text', 'blocks[0].text says it with signs alone', ':white_check_mark:'],
    ['blocks.0.text.text', 'blocks[0].text holds a character that nobody sees', 'Ready\u202E for'],
    ['blocks.1.text', 'blocks[1].text has 3,001 characters; at most 3,000', marked(x(3_001))],
    ['blocks.1.text', 'blocks[1].text has 0 characters; at least 1', marked('')],
    ['blocks.1.text', 'blocks[1] lacks text or fields', undefined],
    ['blocks.1.text.verbatim', 'blocks[1].text lets Slack make links of bare addresses: verbatim is not true', false],
    ['blocks.1.text.text', 'blocks[1].text holds <!here>, which no builder of ours writes', 'Hello <!here>'],
    ['blocks.1.text.text', 'blocks[1].text holds <javascript', '<javascript:alert(1)|a>'],
    ['blocks.1.text.text', 'blocks[1].text holds an ampersand that is not escaped', 'R&D'],
    ['blocks.1.text.text', 'blocks[1].text holds an angle that is not escaped', 'a > b'],
    ['blocks.1.text.text', 'blocks[1].text says what text does not: Something else', 'Something else'],
    ['blocks.2.fields', 'blocks[2].fields has 11 items; at most 10', times(11, marked('UAPI-1'))],
    ['blocks.2.fields.0', 'blocks[2].fields[0] has 2,001 characters; at most 2,000', marked(x(2_001))],
    ['blocks.4.alt_text', 'blocks[4].alt_text has 2,001 characters; at most 2,000', x(2_001)],
    ['blocks.4.alt_text', 'blocks[4].alt_text says what text does not: A fine picture', 'A fine picture'],
    ['blocks.4.title', 'blocks[4].title has 2,001 characters; at most 2,000', plain(x(2_001))],
    ['blocks.4.image_url', 'blocks[4] needs either image_url or slack_file', 'https://x.example'],
    ['blocks.5.elements', 'blocks[5].elements has 26 items; at most 25', times(26, { type: 'users_select' })],
    ['blocks.5.elements.0', 'blocks[5].elements[0] is of type plain_text_input', { type: 'plain_text_input' }],
    ['blocks.5.elements.0.text', 'blocks[5].elements[0].text has 76 characters; at most 75', plain(x(76))],
    ['blocks.5.elements.0.text', 'blocks[5].elements[0] lacks text', undefined],
    ['blocks.5.elements.0.value', 'blocks[5].elements[0].value has 2,001 characters; at most 2,000', x(2_001)],
    ['blocks.5.elements.0.url', 'blocks[5].elements[0].url has 3,001 characters; at most 3,000', x(3_001)],
    ['blocks.5.elements.0.action_id', 'blocks[5].elements[0].action_id has 256 characters; at most 255', x(256)],
    ['blocks.5.elements.0.action_id', 'blocks[5] has two elements with the action_id task.show', 'task.show'],
    ['blocks.5.elements.0.style', 'blocks[5].elements[0].style is loud; it may be primary, danger', 'loud'],
    ['blocks.5.elements.0.accessibility_label', 'accessibility_label has 76 characters; at most 75', x(76)],
    ['blocks.5.elements.0.accessibility_label', 'is a button without accessibility_label', undefined],
    ['blocks.5.elements.0.confirm.title', 'confirm.title has 101 characters; at most 100', plain(x(101))],
    ['blocks.5.elements.0.confirm.text', 'confirm.text has 301 characters; at most 300', plain(x(301))],
    ['blocks.5.elements.0.confirm.confirm', 'confirm.confirm has 31 characters; at most 30', plain(x(31))],
    ['blocks.5.elements.0.confirm.deny', 'confirm.deny has 31 characters; at most 30', plain(x(31))],
    ['blocks.6.elements', 'blocks[6].elements has 11 items; at most 10', times(11, marked('UAPI-1'))],
    ['blocks.6.elements', 'blocks[6].elements has 0 items; at least 1', []],
  ]

  it.each(IN_MESSAGES)('where %s is broken: %s', (path, fault, value) => {
    expect(messageFaults(changed(MESSAGE, path, value)).join('\n')).toContain(fault)
  })

  it('finds a bare address only where Slack would make a link of it', () => {
    const fault = ['text holds a bare address, of which Slack makes a link']
    expect(messageFaults({ text: 'See https://x.example' })).toEqual(fault)
    expect(messageFaults({ text: 'See <https://x.example>' })).toEqual([])
  })

  it('counts what all blocks say together', () => {
    const blocks = times(4, { type: 'section', text: marked(x(2_501)) })
    expect(messageFaults({ text: x(2_501), blocks })).toEqual([
      'all blocks together has 10,004 characters; at most 10,000',
    ])
  })

  const IN_MODALS: readonly (readonly [path: string, fault: string, value: unknown])[] = [
    ['title', 'view.title has 25 characters; at most 24', plain(x(25))],
    ['title', 'view lacks title', undefined],
    ['submit', 'view.submit has 25 characters; at most 24', plain(x(25))],
    ['submit', 'view has inputs and lacks submit', undefined],
    ['close', 'view.close has 25 characters; at most 24', plain(x(25))],
    ['private_metadata', 'view.private_metadata has 3,001 characters; at most 3,000', x(3_001)],
    ['callback_id', 'view.callback_id has 256 characters; at most 255', x(256)],
    ['external_id', 'view.external_id has 256 characters; at most 255', x(256)],
    ['blocks', 'blocks has 101 items; at most 100', times(101, { type: 'divider' })],
    ['blocks.0.label', 'blocks[0].label has 2,001 characters; at most 2,000', plain(x(2_001))],
    ['blocks.0.label', 'blocks[0] lacks label', undefined],
    ['blocks.0.hint', 'blocks[0].hint has 2,001 characters; at most 2,000', plain(x(2_001))],
    ['blocks.0.element', 'blocks[0].element is of type button; here may stand', { type: 'button' }],
    ['blocks.0.element.placeholder', 'blocks[0].element.placeholder has 151 characters; at most 150', plain(x(151))],
    ['blocks.0.element.max_length', 'max_length is 3001; a whole number from 1 to 3,000 is wanted', 3_001],
    ['blocks.0.element.initial_value', 'blocks[0].element.initial_value has 3,001 characters; at most 3,000', x(3_001)],
    ['blocks.0.optional', 'blocks[0].optional is neither true nor false', 'no'],
    ['blocks.1.element.focus_on_load', '2 elements take the focus; at most 1', true],
    [`${field}.options`, 'blocks[1].element.options has 101 items; at most 100', many(101)],
    [`${field}.options`, 'blocks[1].element offers nothing: it lacks options', undefined],
    [`${field}.options`, 'blocks[1].element.options has one twice', [option('one'), option('one')]],
    [`${field}.option_groups`, 'blocks[1].element has options and option_groups; Slack takes one', []],
    [`${field}.options.1.text`, 'blocks[1].element.options[1].text has 76 characters; at most 75', plain(x(76))],
    [`${field}.options.1.value`, 'blocks[1].element.options[1].value has 151 characters; at most 150', x(151)],
    [`${field}.options.1.description`, 'options[1].description has 76 characters; at most 75', plain(x(76))],
    [`${field}.initial_option`, 'blocks[1].element.initial_option is none of its options', option('else')],
    ['blocks.3.element.options', 'blocks[3].element.options has 11 items; at most 10', many(11)],
  ]

  it.each(IN_MODALS)('where %s is broken: %s', (path, fault, value) => {
    expect(viewFaults(changed(MODAL, path, value)).join('\n')).toContain(fault)
  })

  const IN_HOMES: readonly (readonly [path: string, fault: string, value: unknown])[] = [
    ['submit', 'view has submit, which Slack does not know there', plain('Save')],
    ['blocks', 'blocks has 101 items; at most 100', times(101, { type: 'divider' })],
    ['blocks.1.accessory.options', 'blocks[1].accessory.options has 6 items; at most 5', many(6)],
    [
      'blocks.2.elements.0.option_groups',
      'option_groups has 101 items; at most 100',
      times(101, { label: plain('One') }),
    ],
    ['blocks.2.elements.0.option_groups.0.label', 'label has 76 characters; at most 75', plain(x(76))],
    ['blocks.2.elements.0.option_groups.0.options', 'option_groups[0].options has 0 items; at least 1', []],
    ['type', 'view is of type tab; here may stand modal, home', 'tab'],
  ]

  it.each(IN_HOMES)('where %s is broken: %s', (path, fault, value) => {
    expect(viewFaults(changed(HOME, path, value)).join('\n')).toContain(fault)
  })

  it('weighs a view', () => {
    const blocks = times(100, { type: 'section', text: marked(x(3_000)) })
    expect(viewFaults({ type: 'home', blocks })).toEqual(['view has 307,026 bytes; at most 250,000'])
  })
})

describe('the limits, at random', () => {
  // Where a string may stand in a sound message or modal, and how long it may be.
  const IN_A_MESSAGE: readonly (readonly [path: string, most: number])[] = [
    ['blocks.1.block_id', 255],
    ['blocks.4.slack_file.id', 255],
    ['blocks.5.elements.0.text.text', 75],
    ['blocks.5.elements.0.value', 2_000],
    ['blocks.5.elements.0.action_id', 255],
    ['blocks.5.elements.0.accessibility_label', 75],
    ['blocks.5.elements.0.confirm.title.text', 100],
    ['blocks.5.elements.0.confirm.text.text', 300],
    ['blocks.5.elements.0.confirm.deny.text', 30],
  ]
  const IN_A_MODAL: typeof IN_A_MESSAGE = [
    ['title.text', 24],
    ['submit.text', 24],
    ['private_metadata', 3_000],
    ['callback_id', 255],
    ['blocks.0.label.text', 2_000],
    ['blocks.0.hint.text', 2_000],
    ['blocks.0.element.placeholder.text', 150],
    ['blocks.0.block_id', 255],
    ['blocks.1.element.options.1.text.text', 75],
    ['blocks.1.element.options.1.value', 150],
  ]

  it.each([
    ['a message', IN_A_MESSAGE, (changes: Changes) => messageFaults(all(MESSAGE, changes))],
    ['a modal', IN_A_MODAL, (changes: Changes) => viewFaults(all(MODAL, changes))],
  ] as const)('let %s pass that keeps to them, and name the one that is passed by it', (_, room, faultsOf) => {
    const lengths = fc.tuple(...room.map(([, most]) => fc.integer({ min: 1, max: most })))
    const beyond = fc.tuple(fc.constantFrom(...room), fc.integer({ min: 1, max: 3_000 }))
    fc.assert(
      fc.property(lengths, beyond, (used, [[path, most], over]) => {
        const sound = room.map(([each], index): Change => [each, x(used[index]!)])
        expect(faultsOf(sound)).toEqual([])
        const [fault, ...others] = faultsOf([...sound, [path, x(most + over)]])
        expect(others).toEqual([])
        expect(fault).toContain(
          `has ${(most + over).toLocaleString('en')} characters; at most ${most.toLocaleString('en')}`,
        )
      }),
    )
  })

  type Change = readonly [path: string, value: string]
  type Changes = readonly Change[]

  function all<T extends object>(whole: T, changes: Changes): T {
    return changes.reduce((one, [path, value]) => changed(one, path, value), whole)
  }
})
