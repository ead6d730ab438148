import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { awsAccount } from '../../infra/release/aws-account.ts'
import { awsSecretStore } from '../../infra/release/aws-secret-store.ts'
import { type AwsAnswer, type AwsStandIn, awsStandIn } from '../support/aws-stand-in.ts'

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::111122223333:user/ada</Arn><UserId>AIDA</UserId><Account>111122223333</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`
const STACK = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>
  <member><StackName>codexflow-dev</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>
  <Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://x.example</OutputValue></member></Outputs>
  <Parameters><member><ParameterKey>Share</ParameterKey><ParameterValue>0.1</ParameterValue></member></Parameters></member>
  <member><StackName>another</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>
  </Stacks></DescribeStacksResult></DescribeStacksResponse>`

const xmlError = (code: string, message: string, status = 400): AwsAnswer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
})
const jsonError = (code: string, message = ''): AwsAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message }),
})
const available = {
  modelId: 'anthropic.claude-x',
  agreementAvailability: { status: 'AVAILABLE' },
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
}

let aws: AwsStandIn
beforeEach(async () => {
  aws = await awsStandIn(() => ({ body: CALLER }))
})
afterEach(() => aws.close())
const account = () => awsAccount('us-east-1', aws.place)

describe('an account of AWS', () => {
  it('says whose credentials these are', async () => {
    expect(await account().caller()).toEqual({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada' })
  })

  it('describes a stack, lists those of a name, and knows one that is not there', async () => {
    aws.answer = () => ({ body: STACK })
    expect(await account().stack('us-east-1', 'codexflow-dev')).toEqual({
      status: 'UPDATE_COMPLETE',
      outputs: { Url: 'https://x.example' },
      parameters: { Share: '0.1' },
    })
    expect(await account().stacksNamed('us-east-1', 'codexflow-dev')).toEqual(['codexflow-dev'])
    aws.answer = () => xmlError('ValidationError', 'Stack with id codexflow-dev does not exist')
    expect(await account().stack('us-east-1', 'codexflow-dev')).toBeUndefined()
    aws.answer = () => xmlError('ValidationError', '1 validation error detected')
    await expect(account().stack('us-east-1', '-')).rejects.toThrow('1 validation error detected')
  })

  it('names the fields of a secret that hold something, and never what they hold', async () => {
    aws.answer = () => ({ body: JSON.stringify({ Name: 'x', SecretString: '{"secret":"s3cr3t","next":""}' }) })
    expect(await account().secretFields('us-east-1', 'codexflow/dev/github-webhook')).toEqual(['secret'])
    expect(aws.asked).toEqual([{ operation: 'GetSecretValue', input: { SecretId: 'codexflow/dev/github-webhook' } }])
    aws.answer = () => jsonError('ResourceNotFoundException')
    expect(await account().secretFields('us-east-1', 'codexflow/dev/keys')).toBeUndefined()
    expect(await account().secretVersion('us-east-1', 'codexflow/dev/keys')).toBeUndefined()
    aws.answer = () => ({ body: JSON.stringify({ Name: 'x', SecretString: '{}', VersionId: 'v1' }) })
    expect(await account().secretVersion('us-east-1', 'codexflow/dev/keys')).toBe('v1')
  })

  it('asks for the model behind a profile, and says what keeps us from it', async () => {
    const obstacle = (said: object) => {
      aws.answer = () => ({ body: JSON.stringify({ ...available, ...said }) })
      return account().modelObstacle('us-east-1', 'us.anthropic.claude-x')
    }
    expect(await obstacle({})).toBeUndefined()
    expect(aws.asked[0]!.operation).toContain('/anthropic.claude-x')
    expect(await obstacle({ regionAvailability: 'NOT_AVAILABLE' })).toBe('is not offered in this region')
    expect(await obstacle({ agreementAvailability: { status: 'PENDING' } })).toContain('terms')
    expect(await obstacle({ authorizationStatus: 'NOT_AUTHORIZED' })).toContain('not authorised')
    expect(await obstacle({ entitlementAvailability: 'NOT_AVAILABLE' })).toContain('not been granted')
    aws.answer = () => jsonError('ValidationException')
    expect(await account().modelObstacle('us-east-1', 'nonsense')).toBe('Bedrock knows no model nonsense in us-east-1')
  })
})

describe('where AWS refuses', () => {
  it.each([
    ['ExpiredToken', 'credentials', 'the AWS credentials have expired'],
    ['InvalidClientTokenId', 'credentials', 'AWS does not know these credentials (InvalidClientTokenId)'],
    ['AccessDenied', 'permission', 'AWS refuses sts:GetCallerIdentity to these credentials'],
  ])('%s is a matter of %s, told without the words of AWS', async (code, kind, message) => {
    aws.answer = () => xmlError(code, 'Canonical string: a secret of the tests', 403)
    await expect(account().caller()).rejects.toMatchObject({ name: 'NoAccess', kind, message })
  })

  it('takes credentials that are unknown in one region alone for a region that is off', async () => {
    aws.answer = () => xmlError('InvalidClientTokenId', 'The security token included in the request is invalid', 403)
    await expect(account().stack('ap-east-1', 'CDKToolkit')).rejects.toMatchObject({ kind: 'region' })
  })

  it('says when nobody answers', async () => {
    const place = { ...aws.place, endpoint: 'http://127.0.0.1:1' }
    await expect(awsAccount('us-east-1', place).caller()).rejects.toMatchObject({ kind: 'network' })
  })
})

describe('Secrets Manager as the scripts use it', () => {
  it('reads a secret, and puts a new version', async () => {
    aws.answer = ({ operation }) => ({ body: operation === 'GetSecretValue' ? '{"SecretString":"{}"}' : '{}' })
    const store = awsSecretStore(aws.place)
    expect(await store.read('us-east-1', 'codexflow/dev/keys')).toBe('{}')
    await store.write('us-east-1', 'codexflow/dev/keys', '{"vault":"v"}')
    expect(aws.asked[1]).toMatchObject({
      operation: 'PutSecretValue',
      input: { SecretId: 'codexflow/dev/keys', SecretString: '{"vault":"v"}' },
    })
  })
})
