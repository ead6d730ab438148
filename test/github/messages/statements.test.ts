import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SUMMARY } from '../../../app/github/checks.ts'
import { ACTIONS, pullCheck } from '../../../app/github/messages/pull-check.ts'
import { taskComment } from '../../../app/github/messages/task-comment.ts'
import type { PulledTask, PullTruth, TaskTruth } from '../../../app/ports/statements.ts'
import { after, aPull, ask, aTask, openSince } from '../../support/tasks.ts'
import { PULL_TRUTH, PULLED, TASK_TRUTH } from '../truths.ts'

const said = (over: Partial<PullTruth>) => {
  const { title, conclusion, actions } = pullCheck({ ...PULL_TRUTH, ...over })
  return [title, conclusion, ...(actions ?? []).map(({ label }) => label)]
}
const task = (over: Partial<PulledTask>): PulledTask => ({ ...PULLED, ...over })
const approval = { gate: { kind: 'approved', roles: ['qa'], quorum: 1 }, missing: ['approval by qa'] } as const
const deployed = { gate: { kind: 'deployed', environment: 'prod' }, missing: ['a deployment to prod'] } as const

describe('the check run of a pull request', () => {
  it('reads aloud', () => {
    const { title, summary } = pullCheck(PULL_TRUTH)
    expect(`${title}\n\n${summary}`).toMatchInlineSnapshot(`
      "Merging completes UAPI-12 and unblocks 2 people

      - **Completes** \`UAPI-12\` Provision the Lambda (infrastructure)

      **Who will be told**

      - Dev, in a Slack message: \`UAPI-13\` Build the user API is ready
      - Mo, in a comment on GitHub: \`WEB-4\` is ready

      **What still waits**

      - \`UAPI-20\` waits on for \`UAPI-14\` and \`UAPI-15\`

      <sub>Whoever does the last step is not told of it. Why it stands so: \`/codexflow why UAPI-12\`</sub>"
    `)
  })

  it('says how its reviews stand, and calls nobody by it', () => {
    const reviews = [
      { state: 'asked', login: 'northwind/web', isTeam: true },
      { state: 'asked', login: 'quinn' },
      { state: 'changes-requested', login: 'fern' },
      { state: 'commented', login: 'mo' },
      { state: 'approved', login: '@dev`' },
    ] as const
    const { summary } = pullCheck({ ...PULL_TRUTH, reviews })
    expect(summary.split('\n\n').slice(3, 5).join('\n')).toMatchInlineSnapshot(`
      "**Reviews**
      - Review asked of the team \`northwind/web\`
      - Review asked of \`quinn\`
      - Reviewed by \`fern\`: changes requested
      - Reviewed by \`mo\`: comments only
      - Approved by \`\` @dev\` \`\`"
    `)
  })

  it('says what is needed and what is missing', () => {
    const lacks = [
      { kind: 'api', for: ['backend'], blocks: true },
      { kind: 'document', label: 'Runbook', for: ['backend', 'qa'], blocks: false },
    ] as const
    const tasks = [
      task({ lacks }),
      task({ id: 'UAPI-14', afterwards: 'in_review', needs: [approval, deployed], approval: 'to-ask' }),
      task({ id: 'UAPI-15', afterwards: 'in_progress' }),
    ]
    const { title, summary } = pullCheck({ ...PULL_TRUTH, tasks, told: [], waiting: [] })
    expect(`${title}\n\n${summary}`).toMatchInlineSnapshot(`
      "UAPI-12 lacks something that the next phase needs

      - **Completes** \`UAPI-12\` Provision the Lambda (infrastructure)
      - \`UAPI-14\` Provision the Lambda (infrastructure) will still need approval by qa and a deployment to prod.
      - \`UAPI-15\` Provision the Lambda (infrastructure) is finished when somebody says so: \`/codexflow done UAPI-15\`

      Nobody is told anything by it.

      **Missing from the hand-off**

      - \`UAPI-12\`: backend needs the API; backend and QA need the Runbook. It has to be there before this is merged.

      Say it in the description of this pull request, in a block that begins with \`\`\`\` \`\`\`codexflow \`\`\`\`: one line each, such as \`api: https://…\`

      <sub>Whoever does the last step is not told of it. Why it stands so: \`/codexflow why UAPI-12\`</sub>"
    `)
  })

  it.each<[string, Partial<PullTruth>, readonly string[]]>([
    ['one task, nobody freed', { told: [] }, ['Merging completes UAPI-12', 'success']],
    [
      'several',
      { tasks: [PULLED, task({ id: 'UAPI-13' }), task({ id: 'UAPI-14', afterwards: 'open', needs: [deployed] })] },
      ['Merging completes UAPI-12 and UAPI-13 and unblocks 2 people; UAPI-14 still needs more', 'success'],
    ],
    [
      'many',
      { tasks: ['UAPI-1', 'UAPI-2', 'UAPI-3', 'UAPI-4'].map((id) => task({ id: id as 'UAPI-1' })) },
      ['Merging completes 4 tasks and unblocks 2 people', 'success'],
    ],
    [
      'a team',
      { told: [{ task: 'UAPI-13', isTeam: true, by: 'slack' }] },
      ['Merging completes UAPI-12 and unblocks 1 task of a team', 'success'],
    ],
    [
      'a deployment to come',
      { tasks: [task({ afterwards: 'in_review', needs: [deployed] })] },
      ['After merging, UAPI-12 still needs a deployment', 'success'],
    ],
    [
      'an approval to be asked for',
      { tasks: [task({ afterwards: 'open', needs: [approval], approval: 'to-ask' })] },
      ['After merging, UAPI-12 still needs an approval', 'success', 'Ask for approval'],
    ],
    [
      'an approval that is asked for, and another to ask for',
      {
        tasks: [
          task({ afterwards: 'open', needs: [approval], approval: 'pending' }),
          task({ id: 'UAPI-13', afterwards: 'open', needs: [approval, deployed], approval: 'to-ask' }),
        ],
      },
      ['After merging, UAPI-12 and UAPI-13 still need more', 'success', 'Ask for approval', 'Approve'],
    ],
    [
      'two things',
      { tasks: [task({ afterwards: 'open', needs: [approval, deployed] })] },
      ['After merging, UAPI-12 still needs 2 things', 'success'],
    ],
    [
      'by hand',
      { tasks: [task({ afterwards: 'in_progress' })] },
      ['After merging, UAPI-12 waits for somebody to say that it is done', 'success'],
    ],
    [
      'done already',
      { tasks: [task({ status: 'done' })] },
      ['UAPI-12 is done already, so merging changes nothing there', 'success'],
    ],
    [
      'a contract that is only a warning',
      { tasks: [task({ lacks: [{ kind: 'api', for: ['backend'], blocks: false }] })] },
      ['Merging completes UAPI-12 and unblocks 2 people', 'success'],
    ],
    [
      'a contract that blocks',
      { tasks: [task({ lacks: [{ kind: 'api', for: ['backend'], blocks: true }] })] },
      ['UAPI-12 lacks something that the next phase needs', 'action_required'],
    ],
    ['merged', { state: 'merged', tasks: [task({ status: 'done' })] }, ['Merged: UAPI-12 is done', 'success']],
    ['reverted', { state: 'reverted', tasks: [task({ status: 'open' })] }, ['Reverted: UAPI-12 is open', 'neutral']],
    ['closed', { state: 'closed' }, ['Closed without merging, so nothing happens to UAPI-12', 'neutral']],
    ['asked', { state: 'asked', tasks: [] }, ['Names no task yet', 'action_required']],
    [
      'a revert',
      { state: 'taking-back', takesBack: 7, tasks: [] },
      ['Takes back #7, so it needs no task of its own', 'success'],
    ],
    ['unnamed', { state: 'unnamed', tasks: [] }, ['This pull request names no task', 'neutral']],
  ])('says in its title what matters: %s', (_, over, expected) => {
    expect(said(over)).toEqual(expected)
  })

  it('says how to name a task where it asks for one, and promises nothing of merging', () => {
    const asked = pullCheck({ ...PULL_TRUTH, state: 'asked', tasks: [], told: [], waiting: [] })
    expect(asked.actions).toEqual([])
    expect(asked.summary).toMatchInlineSnapshot(`
      "This repository asks of each pull request which task it is for. Any one of these says it:

      - a line \`Task: UAPI-12\` in its description
      - the id in its title, such as \`UAPI-12 Provision the API\`
      - the id in the name of its branch, such as \`UAPI-12-provision\`
      - \`Closes #7\` in its description, where a task follows that issue

      It has to be a task that CodexFlow knows: \`/codexflow list UAPI\` shows them in Slack. As soon as one is named, this check says what merging will do."
    `)
  })

  it('keeps to the sizes of its buttons', () => {
    for (const { label, description, identifier } of Object.values(ACTIONS)) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true])
    }
  })
})

