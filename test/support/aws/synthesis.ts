import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterAll } from 'vitest'
import { codexflow } from '../../../infra/aws/codexflow.ts'
import { type Stage, type StageName, stages } from '../../../infra/stages.ts'
import type { Part } from './part.ts'

/** One resource of a template: `stack` and `id` find it there. */
export type Resource = {
  readonly stack: string
  readonly id: string
  readonly type: string
  /** Its properties. */
  readonly is: Part
  readonly raw: Part
}

/** What cdk-nag found, and what of it was answered. */
export type Finding = { readonly rule: string; readonly where: string }
export type Answered = Finding & { readonly acknowledgedId: string; readonly acknowledgedAt: string }

/** A stage as CloudFormation would be given it. */
export type Synthesis = {
  readonly app: App
  /** By stack. */
  readonly templates: Readonly<Record<string, { readonly Resources: Readonly<Record<string, unknown>> }>>
  readonly resources: readonly Resource[]
  readonly found: readonly Finding[]
  readonly answered: readonly Answered[]
}

const made = new Map<string, Synthesis>()
const folders: string[] = []
afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

/** Writes a stage, perhaps with other options than it has, with functions of one line; once for each file of tests. */
export function synthesised(name: StageName, change: Partial<Stage> = {}): Synthesis {
  const key = JSON.stringify([name, change])
  const known = made.get(key) ?? synthesise(name, { ...stages[name], ...change })
  made.set(key, known)
  return known
}

function synthesise(name: StageName, stage: Stage): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'codexflow-synthesis-'))
  folders.push(outdir)
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }
  const app = new App({ outdir, context, analyticsReporting: false })
  codexflow(app, name, stage, () => Code.fromInline('exports.handler = async () => {}'))
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const before = process.exitCode
  const assembly = app.synth()
  // CDK fails the process where a rule is broken: here a test says which.
  process.exitCode = before
  const templates = Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template]))
  return { app, templates, resources: resourcesOf(templates), ...reported(outdir) }
}

function resourcesOf(templates: Synthesis['templates']): Resource[] {
  return Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, raw]) => {
      const { Type: type, Properties: is = {} } = raw as { Type: string; Properties?: unknown }
      return { stack, id, type, is, raw }
    }),
  )
}

type Report = {
  readonly pluginReports: readonly {
    readonly violations: readonly Violation[]
    readonly suppressedViolations?: readonly (Violation & { acknowledgedId: string; acknowledgedAt: string })[]
  }[]
}
type Violation = { readonly ruleName: string; readonly violatingConstructs: readonly { constructPath: string }[] }

function reported(outdir: string): Pick<Synthesis, 'found' | 'answered'> {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report
  const each = <T extends Violation>(violations: readonly T[]) =>
    violations.flatMap((violation) =>
      violation.violatingConstructs.map(({ constructPath }) => ({
        ...violation,
        rule: violation.ruleName,
        where: constructPath,
      })),
    )
  return {
    found: pluginReports.flatMap(({ violations }) => each(violations).map(({ rule, where }) => ({ rule, where }))),
    answered: pluginReports.flatMap(({ suppressedViolations = [] }) =>
      each(suppressedViolations).map(({ rule, where, acknowledgedId, acknowledgedAt }) => ({
        rule,
        where,
        acknowledgedId,
        acknowledgedAt,
      })),
    ),
  }
}
