import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundleFunctions, bundling } from '../../../infra/bundles/bundle.ts'
import { packagesIn } from '../../../infra/bundles/bundled-packages.ts'
import { type FunctionName, functions } from '../../../infra/topology.ts'
import { bundleFaults } from '../../support/bundle-rules.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
// Away from the project: what a bundle needs must lie beside it, not in our own packages.
const outdir = mkdtempSync(join(tmpdir(), 'codexflow-contents-'))
const names = Object.keys(functions) as FunctionName[]

let bundles: Record<FunctionName, Bundle>
beforeAll(async () => {
  bundles = await bundleFunctions({ outdir })
})
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

/** All code of a bundle. */
const filesOf = ({ file }: Bundle) =>
  readdirSync(dirname(file))
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => join(dirname(file), name))

const carried = () => Object.fromEntries(names.map((name) => [name, packagesIn(bundles[name].inputs)]))

/** Of each package who carries it; packages that the same functions carry stand together. */
function carriers(): Readonly<Record<string, string>> {
  const byPackage = new Map<string, FunctionName[]>()
  for (const name of names) {
    for (const each of packagesIn(bundles[name].inputs)) byPackage.set(each, [...(byPackage.get(each) ?? []), name])
  }
  const bySet = new Map<string, string[]>()
  for (const [each, by] of byPackage) {
    const without = names.filter((name) => !by.includes(name))
    const few = without.length === 0 ? 'everybody' : `all but ${without.join(' ')}`
    const set = by.length > names.length / 2 ? few : by.join(' ')
    bySet.set(set, [...(bySet.get(set) ?? []), each])
  }
  return Object.fromEntries([...bySet].map(([set, packages]) => [set, packages.join(' ')]))
}

describe('the bundles', () => {
  it('carry these packages, and nobody carries what another one needs', () => {
    expect(carriers()).toMatchInlineSnapshot(`
      {
        "all but github-door health rotate": "@aws-sdk/util-dynamodb",
        "all but health": "@smithy/core @smithy/node-http-handler @smithy/signature-v4",
        "all but slack-door slack-install github-door github-link health propagate incident release rotate": "@aws-sdk/core @aws-sdk/credential-provider-env @aws-sdk/credential-provider-node @aws/lambda-invoke-store @smithy/types",
        "all but slack-door slack-install github-door github-link health relay propagate digest alarm incident release": "@octokit/auth-app @octokit/auth-oauth-app @octokit/auth-oauth-device @octokit/auth-oauth-user @octokit/auth-token @octokit/auth-unauthenticated @octokit/core @octokit/endpoint @octokit/graphql @octokit/oauth-methods @octokit/plugin-enterprise-compatibility @octokit/plugin-paginate-rest @octokit/plugin-rest-endpoint-methods @octokit/plugin-retry @octokit/plugin-throttling @octokit/request @octokit/request-error @octokit/webhooks @octokit/webhooks-methods @probot/octokit-plugin-config before-after-hook bottleneck content-type deepmerge json-with-bigint npx-import-light octokit-auth-probot probot toad-cache universal-github-app-jwt universal-user-agent yaml",
        "all but slack-door slack-install github-door github-link health relay propagate incident release rotate": "@aws-sdk/client-scheduler",
        "everybody": "zod",
        "follow-up": "@dagrejs/dagre @resvg/resvg-wasm",
        "follow-up orchestrate deliver redraw digest reconcile": "@slack/web-api eventemitter3 p-finally p-queue p-retry p-timeout retry",
        "follow-up orchestrate deliver redraw reconcile": "@aws-sdk/client-sns @aws-sdk/xml-builder",
        "orchestrate reconcile": "@aws-sdk/client-bedrock-runtime @aws-sdk/eventstream-handler-node @aws-sdk/middleware-eventstream @aws-sdk/middleware-websocket @aws-sdk/nested-clients @aws-sdk/token-providers",
        "relay": "@aws-sdk/client-eventbridge @aws-sdk/signature-v4-multi-region",
        "slack-door": "@slack/bolt",
        "slack-door follow-up orchestrate deliver redraw digest reconcile": "@slack/logger",
      }
    `)
  })

  it('carry nothing that a rule forbids', () => {
    expect(bundleFaults(carried())).toEqual([])
  })

  it('have beside them what they read when they need it, and only who draws has', () => {
    expect(names.filter((name) => bundles[name].beside.length > 0)).toEqual(['follow-up'])
  })

  it('are in parts: what a function may do without is a file that it reads when it needs it', () => {
    const { file, bytes, parts } = bundles['github-worker']
    const later = parts.map((part) => statSync(join(dirname(file), part)).size)
    const all = filesOf(bundles['github-worker']).map((each) => statSync(each).size)
    const sum = (sizes: readonly number[]) => sizes.reduce((one, other) => one + other, 0)
    expect([later.length > 0, sum(later)]).toEqual([true, sum(all) - bytes])
    // Probot, and all that it brings, is for deliveries that somebody acts on.
    expect(sum(later)).toBeGreaterThan(bytes / 4)
    expect(bundles.health.parts).toEqual([])
  })

  it('load where nothing else is, in silence, and export a handler that Lambda takes', async () => {
    // With a third parameter Lambda on Node 24 refuses a handler: it would be a callback.
    const code = `const { handler } = require(process.argv[1]); process.stdout.write(typeof handler + handler.length)`
    const env = { AWS_REGION: 'eu-central-1', AWS_LAMBDA_FUNCTION_NAME: 'x', LAMBDA_TASK_ROOT: '/var/task', TZ: ':UTC' }
    const load = (name: FunctionName) => run(process.execPath, ['-e', code, bundles[name].file], { env, cwd: outdir })
    for (const name of names) {
      const { stdout, stderr } = await load(name)
      expect([name, stdout, stderr]).toEqual([name, expect.stringMatching(/^function[012]$/), ''])
    }
  })

  it('say nothing of the machine on which they were built', () => {
    const files = names.flatMap((name) => filesOf(bundles[name]))
    expect(files.filter((file) => readFileSync(file, 'utf8').includes(ROOT))).toEqual([])
  })

  it('are the same bytes when they are built again, elsewhere: a deployment without a change changes nothing', async () => {
    const left = join(outdir, 'again', 'follow-up', 'left-by-an-earlier-build.cjs')
    mkdirSync(dirname(left), { recursive: true })
    writeFileSync(left, '')
    const again = await bundleFunctions({ outdir: join(outdir, 'again'), names: ['follow-up'] })
    const [one, other] = [bundles['follow-up'], again['follow-up']]
    const deployed = readdirSync(dirname(left)).toSorted()
    expect(deployed).toEqual(['node_modules', ...filesOf(one).map((file) => basename(file))].toSorted())
    for (const [index, file] of filesOf(other).entries()) {
      expect([file, readFileSync(file).equals(readFileSync(filesOf(one)[index]!))]).toEqual([file, true])
    }
    expect(relative(outdir, other.file)).toBe('again/follow-up/follow-up.cjs')
    expect(other.beside).toEqual(one.beside)
  })
})

