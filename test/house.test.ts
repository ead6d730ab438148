import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { houseFaults, type Source, TENANT_MAKERS } from './support/house.ts'

const ROOT = join(import.meta.dirname, '..')

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((file) => /\.(ts|mts|mjs|js)$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))
}

describe('who may import whom', () => {
  it('is kept by every file of app, handlers and infra', () => {
    const sources = ['app', 'handlers', 'infra'].flatMap(sourcesIn)
    expect(sources.length).toBeGreaterThan(50)
    expect(houseFaults(sources)).toEqual([])
  })

  it('lists nobody as a maker of tenants who makes none', () => {
    const idle = TENANT_MAKERS.filter((file) => !readFileSync(join(ROOT, file), 'utf8').includes('workspaceOf('))
    expect(idle).toEqual([])
  })
})

describe('the reader of imports', () => {
  it.each([
    ['app/tasks/decide.ts', `import { err } from '../result.ts'\nimport { createHash } from 'node:crypto'`],
    ['app/decisions/handoff.ts', `import { z } from 'zod'\nimport prompt from './handoff.md' with { type: 'text' }`],
    ['app/orchestrator/execute.ts', `import { submit } from '../submit.ts'\nimport { retract } from '../retract.ts'`],
    ['app/verbs/done.ts', `import { submit } from '../submit.ts'\nimport { simulate } from '../insight/simulate.ts'`],
    ['app/github/answer.ts', `import { runCommand } from '../verbs/run.ts'`],
    ['app/slack/bolt.ts', `import { App } from '@slack/bolt'\nimport { z } from 'zod'\nimport '../dependencies.ts'`],
    ['app/dynamo/client.ts', `const sdk = await import('@aws-sdk/client-dynamodb')`],
    ['app/aws/send.ts', `import { SignatureV4 } from '@smithy/signature-v4'`],
    ['app/config.ts', 'export const readConfig = (env = process.env) => env'],
    ['handlers/wiring.ts', `import { x } from '../app/dynamo/x.ts'\nconst now = () => Date.now()`],
    [
      'infra/local/run.ts',
      `import { handler } from '../../handlers/relay.ts'\nimport { x } from '../../app/slack/x.ts'`,
    ],
    [
      'app/tasks/a.ts',
      `// import { x } from '../slack/x.ts'\n/* process.env\n Date.now() */\nconst at = new Date(time)`,
    ],
  ])('finds nothing wrong in %s', (file, text) => {
    expect(houseFaults([{ file, text }])).toEqual([])
  })

  it('prints every line that breaks the rule, and why', () => {
    const broken: Source[] = [
      { file: 'app/tasks/a.ts', text: `import { p } from '../projects/person.ts'\nimport { log } from '../log.ts'` },
      { file: 'app/projects/a.ts', text: `import { z } from 'zod'\nexport { f } from '../handoffs/facts.ts'` },
      { file: 'app/handoffs/a.ts', text: `import type { D } from '../decisions/spec.ts'` },
      { file: 'app/decisions/a.ts', text: `import type {\n  Clock,\n} from '../ports/clock.ts'` },
      { file: 'app/ports/clock.ts', text: `import { submit } from '../submit.ts'` },
      { file: 'app/submit.ts', text: `import { propagate } from './propagate.ts'` },
      { file: 'app/propagate.ts', text: `import { log } from './dynamo/task-log.ts'` },
      { file: 'app/result.ts', text: `import { Task } from './tasks/task.ts'` },
      {
        file: 'app/slack/a.ts',
        text: `\nimport { x } from '../github/x.ts'\nimport 'probot'\nimport '../propagate.ts'`,
      },
      { file: 'app/verbs/a.ts', text: `import { x } from '../slack/x.ts'\nimport { y } from '../orchestrator/y.ts'` },
      { file: 'app/digest/a.ts', text: `import { x } from '../verbs/run.ts'` },
      { file: 'app/email/b.ts', text: `import { x } from '../verbs/run.ts'` },
      { file: 'app/door.ts', text: `import { SignatureV4 } from '@smithy/signature-v4'` },
      { file: 'app/bus/a.ts', text: `const sdk = await import('@aws-sdk/client-sqs')` },
      { file: 'app/orchestrator/a.ts', text: `import { WebClient } from '@slack/web-api'` },
      { file: 'app/queue/a.ts', text: `import { handler } from '../../handlers/relay.ts'` },
      { file: 'app/email/a.ts', text: `import { topology } from '../../infra/topology.ts'` },
      { file: 'app/attic/a.ts', text: `import { err } from '../result.ts'` },
      { file: 'app/tasks/b.ts', text: `const now = Date.now()\nconst w = workspaceOf(id)\nconst v = id as Workspace` },
      { file: 'app/github/b.ts', text: `const id = randomUUID()\nconst at = new Date()\nconst x = Math.random()` },
      { file: 'handlers/a.ts', text: `const name = process.env['NAME']\nimport { SQS } from '@aws-sdk/client-sqs'` },
      { file: 'infra/aws/a.ts', text: `import '../../handlers/relay.ts'\nimport '../../app/slack/bolt.ts'` },
      { file: 'infra/local/a.ts', text: `import { aTask } from '../../test/support/tasks.ts'` },
    ]
    expect(`\n${houseFaults(broken).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      app/tasks/a.ts:1: imports ../projects/person.ts: tasks comes before projects
      app/tasks/a.ts:2: imports ../log.ts: tasks is pure
      app/projects/a.ts:1: imports zod: projects needs no packages but node:crypto
      app/projects/a.ts:2: imports ../handoffs/facts.ts: projects comes before handoffs
      app/handoffs/a.ts:1: imports ../decisions/spec.ts: handoffs comes before decisions
      app/decisions/a.ts:1: imports ../ports/clock.ts: decisions comes before ports
      app/ports/clock.ts:1: imports ../submit.ts: ports comes before submit
      app/submit.ts:1: imports ./propagate.ts: submit comes before stages
      app/propagate.ts:1: imports ./dynamo/task-log.ts: stages knows no technology
      app/result.ts:1: imports ./tasks/task.ts: the ground stands on nothing
      app/slack/a.ts:2: imports ../github/x.ts: slack does not know github
      app/slack/a.ts:3: imports probot: slack uses zod, Node and its own SDK alone
      app/slack/a.ts:4: imports ../propagate.ts: a technology calls no stage; it records facts
      app/verbs/a.ts:1: imports ../slack/x.ts: verbs knows no technology
      app/verbs/a.ts:2: imports ../orchestrator/y.ts: a verb calls no stage; it records facts
      app/digest/a.ts:1: imports ../verbs/run.ts: stages comes before verbs
      app/email/b.ts:1: imports ../verbs/run.ts: nobody says verbs in email
      app/door.ts:1: imports @smithy/signature-v4: an SDK is used in its own folder alone
      app/bus/a.ts:1: imports @aws-sdk/client-sqs: bus uses zod, Node and its own SDK alone
      app/orchestrator/a.ts:1: imports @slack/web-api: stages needs no packages but node:
      app/queue/a.ts:1: imports ../../handlers/relay.ts: only infra/local runs handlers
      app/email/a.ts:1: imports ../../infra/topology.ts: app does not know what runs it
      app/attic/a.ts:1: imports ../result.ts: nobody has said what this folder is: name it in test/support/house.ts
      app/tasks/b.ts:1: const now = Date.now(): time, chance and the environment come in by app/config.ts and handlers/wiring.ts alone
      app/tasks/b.ts:2: const w = workspaceOf(id): only a verified door and the decoding of our own records make a Workspace
      app/tasks/b.ts:3: const v = id as Workspace: only a verified door and the decoding of our own records make a Workspace
      app/github/b.ts:1: const id = randomUUID(): time, chance and the environment come in by app/config.ts and handlers/wiring.ts alone
      app/github/b.ts:2: const at = new Date(): time, chance and the environment come in by app/config.ts and handlers/wiring.ts alone
      app/github/b.ts:3: const x = Math.random(): time, chance and the environment come in by app/config.ts and handlers/wiring.ts alone
      handlers/a.ts:2: imports @aws-sdk/client-sqs: an SDK is used in its own folder alone
      handlers/a.ts:1: const name = process.env['NAME']: time, chance and the environment come in by app/config.ts and handlers/wiring.ts alone
      infra/aws/a.ts:1: imports ../../handlers/relay.ts: only infra/local runs handlers
      infra/aws/a.ts:2: imports ../../app/slack/bolt.ts: only handlers and infra/local join folders together
      infra/local/a.ts:1: imports ../../test/support/tasks.ts: tests are imported by tests
      "
    `)
  })
})
