import { describe, expect, it } from 'vitest'
import { deployment } from '../../../app/github/sources/deployment.ts'
import { deploymentStatus } from '../../../app/github/sources/deployment-status.ts'
import { actsOn, sourceOf } from '../../../app/github/sources/registry.ts'
import { release } from '../../../app/github/sources/release.ts'
import type { Source } from '../../../app/github/sources/source.ts'
import { status } from '../../../app/github/sources/status.ts'
import type { CheckWork, DeploymentWork, ReleaseWork, Work } from '../../../app/github/work.ts'
import { githubExamples } from '../../support/github-examples.ts'
import { checkPayload, deploymentPayload, releasePayload, SHA1, statusPayload } from '../payloads.ts'

function read<W extends Work>(source: Source, payload: unknown): readonly W[] {
  const result = source.read(payload)
  if (!result.ok) throw new Error(result.error)
  return result.value as readonly Work[] as readonly W[]
}
const told = (state: string, more: object = {}) =>
  read<DeploymentWork>(
    deploymentStatus,
    deploymentPayload(state, '11:00:00', { sha: SHA1, begun: '10:58:00', ...more }),
  )[0]

describe('a deployment', () => {
  it('becomes a record of how it went, and what it brought', () => {
    const status = {
      environment_url: 'https://user:token@there.example',
      log_url: '',
      target_url: 'https://ci.example/1',
      creator: { login: 'devi', id: 7 },
    }
    const payload = '{"links":{"dashboard":"https://grafana.example/d/1"},"key":"AKIAABCDEFGHIJKLMNOP"}'
    expect(told('success', { status, payload })).toMatchInlineSnapshot(`
      {
        "at": "2026-06-01T11:00:00Z",
        "begun": 28484983680,
        "by": "devi",
        "byId": 7,
        "environment": "production",
        "id": 110000,
        "isProduction": true,
        "isTransient": false,
        "kind": "deployment",
        "ordinal": 28484985606,
        "repository": {
          "fullName": "northwind/user-api",
          "id": 1001,
        },
        "resources": [
          {
            "kind": "document",
            "label": "Log of user-api in production",
            "value": "https://ci.example/1",
          },
          {
            "kind": "url",
            "label": "links dashboard",
            "value": "https://grafana.example/d/1",
          },
        ],
        "sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "state": "success",
        "url": "https://ci.example/1",
      }
    `)
  })

  it.each([
    ['success', 'success'],
    ['failure', 'failure'],
    ['error', 'failure'],
    ['queued', 'pending'],
    ['waiting', 'pending'],
    ['in_progress', 'pending'],
    ['inactive', undefined],
    ['whatever comes next', undefined],
  ])('that is said to be %s counts as %s', (state, counts) => {
    expect(told(state)?.state).toBe(counts)
  })

  it('comes in order within a second: begun, queued, on its way, ended', () => {
    const [begun] = read<DeploymentWork>(deployment, deploymentPayload('', '11:00:00', { sha: SHA1 }))
    const states = ['queued', 'in_progress', 'failure', 'success'].map((state) => told(state)!.ordinal)
    const order = [begun!.ordinal, ...states]
    expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b))
  })

  it('shows what failed where it failed, and where it is when it went well', () => {
    const status = { environment_url: 'https://there.example', log_url: 'https://ci.example/1' }
    expect([told('success', { status })?.url, told('failure', { status })?.url, told('success')?.url]).toEqual([
      'https://there.example',
      'https://ci.example/1',
      'https://github.com/northwind/user-api/deployments',
    ])
  })

  it('leads to the host of its repository, which on a server of one’s own is another than GitHub’s', () => {
    const payload = deploymentPayload('success', '11:00:00', { sha: SHA1 })
    const urlAt = (html_url: unknown) =>
      read<DeploymentWork>(deploymentStatus, { ...payload, repository: { ...payload.repository, html_url } })[0]?.url
    expect(urlAt('https://git.northwind.example/northwind/user-api')).toBe(
      'https://git.northwind.example/northwind/user-api/deployments',
    )
    expect(urlAt('javascript:alert(1)')).toBe('https://github.com/northwind/user-api/deployments')
  })

  it('is one to production by GitHub’s word, else by its name', () => {
    const flags = [
      {},
      { environment: 'Production' },
      { environment: 'live', production_environment: true },
      { production_environment: false },
      { environment: 'staging' },
    ]
    expect(flags.map((flag) => told('success', flag)?.isProduction)).toEqual([true, true, true, false, false])
  })

  it('can be looked at before the merge anywhere but in production', () => {
    const status = { environment_url: 'https://pr-12.example' }
    expect([told('success', { status }), told('failure', { environment: 'Preview', status })]).toMatchObject([{}, {}])
    expect(told('success', { environment: 'Preview', status })?.preview).toBe('https://pr-12.example')
    expect(told('success', { status })?.preview).toBeUndefined()
    expect(told('failure', { environment: 'Preview', status })?.preview).toBeUndefined()
    const script = { environment_url: 'javascript:alert(1)' }
    expect(told('success', { environment: 'Preview', status: script })?.preview).toBeUndefined()
  })
})

