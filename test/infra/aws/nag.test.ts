import { Validations } from 'aws-cdk-lib'
import { describe, expect, it } from 'vitest'
import { type StageName, stages } from '../../../infra/stages.ts'
import { synthesised } from '../../support/aws/synthesis.ts'

describe.each(Object.keys(stages) as StageName[])('%s before the rules of AWS Solutions', (name) => {
  it('breaks none that is not answered', () => {
    expect(synthesised(name).found).toEqual([])
  })

  it('answers nothing that nobody asked, and never without a reason', () => {
    const { app, answered } = synthesised(name)
    const said = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .map(([id, reason]) => ({ id, reason, at: node.path })),
    )
    const idle = said.filter(
      ({ id, at }) => !answered.some((one) => one.acknowledgedId === id && one.acknowledgedAt === at),
    )
    expect(idle).toEqual([])
    expect(said.filter(({ reason }) => reason.split(' ').length < 5)).toEqual([])
  })
})