describe('the comment about a task', () => {
  it('reads aloud', () => {
    expect(taskComment(TASK_TRUTH)).toMatchInlineSnapshot(`
      "**\`UAPI-13\` is ready for Dev**

      \`UAPI-13\` Build the user API (backend)

      Priya finished \`UAPI-12\`, so nothing stands in your way now\\.

      [Run book](<https://docs.northwind.example/run>) holds the details\\.

      **What is finished**

      - \`UAPI-12\` Provision the Lambda (infrastructure, by Priya)

      **What you have to work with**

      - **ARN**: \`arn:aws:lambda:eu-west-1:123456789012:function:user-api\` (pull request northwind\\/user\\-api\\#<!-- -->12)
      - **API**: [\`https://api.northwind.example/v1?a=1&b=2\`](<https://api.northwind.example/v1?a=1&amp;b=2>) (given by Priya)
      - **Database**: \`user-table\` (given by Priya)
      - **Run book**: [\`https://docs.northwind.example/run\`](<https://docs.northwind.example/run>) (documents of UAPI)

      **First steps**

      1. Call [\`https://api.northwind.example/v1?a=1&b=2\`](<https://api.northwind.example/v1?a=1&amp;b=2>) once\\.
      2. Read from \`user-table\`\\.

      <sub>Written by AI from 7 checked facts. This comment is kept true. More in Slack: \`/codexflow show UAPI-13\`</sub>"
    `)
  })

  it('says what the task waits for, what is in its way, and its pull requests', () => {
    const waiting = after(
      aTask({ id: 'UAPI-13', title: 'Build the user API', blockers: { 'UAPI-12': openSince(1) } }),
      ask.block('person:per_cho', 'no access to the account'),
      ask.pull('northwind/user-api#7', aPull('draft', 10)),
    )
    const { handoff: _, ...rest } = TASK_TRUTH
    const awaited = [
      { id: 'UAPI-12', title: 'Provision the Lambda', status: 'in_review', with: 'Priya' },
      { id: 'WEB-4', status: 'open' },
    ] as const
    expect(taskComment({ ...rest, task: waiting, awaited })).toMatchInlineSnapshot(`
      "**\`UAPI-13\` is blocked; it is with Dev**

      \`UAPI-13\` Build the user API (backend)

      **It waits for**

      - \`UAPI-12\` Provision the Lambda (in review, with Priya)
      - \`WEB-4\`

      **What stands in its way**

      - no access to the account

      **Pull requests**

      - [\`northwind/user-api#7\`](<https://github.com/northwind/user-api/pull/7>) UAPI\\-2 endpoint (draft)

      <sub>This comment is kept true. More in Slack: \`/codexflow show UAPI-13\`</sub>"
    `)
  })
})

