import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTaskIds, numberOf, parseProjectKey, parseTaskId, projectOf } from '../../app/tasks/ids.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const key = fc
  .tuple(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: fc.constantFrom(...LETTERS, ...'0123456789'), minLength: 1, maxLength: 9 }),
  )
  .map(([first, rest]) => first + rest)
const number = fc.integer({ min: 1, max: 999_999_999 })
const mixedCase = (text: string) =>
  fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((lower) => {
    return [...text].map((letter, i) => (lower[i] ? letter.toLowerCase() : letter)).join('')
  })
// Strings that come near: pieces of ids, separators, and letters whose capitals are ours.
const near = fc.array(fc.constantFrom('UAPI', 'uapi-1', '-', '0', '12', ' ', '/', '_', 'ı', 'ſ', 'K', 'ß', '\n', 'x'), {
  maxLength: 8,
})
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  near.map((parts) => parts.join('')),
)

describe('task ids', () => {
  it('are read back as they were made, in any case and between spaces', () => {
    fc.assert(
      fc.property(
        fc.tuple(key, number).chain(([k, n]) => fc.tuple(fc.constant(k), fc.constant(n), mixedCase(`${k}-${n}`))),
        ([project, count, typed]) => {
          const id = parseTaskId(` ${typed}\n`)
          expect(id).toBe(`${project}-${count}`)
          expect(id && [projectOf(id), numberOf(id)]).toEqual([project, count])
          expect(parseProjectKey(` ${project.toLowerCase()} `)).toBe(project)
          expect(findTaskIds(`feature/${typed}-more and ${typed}, again.`)).toEqual([id])
        },
      ),
    )
  })

  it('never throw, are what they look like, and are found where they are read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = parseTaskId(text)
        if (whole !== undefined) {
          expect(text.trim().toUpperCase()).toBe(whole)
          expect(findTaskIds(text)).toEqual([whole])
        }
        const found = findTaskIds(text)
        expect(new Set(found).size).toBe(found.length)
        for (const id of found) {
          expect(parseTaskId(id)).toBe(id)
          expect(text.toUpperCase()).toContain(id)
        }
        const project = parseProjectKey(text)
        if (project !== undefined) expect(project).toMatch(/^[A-Z][A-Z0-9]{1,9}$/)
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    '',
    'UAPI',
    'UAPI-',
    'UAPI-0',
    'UAPI-01',
    'UAPI-1a',
    'UAPI-1234567890',
    'U-1',
    '1API-1',
    'ABCDEFGHIJK-1',
    'UAPI-1 UAPI-2',
    'UAPI--1',
    'ıx-1',
    'ßA-1',
  ])('%j is none', (text) => {
    expect(parseTaskId(text)).toBeUndefined()
  })

  it.each([
    ['UAPI-12: fix the endpoint', ['UAPI-12']],
    ['feature/uapi-12-login', ['UAPI-12']],
    ['(UAPI-12), WEB-3 and uapi-12', ['UAPI-12', 'WEB-3']],
    ['XUAPI-12x, UAPI-12_a, UAPI-012', []],
    ['UAPI-1234567890', []],
    ['see fix-UAPI-12', ['UAPI-12']],
  ])('in %j are found %j', (text, ids) => {
    expect(findTaskIds(text)).toEqual(ids)
  })
})
