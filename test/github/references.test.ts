import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTasks, revertedPull } from '../../app/github/references.ts'
import { spoken } from '../../app/github/spoken.ts'

const named = (text: Partial<Parameters<typeof namedTasks>[0]>, isRevert = false) =>
  namedTasks({ title: '', branch: '', body: '', ...text }, isRevert)

describe('the tasks that a pull request names', () => {
  it.each([
    ['title', { title: 'UAPI-12: provision' }, ['UAPI-12']],
    ['branch', { branch: 'feature/uapi-12-provision' }, ['UAPI-12']],
    ['Task:', { body: 'Task: UAPI-12' }, ['UAPI-12']],
    ['Completes', { body: 'Some words.\nCompletes UAPI-12, UAPI-13 and UAPI-14.' }, ['UAPI-12', 'UAPI-13', 'UAPI-14']],
    [
      'the words of GitHub',
      { body: '- Closes UAPI-1\r\n* fixes: UAPI-2\nResolved UAPI-3' },
      ['UAPI-1', 'UAPI-2', 'UAPI-3'],
    ],
    ['each once', { title: 'UAPI-12', branch: 'uapi-12', body: 'Task: UAPI-12' }, ['UAPI-12']],
    ['not a mere mention', { body: 'This has nothing to do with UAPI-12.\nSee UAPI-13' }, []],
    ['not a word before', { body: 'This fixes UAPI-12' }, []],
    ['not a template', { body: '<!-- Task: UAPI-12 -->\n<!--\nTask: UAPI-13\n-->' }, []],
    ['not a quote or code', { body: '> Task: UAPI-12\n```\nTask: UAPI-13\n```\n    Task: UAPI-14' }, []],
    ['not a longer id', { body: 'Task: UAPI-12-x' }, []],
  ])('%s', (_, text, tasks) => {
    expect(named(text)).toEqual(tasks)
  })

  it('are not those that the title of a revert repeats', () => {
    const text = { title: 'Revert "UAPI-12"', branch: 'revert-12-uapi-12', body: 'Reverts #12\nTask: UAPI-20' }
    expect(named(text, true)).toEqual(['UAPI-20'])
  })

  it('are at most thirty', () => {
    const title = Array.from({ length: 50 }, (_, index) => `UAPI-${index + 1}`).join(' ')
    expect(named({ title })).toHaveLength(30)
  })
})

describe('the pull request that another one takes back', () => {
  const of = (title: string, body: string) => revertedPull({ title, branch: '', body }, 'northwind/user-api')
  it.each([
    ['Revert "x"', 'Reverts northwind/user-api#12', 12],
    ['Revert "x"', 'Reverts Northwind/User-API#12\n\nIt broke.', 12],
    ['Revert "x"', 'Reverts #12', 12],
    ['Reapply "x"', 'Reverts northwind/user-api#20', 20],
    ['Revert "Revert "x""', 'Reverts #20', 20],
    ['Revert "x"', 'Reverts northwind/other#12', undefined],
    ['Revert "x"', '> Reverts #12', undefined],
    ['Revert "x"', 'It reverts #12', undefined],
    ['x', 'Reverts #12', undefined],
    ['Revert x', 'Reverts #12', undefined],
  ])('%s / %s', (title, body, number) => {
    expect(of(title, body)).toBe(number)
  })
})

describe('what is said in Markdown', () => {
  it('leaves code, quotes and comments apart', () => {
    const text = 'a\n```ts\nb\n~~~\n```\nc <!-- d --> e\n> f\n<!-- g\nh -->\n~~~\ni'
    expect(spoken(text)).toEqual({
      lines: ['a', 'c  e'],
      blocks: [
        { info: 'ts', lines: ['b', '~~~'] },
        { info: '', lines: ['i'] },
      ],
    })
  })

  it('ends where Markdown ends it, and nowhere else', () => {
    expect(spoken('```sh\u2028\na\n```\nb\u2028c')).toEqual({
      lines: ['b\u2028c'],
      blocks: [{ info: 'sh', lines: ['a'] }],
    })
  })

  it('is total and finds no more than there is', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('```', '~~~', '<!--', '-->', '> ', '\n', '\r\n', '    '))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        const { lines, blocks } = spoken(text)
        const all = [...lines, ...blocks.flatMap((block) => block.lines)]
        expect(all.join('').length).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
