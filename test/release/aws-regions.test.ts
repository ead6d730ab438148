import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NoAccess } from '../../infra/release/account.ts'
import { awsRegions } from '../../infra/release/failover/aws-regions.ts'
import { type AwsAnswer, type AwsStandIn, awsStandIn } from '../support/aws-stand-in.ts'

const ARN = 'arn:aws:dynamodb:us-east-1:111122223333:table/codexflow-production-table'
const THERE = { arn: ARN, status: 'ACTIVE', stream: `${ARN}/stream/2026-11-28T00:00:00.000` }
const NOW = Date.parse('2026-11-28T21:00:00Z')
const json = (value: object): AwsAnswer => ({ body: JSON.stringify(value) })
const refusal = (type: string): AwsAnswer => ({ status: 400, body: JSON.stringify({ __type: type, message: 'no' }) })

let aws: AwsStandIn
beforeEach(async () => {
  aws = await awsStandIn(() => json({}))
})
afterEach(() => aws.close())
const regions = () => awsRegions(() => NOW, aws.place)

describe('the tables of two regions', () => {
  it('are looked at, and may not be there', async () => {
    aws.answer = () => json({ Table: { TableArn: ARN, TableStatus: 'ACTIVE', LatestStreamArn: THERE.stream } })
    expect(await regions().table('us-east-1', 'codexflow-production-table')).toEqual(THERE)
    aws.answer = () => refusal('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException')
    expect(await regions().table('us-east-1', 'codexflow-production-table')).toBeUndefined()
  })

  it('are bolted against the functions alone, and it stands there since when', async () => {
    await regions().bolt('us-east-1', THERE, { account: '111122223333', roles: 'codexflow-production-', at: NOW })
    const [{ operation, input }] = aws.asked as [(typeof aws.asked)[0]]
    expect([operation, input['ResourceArn'], JSON.parse(input['Policy'] as string)]).toEqual([
      'PutResourcePolicy',
      ARN,
      {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: `Fenced${NOW}`,
            Effect: 'Deny',
            Principal: '*',
            Action: 'dynamodb:*',
            Resource: [ARN, `${ARN}/index/*`],
            Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/codexflow-production-*' } },
          },
        ],
      },
    ])
    aws.answer = () => json({ Policy: input['Policy'] })
    expect(await regions().boltedSince('us-east-1', THERE)).toBe(NOW)
    aws.answer = () => json({ Policy: '{"Version":"2012-10-17","Statement":[{"Sid":"Ours","Effect":"Allow"}]}' })
    expect(await regions().boltedSince('us-east-1', THERE)).toBeUndefined()
    aws.answer = () => refusal('PolicyNotFoundException')
    expect(await regions().boltedSince('us-east-1', THERE)).toBeUndefined()
  })

  it('are opened, twice if need be', async () => {
    await regions().unbolt('us-east-1', THERE)
    aws.answer = () => refusal('PolicyNotFoundException')
    await regions().unbolt('us-east-1', THERE)
    expect(aws.asked.map(({ operation }) => operation)).toEqual(['DeleteResourcePolicy', 'DeleteResourcePolicy'])
  })

  it('say how far one is behind the other, at most, in the last ten minutes', async () => {
    aws.answer = () => json({ Datapoints: [{ Maximum: 700 }, { Maximum: 900 }, { Average: 1 }] })
    expect(await regions().lag('us-east-1', 'us-west-2', 'codexflow-production-table')).toBe(900)
    expect(aws.asked.at(-1)?.operation).toBe('GetMetricStatistics')
    aws.answer = () => json({ Datapoints: [] })
    expect(await regions().lag('us-east-1', 'us-west-2', 'codexflow-production-table')).toBeUndefined()
  })

  it.each([
    ['AccessDeniedException', 'permission'],
    ['ExpiredTokenException', 'credentials'],
    ['InternalServerError', 'network'],
  ])('%s is said in words', async (type, kind) => {
    aws.answer = () => refusal(type)
    const refused = await regions()
      .table('us-east-1', 'x')
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(NoAccess)
    expect((refused as NoAccess).kind).toBe(kind)
  })
})
