import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { awsShifting } from '../../infra/release/ship/aws-shifting.ts'
import { type AwsAnswer, type AwsStandIn, awsStandIn } from '../support/aws-stand-in.ts'

const done = (operation: string, inside = ''): AwsAnswer => ({
  body: `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${inside}</${operation}Result></${operation}Response>`,
})
const invalid = (message: string): AwsAnswer => ({
  status: 400,
  body: `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
})
const event = (status: string, reason?: string, id = 'codexflow-production') =>
  `<member><StackId>s</StackId><EventId>e</EventId><StackName>codexflow-production</StackName><Timestamp>2026-01-01T00:00:00Z</Timestamp>
   <LogicalResourceId>${id}</LogicalResourceId><ResourceStatus>${status}</ResourceStatus>
   ${reason === undefined ? '' : `<ResourceStatusReason>${reason}</ResourceStatusReason>`}</member>`

let aws: AwsStandIn
beforeEach(async () => {
  aws = await awsStandIn(({ operation }) => done(operation))
})
afterEach(() => aws.close())
const shifting = () => awsShifting('us-east-1', aws.place)

describe('turning a share', () => {
  const turn = {
    parameters: { Share: '0.1' },
    all: ['Share', 'PreviousHealth'],
    alarms: ['arn:a', 'arn:b'],
    minutes: 10,
  }

  it('is an update of parameters alone, which CloudFormation watches', async () => {
    await shifting().turn('codexflow-production', turn)
    expect(aws.asked).toHaveLength(1)
    expect(aws.asked[0]!.input).toMatchObject({
      Action: 'UpdateStack',
      StackName: 'codexflow-production',
      UsePreviousTemplate: 'true',
      'Parameters.member.1.ParameterKey': 'Share',
      'Parameters.member.1.ParameterValue': '0.1',
      'Parameters.member.2.ParameterKey': 'PreviousHealth',
      'Parameters.member.2.UsePreviousValue': 'true',
      'RollbackConfiguration.RollbackTriggers.member.1.Arn': 'arn:a',
      'RollbackConfiguration.RollbackTriggers.member.2.Arn': 'arn:b',
      'RollbackConfiguration.MonitoringTimeInMinutes': '10',
    })
  })

  it('forgets the alarms of the turn before, where it names none', async () => {
    await shifting().turn('codexflow-production', { ...turn, alarms: [], minutes: 0 })
    expect(aws.asked[0]!.input).toMatchObject({
      'RollbackConfiguration.RollbackTriggers': '',
      'RollbackConfiguration.MonitoringTimeInMinutes': '0',
    })
  })

  it.each(['Stack:arn:x is in UPDATE_IN_PROGRESS state and can not be updated.', 'No updates are to be performed.'])(
    'has begun, or is there already: %s',
    async (message) => {
      aws.answer = () => invalid(message)
      await shifting().turn('codexflow-production', turn)
      expect(aws.asked).toHaveLength(1)
    },
  )

  it('says what is wrong with anything else', async () => {
    aws.answer = () => invalid('Parameters: [Share] do not exist in the template')
    await expect(shifting().turn('codexflow-production', turn)).rejects.toThrow('do not exist in the template')
    aws.answer = () => ({ status: 403, body: invalid('x').body.replace('ValidationError', 'AccessDenied') })
    await expect(shifting().turn('codexflow-production', turn)).rejects.toThrow(
      'AWS refuses cloudformation:UpdateStack to these credentials',
    )
  })
})

describe('cancelling a step', () => {
  it('asks for it, and takes too late for done', async () => {
    await shifting().cancel('codexflow-production')
    aws.answer = () => invalid('CancelUpdateStack cannot be called from current stack status')
    await shifting().cancel('codexflow-production')
    expect(aws.asked.map(({ operation }) => operation)).toEqual(['CancelUpdateStack', 'CancelUpdateStack'])
  })
})

describe('why CloudFormation went back', () => {
  it('is told by the last update alone', async () => {
    const events = [
      event('UPDATE_ROLLBACK_COMPLETE'),
      event('UPDATE_ROLLBACK_IN_PROGRESS', 'Alarm codexflow-production-release-errors went to ALARM'),
      event('UPDATE_COMPLETE', 'nothing of interest', 'Live'),
      event('UPDATE_IN_PROGRESS', 'User Initiated'),
      event('UPDATE_ROLLBACK_IN_PROGRESS', 'of long ago'),
    ]
    aws.answer = () => done('DescribeStackEvents', `<StackEvents>${events.join('')}</StackEvents>`)
    expect(await shifting().reasons('codexflow-production')).toEqual([
      'Alarm codexflow-production-release-errors went to ALARM',
    ])
  })
})

describe('the alarms', () => {
  it('are asked for by name', async () => {
    aws.answer = () => ({
      body: JSON.stringify({ MetricAlarms: [{ AlarmName: 'a', AlarmArn: 'arn:a', StateValue: 'ALARM' }] }),
    })
    expect(await shifting().alarms(['a', 'b'])).toEqual([{ name: 'a', arn: 'arn:a', state: 'ALARM' }])
    expect(aws.asked[0]).toMatchObject({ operation: 'DescribeAlarms' })
  })
})
