import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Configuration, Holders } from '../../app/projects/configuration.ts'
import { configured, takenFromFile, unconfigured } from '../../app/projects/configured.ts'
import { type Project, WITHOUT_TASK } from '../../app/projects/project.ts'
import { PHASES } from '../../app/tasks/phase.ts'
import { configurations } from '../support/configuration-arbitraries.ts'
import { PROJECT } from '../support/orchestration.ts'

const SOURCE = { repository: 'northwind/user-api', path: '.github/codexflow.yml', commit: 'c1', blob: 'b1' }
const HOLDERS: Holders = new Map([
  ['amy-adeyemi', 'per_amy'],
  ['devi-rao', 'per_devi'],
  ['gaius', 'per_gaius'],
])
const applied = (project: Project, said: Configuration, holders = HOLDERS) =>
  configured(project, { source: SOURCE, said }, holders)

/** Projects as people may have set them. */
const projects: fc.Arbitrary<Project> = fc
  .record(
    {
      name: fc.constantFrom('Ours', 'User API'),
      homeChannel: fc.constant('C0PEOPLE0'),
      phaseChannels: fc.dictionary(fc.constantFrom(...PHASES), fc.constantFrom('C0A000000', 'C0B000000'), {
        maxKeys: 2,
      }),
      lead: fc.constantFrom('per_x' as const, 'per_amy' as const),
      phaseLeads: fc.dictionary(fc.constantFrom(...PHASES), fc.constant('per_x' as const), { minKeys: 1, maxKeys: 2 }),
      approvers: fc.dictionary(fc.constantFrom('tech-lead', 'qa'), fc.constant(['per_x' as const]), { minKeys: 1 }),
      requiredChecks: fc.constant(['lint']),
      updates: fc.boolean(),
      comments: fc.boolean(),
      withoutTask: fc.constantFrom(...WITHOUT_TASK),
      import: fc.constant({ kind: 'all' as const }),
    },
    { requiredKeys: [] },
  )
  .map((some) => ({ ...PROJECT, ...some }))

describe('a project and its file', () => {
  it('stand as the file says, whatever files there were before, and however often it is read', () => {
    fc.assert(
      fc.property(projects, configurations, configurations, (project, first, second) => {
        const once = applied(project, first)
        expect(applied(once, first)).toEqual(once)
        expect(applied(once, second)).toEqual(applied(project, second))
        expect(unconfigured(applied(once, second))).toEqual(project)
      }),
    )
  })

  it('leave to people what the file does not say', () => {
    fc.assert(
      fc.property(projects, configurations, (project, said) => {
        const next = applied(project, said)
        const settings = next.configuredBy?.settings ?? []
        expect(takenFromFile(next, { ...next, archivedAt: 'x', repositories: [] })).toEqual([])
        if (!settings.includes('name')) expect(next.name).toBe(project.name)
        if (!settings.includes('lead')) expect(next.lead).toBe(project.lead)
        expect(next.version).toBe(project.version)
      }),
    )
  })

  it('depend on who holds which login, and on nothing else that changes', () => {
    fc.assert(
      fc.property(projects, configurations, (project, said) => {
        const before = applied(project, said, new Map())
        const { said: same, settings: _, before: __, unknown: ___, ...source } = before.configuredBy!
        expect(configured(before, { source, said: same }, HOLDERS)).toEqual(applied(project, said))
      }),
    )
  })
})

it('names what a change would take out of the hands of the file', () => {
  const said: Configuration = { name: 'x', phases: { qa: { lead: 'devi-rao' } }, approvers: { 'tech-lead': ['gaius'] } }
  const seen = applied(PROJECT, said)
  expect(seen.configuredBy?.settings).toEqual(['approver-tech-lead', 'lead-qa', 'name'])
  const next: Project = { ...seen, name: 'y', phaseLeads: {}, requiredChecks: ['z'] }
  expect(takenFromFile(seen, next)).toEqual(['lead-qa', 'name'])
  expect(takenFromFile(PROJECT, next)).toEqual([])
})

it('lets nobody approve in a role whose people are all unknown, rather than those of before', () => {
  const project: Project = { ...PROJECT, approvers: { 'tech-lead': ['per_x'] } }
  expect(applied(project, { approvers: { 'tech-lead': ['nobody'] } }).approvers).toEqual({ 'tech-lead': [] })
})

it('counts the checks that are required with a gate of checks', () => {
  expect(applied(PROJECT, { gates: [{ kind: 'checks', names: [] }], checks: ['build'] }).gates).toEqual([
    { kind: 'checks', names: ['build'] },
  ])
})
