import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReviewFact, type ReviewState, standingReviews, withReview } from '../../app/tasks/review.ts'
import { aReview, aTask, given, PULL } from '../support/tasks.ts'

type Said = readonly [state: ReviewState, at: number, over?: Partial<ReviewFact>]

const heard = (...said: readonly Said[]) =>
  said.map((each) => aReview(...each)).reduce<Readonly<Record<string, ReviewFact>>>(withReview, {})
const standing = (...said: readonly Said[]) =>
  standingReviews({ reviews: heard(...said) }, PULL).map(({ login, state }) => `${login} ${state}`)
const FERN = { login: 'fern' }
const TEAM = { login: 'northwind/web', isTeam: true } as const

describe('the reviews of a pull request', () => {
  it.each<readonly [string, readonly Said[], readonly string[]]>([
    ['asked for', [['asked', 1]], ['ben-codes asked']],
    [
      'not asked for any more',
      [
        ['asked', 1],
        ['withdrawn', 2],
      ],
      [],
    ],
    [
      'given',
      [
        ['asked', 1],
        ['approved', 2],
      ],
      ['ben-codes approved'],
    ],
    [
      'asked for again once changes are made',
      [
        ['changes-requested', 1],
        ['asked', 2],
      ],
      ['ben-codes changes-requested', 'ben-codes asked'],
    ],
    [
      'no verdict, which answers the request',
      [
        ['asked', 1],
        ['commented', 2],
      ],
      ['ben-codes commented'],
    ],
    [
      'a verdict, and a comment later',
      [
        ['approved', 1],
        ['commented', 2],
      ],
      ['ben-codes approved'],
    ],
    [
      'dismissed',
      [
        ['changes-requested', 1],
        ['dismissed', 1],
      ],
      [],
    ],
    [
      'given anew after one was dismissed',
      [
        ['changes-requested', 1],
        ['approved', 2],
        ['dismissed', 1],
      ],
      ['ben-codes approved'],
    ],
    [
      'of several people',
      [
        ['approved', 1],
        ['changes-requested', 2, FERN],
      ],
      ['ben-codes approved', 'fern changes-requested'],
    ],
    [
      'of one person, however the login is written',
      [
        ['changes-requested', 1, FERN],
        ['approved', 2, { login: 'Fern' }],
      ],
      ['Fern approved'],
    ],
    [
      'asked of a team',
      [
        ['approved', 1],
        ['asked', 2, TEAM],
      ],
      ['ben-codes approved', 'northwind/web asked'],
    ],
    [
      'given for a team',
      [
        ['asked', 1, TEAM],
        ['approved', 2],
      ],
      ['ben-codes approved'],
    ],
    ['of another pull request', [['approved', 1, { pull: 'northwind/web#7' }]], []],
  ])('%s', (_, said, expected) => {
    expect(standing(...said)).toEqual(expected)
  })

  it('are none where nothing was heard', () => {
    expect(standingReviews({}, PULL)).toEqual([])
  })

  it('stand the same in any order and with any repetition, also where more come than are kept', () => {
    const word = fc
      .tuple(
        fc.constantFrom<ReviewState[]>('asked', 'withdrawn', 'approved', 'changes-requested', 'dismissed', 'commented'),
        fc.nat(5),
        fc.nat(30),
      )
      .map(
        ([state, at, who]): Said => [state, at, { login: `login-${who}`, url: `https://x.example/${'x'.repeat(90)}` }],
      )
    const arrivals = fc
      .array(word, { maxLength: 120 })
      .chain((words) =>
        fc.tuple(fc.constant(words), fc.shuffledSubarray([...words, ...words], { minLength: 2 * words.length })),
      )
    fc.assert(
      fc.property(arrivals, ([once, twice]) => {
        expect(heard(...twice)).toEqual(heard(...once))
      }),
    )
  })
})

describe('a word about a review', () => {
  it('is recorded, and moves nothing', () => {
    const review = aReview('changes-requested', 1)
    const command = { type: 'RecordReview', review, by: review.reviewer, at: '2026-03-02T09:01:00.000Z' } as const
    const told = given(aTask())
      .when(command)
      .thenEvents([{ type: 'ReviewRecorded', review }], { reviews: { [`${PULL}:ben-codes:verdict`]: review } })
    given(told).when(command).thenNothing()
  })
})