const HOSTILE = [
  ...['@octocat', '@github/security', '#1', 'GH-1', 'owner/repo#12', 'https://evil.example', 'www.evil.example'],
  ...[
    '[click](https://evil.example)',
    '<img src=x>',
    '<!-- codexflow:v1 n=t_1 k=2 -->',
    '-->',
    '`',
    '``` ',
    '\n# head\n',
  ],
  ...['</sub>', '\u202e', '$x$', '|', '**', '&#64;octocat', '{{', '/codexflow approve UAPI-1'],
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 300 })), { maxLength: 30 })
  .map((parts) => parts.join(''))

/** What GitHub would still link, mention or obey outside of code. */
function live(markdown: string): string[] {
  const found = withoutCode(markdown).matchAll(
    /(?<![\\\w])@[a-z\d]|(?<!\\)#\d|https?:\/\/evil|www\.evil|<img|\]\((?!<)/gi,
  )
  return [...found].map(String)
}

// A span ends with as many backticks as it began with; one look at each run of them.
function withoutCode(markdown: string): string {
  const parts = markdown.split(/(`+)/)
  let kept = ''
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!
    const end = part.startsWith('`') ? parts.indexOf(part, at + 1) : -1
    if (end === -1) kept += part
    else at = end
  }
  return kept
}

describe('whatever people write', () => {
  it('becomes no mention, link or markup of ours in a check run, and fits, however long', () => {
    const truths = fc.record({ title: hostile, name: hostile, missing: hostile, label: hostile, count: fc.nat(40) })
    fc.assert(
      fc.property(truths, ({ title, name, missing, label, count }) => {
        const needs = [{ gate: { kind: 'checks', names: [missing] }, missing: [missing] }] as const
        const lacks = [{ kind: 'api', label, for: ['backend'], blocks: true }] as const
        const tasks = Array.from({ length: 10 }, () => task({ title, afterwards: 'open', needs, lacks }))
        const told = Array.from({ length: count }, () => ({
          ...({ task: 'UAPI-13', title, to: { name }, by: 'slack', isTeam: false } as const),
        }))
        const check = pullCheck({ ...PULL_TRUTH, tasks, told })
        expect(check.title).toMatch(/^10 tasks lack \d+ things that the next phase needs$/)
        expect(Buffer.byteLength(check.summary)).toBeLessThanOrEqual(MAX_SUMMARY)
        expect(live(check.summary)).toEqual([])
      }),
    )
  })

  it('nor in a comment', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, name, reason) => {
        const blocked = { ...aTask({ id: 'UAPI-13' }), title }
        const impediments = { 'person:x': { reason, by: { kind: 'system' }, since: 1 } } as const
        const truth: TaskTruth = {
          ...TASK_TRUTH,
          task: { ...blocked, impediments },
          assignee: name,
          awaited: Array.from({ length: 100 }, () => ({ id: 'UAPI-1', title, status: 'open', with: name })),
        }
        const { handoff: _, ...rest } = truth
        expect(live(taskComment(rest))).toEqual([])
      }),
    )
  })
})
