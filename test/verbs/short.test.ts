import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Project } from '../../app/projects/project.ts'
import { receiveTyped } from '../../app/slack/typed.ts'
import { type Line, parseLine, printLine, type Word, wordText } from '../../app/verbs/parse.ts'
import { findVerb, VERBS } from '../../app/verbs/registry.ts'
import { bareNumber, inProject } from '../../app/verbs/short.ts'
import { idPlaces, namesOf } from '../../app/verbs/verb-card.ts'
import { WORKSPACE } from '../support/tasks.ts'
import { PROJECT, twoTasks, type World, world } from './world.ts'

const WEB: Project = { ...PROJECT, key: 'WEB', name: 'Web', homeChannel: 'C0WEB', phaseChannels: { qa: 'C0QA' } }
const HERE = { channel: 'C0UAPI' }

function given(projects: readonly Project[] = [PROJECT, WEB]): World {
  const home = world({ projects })
  home.seed(...twoTasks())
  return home
}

describe('a task by its number alone', () => {
  it.each([
    ['done 1', '*UAPI-1* Provision the Lambda is done.'],
    ['DONE 1 url:https://x.example', '*UAPI-1* Provision the Lambda is done.'],
    ['show 1', '*UAPI-1* Provision the Lambda'],
    ['after 2 remove:1', '*UAPI-2* does not wait for UAPI-1 any more.'],
    ['1', '*UAPI-1* Provision the Lambda'],
  ])('is the one of the project whose channel it is: %s', async (text, says) => {
    expect(await given().say('lead', text, HERE)).toContain(says)
  })

  it('works in the channel of a phase', async () => {
    const home = given([{ ...PROJECT, homeChannel: 'C0OTHER', phaseChannels: { backend: 'C0UAPI' } }, WEB])
    expect(await home.say('member', 'start 1', HERE)).toContain('*UAPI-1* Provision the Lambda is in progress now.')
  })

  it('comes after tasks by their numbers', async () => {
    const home = given()
    await home.say('lead', 'task add "Write the tests" after:1,UAPI-2', HERE)
    expect(Object.keys(home.task(WORKSPACE, 'UAPI-3').blockers)).toEqual(['UAPI-1', 'UAPI-2'])
  })

  it.each([
    ['D0DIRECT', 'this is the channel of no project, so 1 alone names no task', 'UAPI-1 or WEB-1'],
    ['', 'this is the channel of no project, so 1 alone names no task', 'UAPI-1 or WEB-1'],
    ['C0BOTH', 'this belongs to several projects, so 1 alone names no task', 'UAPI-1 or WEB-1'],
  ])('is refused elsewhere, saying what to write: in "%s"', async (channel, why, ids) => {
    const both = { phaseChannels: { monitoring: 'C0BOTH' } }
    const home = given([
      { ...PROJECT, ...both },
      { ...WEB, ...both },
    ])
    expect(await home.say('lead', 'done 1', { channel })).toBe(
      `I cannot use that: ${why}.\nWrite the id in full: ${ids}.`,
    )
    expect(home.images).toEqual([])
  })

  it('opens the form of the verb for that task', async () => {
    const home = given()
    const { modal } = await home.reply('lead', 'block 1', HERE)
    expect(modal).toEqual((await home.reply('lead', 'block UAPI-1', HERE)).modal)
    expect(modal?.privateMetadata).toContain('"task":"UAPI-1"')
  })

  it.each([
    [HERE, 'block 99', 'I know no task UAPI-99 in this workspace.'],
    [
      { channel: 'C0ELSEWHERE' },
      'block 1',
      'I cannot use that: this is the channel of no project, so 1 alone names no task.',
    ],
  ])('opens no form where there is none: %o %s', async (where, text, says) => {
    const { text: said, modal } = await given().reply('lead', text, where)
    expect([said.split('\n')[0], modal]).toEqual([says, undefined])
  })

  it('is refused at the door too, before anything is queued', async () => {
    const home = given()
    const asked = { ...(await asking(home)), channel: 'C0NOBODY' }
    expect((await receiveTyped('show 1', asked, home.ports)).text).toMatch(/^I cannot use that/)
    expect(home.jobs).toEqual([])
  })

  it('is named in full by what is said meanwhile', async () => {
    const home = given()
    const asked = await asking(home)
    expect((await receiveTyped('show 1', asked, home.ports)).text).toBe('Looking at UAPI-1…')
    expect((await receiveTyped('done 1', asked, home.ports)).text).toContain('*UAPI-1* Provision the Lambda is done.')
  })

  it('leaves titles and other numbers alone', async () => {
    const home = given()
    expect(await home.say('lead', 'task add 404', HERE)).toContain('*UAPI-3* 404 is made')
  })
})

