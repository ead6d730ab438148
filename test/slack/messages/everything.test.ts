import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ANSWERS } from '../../support/sweep/answers.ts'
import { INSIGHTS } from '../../support/sweep/insights.ts'
import { NOTICES } from '../../support/sweep/notices.ts'
import { faultsOf } from '../../support/sweep/swept.ts'
import { VIEWS } from '../../support/sweep/views.ts'
import { WORKSPACES } from '../../support/sweep/workspace.ts'
import { WORST_TEXTS } from '../../support/sweep/worst.ts'

/** Everything that can be said in Slack, with the worst that can be in it, against Block Kit's limits and our manners. */
const SWEEPS = [...NOTICES, ...ANSWERS, ...INSIGHTS, ...WORKSPACES, ...VIEWS]

const [SLACK, VERBS] = ['slack', 'verbs'].map((room) => join(import.meta.dirname, '../../../app', room)) as [
  string,
  string,
]

/** The exported functions of `app/slack` and `app/verbs` that make an answer, a message or a view. */
function builders(): string[] {
  const files = [SLACK, VERBS].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  const sources = files.filter((file) => file.endsWith('.ts'))
  return sources.flatMap((file) => {
    const [, ...functions] = readFileSync(file, 'utf8').split(/^export function /m)
    return functions.flatMap((code) => {
      const [, result = ''] = /\): ([^={}]+) \{$/m.exec(code) ?? []
      const [name = ''] = /^\w+/.exec(code) ?? []
      return /^(?:Reply|SlackReply|Posted|\w*View)$/.test(result) ? [name] : []
    })
  })
}

describe('whatever is said in Slack', () => {
  it('is said by builders that are all swept here', () => {
    // Lacking one? Add it, with the worst it can be given, to a file of test/support/sweep.
    expect(SWEEPS.map(({ name }) => name).toSorted()).toEqual(builders().toSorted())
  })

  describe.each(SWEEPS)('by $name', ({ made }) => {
    it.each(Object.entries(WORST_TEXTS))('keeps to the limits and stays inert with %s', (_, text) => {
      const messages = made(text)
      expect(messages.length).toBeGreaterThan(0)
      expect([...new Set(messages.flatMap(faultsOf))]).toEqual([])
    })
  })
})
