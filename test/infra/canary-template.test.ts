import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { describe, expect, it } from 'vitest'
import { codexflow } from '../../infra/aws/codexflow.ts'
import { canaryAlarmName, canaryAlarms, previousParameter, SHARES } from '../../infra/canary.ts'
import { stages } from '../../infra/stages.ts'
import { type FunctionName, functions } from '../../infra/topology.ts'

type Json = { readonly [key: string]: unknown }
type Whole = {
  readonly Conditions: Record<string, unknown>
  readonly Parameters: Record<string, { readonly Default: string; readonly AllowedValues?: readonly string[] }>
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Json }>
  readonly Outputs: Record<string, { readonly Value: unknown }>
}

const names = Object.keys(functions) as FunctionName[]
const templateOf = (release: string): Whole => {
  const app = new App({ context: { release } })
  const { application } = codexflow(app, 'dev', stages.dev, () => Code.fromInline('exports.handler = () => 0'))
  return Template.fromStack(application).toJSON() as Whole
}
const template = templateOf('abc')

/** What CloudFormation makes of a value, with these parameters. A new version reads `new`. */
function resolved(value: unknown, parameters: Readonly<Record<string, string>>): unknown {
  const of = (inner: unknown) => resolved(inner, parameters)
  if (Array.isArray(value)) return value.map(of)
  if (typeof value !== 'object' || value === null) return value
  const [[key, inner]] = Object.entries(value) as [[string, unknown]]
  const parts = inner as readonly unknown[]
  switch (key) {
    case 'Ref':
      return parameters[inner as string] ?? template.Parameters[inner as string]?.Default ?? inner
    case 'Condition':
      return of(template.Conditions[inner as string])
    case 'Fn::Equals':
      return of(parts[0]) === of(parts[1])
    case 'Fn::Or':
      return parts.some((part) => of(part) === true)
    case 'Fn::If':
      return of(of({ Condition: parts[0] }) === true ? parts[1] : parts[2])
    case 'Fn::GetAtt':
      return parts[1] === 'Version' ? 'new' : parts.join('.')
    case 'Fn::Join':
      return (of(parts[1]) as readonly string[]).join(parts[0] as string)
    default:
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, of(each)]))
  }
}

function aliases(parameters: Readonly<Record<string, string>>): unknown[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Alias')
    .map(({ Properties }) =>
      resolved({ version: Properties['FunctionVersion'], routing: Properties['RoutingConfig'] }, parameters),
    )
}
const before = Object.fromEntries(names.map((name) => [previousParameter(name), '7']))
const alone = (version: string) => ({ version, routing: { AdditionalVersionWeights: [] } })

describe('the alias of every function', () => {
  it('leads to the new version alone, where nothing is said', () => {
    expect(aliases({})).toEqual(names.map(() => alone('new')))
  })

  it.each(['0.1', '0.5'])('gives the new version a share of %s beside the one before', (Share) => {
    const routing = { AdditionalVersionWeights: [{ FunctionVersion: 'new', FunctionWeight: Share }] }
    expect(aliases({ ...before, Share })).toEqual(names.map(() => ({ version: '7', routing })))
  })

  it('leads to the version before alone at 0, and to the new one alone at 1', () => {
    expect(aliases({ ...before, Share: '0' })).toEqual(names.map(() => alone('7')))
    expect(aliases({ ...before, Share: '1' })).toEqual(names.map(() => alone('new')))
  })

  it('of a function that is new leads to it at once, for there is nothing else', () => {
    const withNew = { ...before, [previousParameter('health')]: '0', Share: '0' }
    expect(aliases(withNew).filter((alias) => JSON.stringify(alias) === JSON.stringify(alone('new')))).toHaveLength(1)
  })

  it('differs from one that is settled, or CloudFormation would find nothing to do', () => {
    const described = (parameters: Readonly<Record<string, string>>) =>
      Object.values(template.Resources)
        .filter(({ Type }) => Type === 'AWS::Lambda::Alias')
        .map(({ Properties }) => resolved(Properties['Description'], parameters))
    expect(described({ ...before, Share: '1' })).toEqual(names.map(() => 'share 1, before 7'))
    expect(described({ Share: '1' })).toEqual(names.map(() => 'share 1, before 0'))
  })
})

describe('the template', () => {
  it('tells which release it is, and the versions that it made', () => {
    expect(template.Outputs['Release']!.Value).toBe('abc')
    const versions = String(resolved(template.Outputs['Versions']!.Value, {})).split(',')
    expect(versions.sort()).toEqual(names.map((name) => `${name}=new`).sort())
    expect(template.Parameters['Share']).toMatchObject({ Default: '1', AllowedValues: [...SHARES] })
  })

  it('makes a new version of every function with every release, though no code has changed', () => {
    const versions = (of: Whole) =>
      Object.keys(of.Resources).filter((id) => of.Resources[id]!.Type === 'AWS::Lambda::Version')
    const [now, next] = [versions(template), versions(templateOf('abd'))]
    expect(now).toHaveLength(names.length)
    expect(next.filter((id) => now.includes(id))).toEqual([])
    expect(versions(templateOf('abc'))).toEqual(now)
  })

  it('keeps old versions, so that there is something to go back to', () => {
    const kept = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Version')
    expect(kept.every((version) => (version as unknown as Json)['DeletionPolicy'] === 'Retain')).toBe(true)
  })

  it('has the three alarms that take a release back', () => {
    const alarms = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    const ours = alarms.map(({ Properties }) => [
      Properties['AlarmName'],
      Properties['Threshold'],
      Properties['TreatMissingData'],
    ])
    for (const [index, threshold] of [1, 1_000, 0].entries())
      expect(ours).toContainEqual([canaryAlarmName('dev', canaryAlarms[index]!), threshold, 'notBreaching'])
  })
})