describe('a commit status', () => {
  const only = (payload: unknown) => read<CheckWork>(status, payload)[0]

  it('is the check of its name', () => {
    expect(only(statusPayload('error', '09:00:00'))).toMatchInlineSnapshot(`
      {
        "by": "ci-service",
        "conclusion": "failure",
        "kind": "check",
        "name": "ci/build",
        "ordinal": 28484870403,
        "repository": {
          "fullName": "northwind/user-api",
          "id": 1001,
        },
        "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "url": "https://ci.example/builds/1",
      }
    `)
  })

  it('without an address of its own leads to its commit', () => {
    expect(only({ ...statusPayload('success', '09:00:00', { sha: SHA1 }), target_url: null })?.url).toBe(
      `https://github.com/northwind/user-api/commit/${SHA1}`,
    )
  })

  it('names no action, and is heard all the same; our own is not', () => {
    const payload = statusPayload('success', '09:00:00')
    expect([actsOn('status', undefined, payload), sourceOf('status', 'created')]).toEqual([true, undefined])
    const own = { ...payload, context: 'CodexFlow' }
    expect([actsOn('status', undefined, own), read(status, own)]).toEqual([false, []])
  })
})

describe('a release', () => {
  it('leaves its version, its page and its files', () => {
    const [work] = read<ReleaseWork>(release, releasePayload('v1.2.0', '12:00:00', ['user-api.zip']))
    expect(work?.resources).toEqual([
      { kind: 'version', label: 'Release of user-api', value: 'v1.2.0' },
      {
        kind: 'document',
        label: 'Release notes of user-api',
        value: 'https://github.com/northwind/user-api/releases/tag/v1.2.0',
      },
      {
        kind: 'url',
        label: 'user-api.zip',
        value: 'https://github.com/northwind/user-api/releases/download/v1.2.0/user-api.zip',
      },
    ])
  })
})

describe('the examples that GitHub publishes', () => {
  it('are read, every one that is of our concern', () => {
    const seen = githubExamples.flatMap(({ name, payload }) => {
      const { action } = payload as { action?: string }
      const source = sourceOf(name, action)
      if (!['deployment', 'deployment_status', 'status', 'release'].includes(name) || source === undefined) return []
      return read(source, payload).map(({ kind }) => `${name}: ${kind}`)
    })
    expect(Object.entries(Object.groupBy(seen, (line) => line)).map(([line, all]) => `${all!.length} ${line}`)).toEqual(
      ['4 deployment: deployment', '4 deployment_status: deployment', '3 release: release', '4 status: check'],
    )
  })
})

describe('the output of a check run', () => {
  it('is read for the blocks in it', () => {
    const text =
      'Done.\n```codexflow\noutput: api = https://api.example\noutput: fn = arn:aws:lambda:eu-west-1:1:function:x\n```'
    const work = sourceOf('check_run', 'completed')!.read(checkPayload('completed', '09:00:00', { output: { text } }))
    expect(work).toMatchObject({
      value: [
        {
          resources: [
            { kind: 'url', label: 'api', value: 'https://api.example' },
            { kind: 'arn', label: 'fn', value: 'arn:aws:lambda:eu-west-1:1:function:x' },
          ],
        },
      ],
    })
  })
})