describe('the rules of what a bundle carries', () => {
  it('find what should not be there, at a door more than behind it', async () => {
    const contents = `
      import express from 'express'
      import pretty from 'pino-pretty'
      import { request } from 'undici'
      import { SocketModeClient } from '@slack/socket-mode'
      import { SNSClient } from '@aws-sdk/client-sns'
      export const handler = async () => [express, pretty, request, SocketModeClient, SNSClient]`
    const { metafile } = await build({
      ...{ ...bundling, mainFields: [...bundling.mainFields], inject: [], plugins: [] },
      stdin: { contents, resolveDir: ROOT },
      outfile: join(outdir, 'broken.cjs'),
      write: false,
    })
    const packages = packagesIn(Object.keys(metafile.inputs))
    const faults = bundleFaults({ 'slack-door': packages, deliver: packages })
    const about = (name: string) => faults.filter((fault) => fault.startsWith(name)).map((fault) => fault.split(' ')[2])
    expect(faults).toContain('slack-door carries express: API Gateway is the HTTP server')
    const nowhere = ['@slack/socket-mode:', 'express:', 'iconv-lite:', 'mime-db:', 'pino-pretty:', 'undici:']
    expect(about('deliver')).toEqual(expect.arrayContaining(nowhere))
    expect(about('slack-door')).toEqual(expect.arrayContaining(about('deliver')))
    expect(about('slack-door').filter((each) => !about('deliver').includes(each))).toMatchInlineSnapshot(`
      [
        "@aws-sdk/client-sns:",
        "@aws-sdk/core:",
        "@aws-sdk/credential-provider-env:",
        "@aws-sdk/credential-provider-node:",
        "@aws-sdk/nested-clients:",
        "@aws-sdk/signature-v4-multi-region:",
        "@aws-sdk/token-providers:",
        "@aws-sdk/xml-builder:",
      ]
    `)
  })

  it('know the others by name', () => {
    expect(bundleFaults({ health: ['@sentry/node', 'ioredis', 'probot', 'zod'], digest: ['probot', 'zod'] })).toEqual([
      'health carries @sentry/node: what goes wrong is a line of the log',
      'health carries ioredis: what is kept is in the table',
      'health carries probot: Probot works behind the inbox',
    ])
  })
})

describe('the names of packages', () => {
  it('are read from paths, whatever folder they are in and whatever was left out', () => {
    const inputs = [
      'app/log.ts',
      'node_modules/zod/v4/core/api.js',
      '../main/node_modules/probot/node_modules/@octokit/core/index.js',
      'node_modules/zod/v4/core/util.js',
      'left-out:node_modules/express/index.js',
    ]
    expect(packagesIn(inputs)).toEqual(['@octokit/core', 'zod'])
  })
})

/**
 * The most that a door may weigh without its parts, in bytes: V8 reads all of it at each cold start, while somebody waits.
 * Whoever needs more raises the bound and says why; whoever made it lighter lowers it.
 */
const LIMITS: Partial<Record<FunctionName, number>> = {
  'slack-door': 360_000,
  'slack-install': 120_000,
  'github-door': 135_000,
  'github-link': 112_000,
  health: 900,
}

describe('a door', () => {
  it.each(['slack-door', 'slack-install', 'github-link'] as const)('%s reads with the small zod', (name) => {
    const faces = bundles[name].inputs.flatMap((input) => /zod\/v4\/(classic|mini)\/schemas/.exec(input)?.[1] ?? [])
    expect(faces).toEqual(['mini'])
  })

  it.each(Object.entries(LIMITS))('%s weighs at most %d bytes, and not much less', (name, limit) => {
    const { bytes } = bundles[name as FunctionName]
    expect(bytes).toBeLessThanOrEqual(limit)
    expect(bytes).toBeGreaterThan(limit * 0.9)
  })
})