async function asking(home: World) {
  await home.say('lead', 'project connect a/b')
  return {
    workspace: WORKSPACE,
    slackUser: 'U0LENA',
    userName: 'lena',
    ...HERE,
    at: '2026-03-02T10:00:00Z',
    cause: 'c',
    responseUrl: '',
  }
}

describe('a task alone', () => {
  it.each(['UAPI-1', 'uapi-1', ' UAPI-1 '])('is shown: "%s"', async (text) => {
    expect((await given().say('member', text)).split('\n')[0]).toContain('*UAPI-1* Provision the Lambda')
  })
})

describe('two tasks at once', () => {
  it('are finished one by one, says the refusal', async () => {
    const home = given()
    expect((await home.say('member', 'done UAPI-1 UAPI-2')).split('\n')[0]).toBe(
      'I could not read that: it finishes two tasks at once; say done UAPI-2 by itself.',
    )
  })
})

const NOTHING: Word = { kind: 'text', text: '' }

describe('names of verbs', () => {
  const names = VERBS.flatMap((verb) => namesOf(verb).map((name) => ({ name, verb })))

  it('are each the name of one verb', () => {
    expect(names.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index)).toEqual([])
  })

  it('find their verb, in whatever case and with whatever behind them', () => {
    const word = fc.oneof(fc.constantFrom('UAPI-1', '12', 'a b', '"', 'x'), fc.string())
    const line = fc.record({
      words: fc.array(word.map((text) => ({ kind: 'text' as const, text }))),
      options: fc.constant([]),
    })
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.boolean(), line, ({ name, verb }, isLoud, rest: Line) => {
        const typed = isLoud ? name.toUpperCase() : name
        const read = parseLine(`${typed} ${printLine(rest)}`)
        if (!read.ok) throw new Error(read.error.what)
        const found = findVerb(read.value)
        // "task" and "add" are names that may go on to be those of others.
        if ('typed' in found) throw new Error(`nothing found for ${typed}`)
        const longer = names.find((each) => each.name === `${name} ${wordText(rest.words[0] ?? NOTHING).toLowerCase()}`)
        expect(found.verb).toBe((longer ?? { verb }).verb)
      }),
    )
  })

  it('leave no bare number behind, and touch nothing else', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('1', '2,UAPI-3', 'UAPI-1', 'x'), fc.string()), { maxLength: 4 })
    fc.assert(
      fc.property(words, fc.subarray([0, 1, 2, 3]), (typed, places) => {
        const line: Line = { words: typed.map((text) => ({ kind: 'text', text })), options: [] }
        const whole = inProject(line, places, 'KEY')
        expect(bareNumber(whole, places)).toBeUndefined()
        expect(inProject(whole, places, 'OTHER')).toEqual(whole)
        expect(whole.words.filter((_, at) => !places.includes(at))).toEqual(
          line.words.filter((_, at) => !places.includes(at)),
        )
      }),
    )
  })

  it('say by their usage where ids stand', () => {
    const places = VERBS.map((verb) => [verb.name, idPlaces(verb)] as const)
    expect(new Map(places).get('done')).toEqual([0])
    expect(new Map(places).get('graph')).toEqual([0])
    expect(new Map(places).get('after')).toEqual([0, 1, 'remove'])
    expect(new Map(places).get('task add')).toEqual(['after'])
    expect(new Map(places).get('help')).toEqual([])
  })
})
