import { describe, expect, it } from 'vitest'
import { actsOn, sourceOf } from '../../../app/github/sources/registry.ts'
import type { CheckWork } from '../../../app/github/work.ts'
import { githubExamples } from '../../support/github-examples.ts'
import { suitePayload, workflowPayload } from '../payloads.ts'
import { REPOSITORY } from '../world.ts'

function work(name: string, payload: { readonly action: string }): readonly CheckWork[] {
  const read = sourceOf(name, payload.action)!.read(payload)
  if (!read.ok) throw new Error(read.error)
  return read.value as readonly CheckWork[]
}
const workflow = (...args: Parameters<typeof workflowPayload>) => work('workflow_run', workflowPayload(...args))
const suite = (...args: Parameters<typeof suitePayload>) => work('check_suite', suitePayload(...args))
const inOrder = (said: readonly (readonly CheckWork[])[]) => {
  const ordinals = said.flat().map(({ ordinal }) => ordinal)
  expect(ordinals).toEqual(ordinals.toSorted((a, b) => a - b))
  expect(new Set(ordinals).size).toBe(said.length)
}

describe('a workflow', () => {
  it('becomes a check by its name', () => {
    expect(workflow('completed', '09:05:00', { conclusion: 'failure' })).toMatchInlineSnapshot(`
      [
        {
          "by": "github-actions",
          "conclusion": "failure",
          "kind": "check",
          "name": "CI",
          "ordinal": 28484875203,
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "sums": "workflow",
          "url": "https://github.com/northwind/user-api/actions/runs/4",
        },
      ]
    `)
  })

  it.each([
    ['requested', {}, 'pending'],
    ['in_progress', {}, 'pending'],
    ['completed', {}, 'success'],
    ['completed', { conclusion: 'startup_failure' }, 'failure'],
    ['completed', { conclusion: 'cancelled' }, 'pending'],
    // As GitHub's own example has it.
    ['completed', { status: 'queued', conclusion: null }, 'pending'],
  ])('%s %j is %s', (action, run, conclusion) => {
    expect(workflow(action, '09:05:00', run)).toMatchObject([{ conclusion }])
  })

  it('comes in order: asked for, ended, run again, ended again', () => {
    const second = { run_attempt: 2, run_started_at: '2026-06-01T09:05:00Z' }
    inOrder([
      workflow('requested', '09:00:00'),
      workflow('completed', '09:05:00', { conclusion: 'failure' }),
      workflow('in_progress', '09:05:00', second),
      workflow('completed', '09:06:00', second),
    ])
  })

  it('without a name of its own goes by what GitHub calls it, and without any says nothing', () => {
    expect(workflow('completed', '09:05:00', { name: '.github/workflows/ci.yml' }, '')).toMatchObject([
      { name: '.github/workflows/ci.yml' },
    ])
    expect(workflow('completed', '09:05:00', {}, '')).toEqual([])
  })
})

describe('the suite of an app', () => {
  it('that could not run anything becomes a check by the name of the app', () => {
    expect(suite('completed', '09:05:00')).toMatchInlineSnapshot(`
      [
        {
          "by": "github-actions",
          "conclusion": "failure",
          "kind": "check",
          "name": "github-actions",
          "ordinal": 28484875203,
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "sums": "suite",
          "url": "https://github.com/northwind/user-api/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/checks",
        },
      ]
    `)
  })

  it('leads to the host of its repository', () => {
    const repository = { ...REPOSITORY, html_url: 'https://git.northwind.example/northwind/user-api' }
    const payload = { ...suitePayload('completed', '09:05:00'), repository }
    const [check] = work('check_suite', payload)
    expect(check?.url).toBe(`https://git.northwind.example/northwind/user-api/commit/${check?.sha}/checks`)
  })

  it('is waited for once it is asked for again, or until somebody allows it', () => {
    expect(suite('rerequested', '09:05:00')).toMatchObject([{ conclusion: 'pending' }])
    expect(suite('completed', '09:05:00', { conclusion: 'action_required' })).toMatchObject([{ conclusion: 'pending' }])
    inOrder([suite('completed', '09:05:00'), suite('rerequested', '09:05:00'), suite('completed', '09:05:01')])
  })

  it('that ran something says nothing, and is not even taken in', () => {
    const ran = suitePayload('completed', '09:05:00', { latest_check_runs_count: 1 })
    expect(work('check_suite', ran)).toEqual([])
    expect(actsOn('check_suite', 'completed', ran)).toBe(false)
    expect(actsOn('check_suite', 'completed', suitePayload('completed', '09:05:00'))).toBe(true)
  })

  it('that came to no conclusion says nothing', () => {
    expect(suite('completed', '09:05:00', { conclusion: null })).toEqual([])
  })
})

it('the examples that GitHub publishes are read', () => {
  const said = githubExamples.flatMap(({ name, payload }) => {
    const { action = '' } = payload as { readonly action?: string }
    const isHeard = (name === 'workflow_run' || name === 'check_suite') && sourceOf(name, action) !== undefined
    return isHeard
      ? [[name, action, ...work(name, { ...payload, action }).map((each) => [each.name, each.conclusion])]]
      : []
  })
  expect(said).toMatchInlineSnapshot(`
    [
      [
        "check_suite",
        "completed",
      ],
      [
        "check_suite",
        "completed",
      ],
      [
        "check_suite",
        "completed",
      ],
      [
        "check_suite",
        "completed",
      ],
      [
        "check_suite",
        "rerequested",
      ],
      [
        "check_suite",
        "rerequested",
      ],
      [
        "workflow_run",
        "completed",
        [
          "Manually triggered workflow",
          "pending",
        ],
      ],
      [
        "workflow_run",
        "completed",
        [
          "test",
          "success",
        ],
      ],
      [
        "workflow_run",
        "completed",
        [
          "test",
          "success",
        ],
      ],
      [
        "workflow_run",
        "requested",
        [
          "test",
          "pending",
        ],
      ],
      [
        "workflow_run",
        "requested",
        [
          "test",
          "failure",
        ],
      ],
    ]
  `)
})
