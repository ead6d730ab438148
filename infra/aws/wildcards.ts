import { STANDING_IN_A_NETWORK } from './network.ts'

/**
 * The short list of what is allowed on no resource in particular, each action with its reason; a test holds all templates
 * to it, and the list to what they need.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const EVERYWHERE: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'X-Ray knows no resources',
  'xray:PutTelemetryRecords': 'X-Ray knows no resources',
  ...Object.fromEntries(
    STANDING_IN_A_NETWORK.map((action) => [
      action,
      'Lambda names the interfaces that it makes; the code of a function is denied it',
    ]),
  ),
  'dynamodb:ListStreams': 'it knows no resource; Lambda asks it before it reads the one stream',
}

/** What may stand open at its end, each with its reason: the part before the star, as it reads without CloudFormation's own functions. */
export const OPEN_ENDED: readonly { readonly resource: RegExp; readonly reason: string }[] = [
  { resource: /^[A-Za-z]+Log[0-9A-F]{8}\.Arn:\*$/, reason: 'the streams of its own log group, which Lambda names' },
  {
    resource: /^arn:aws:s3:::codexflow-[a-z]+-failures-AWS::AccountId-[a-z0-9-]+\/aws\/lambda\/\*$/,
    reason: 'Lambda names the object of each record that was given up',
  },
  {
    resource: /^BucketsLogs[0-9A-F]{8}\.Arn\/(documents|exports|failures)\/\*$/,
    reason: 'S3 names the objects of its access logs; a condition asks for the bucket that they are of',
  },
  {
    resource: /^arn:aws:scheduler:[a-z0-9-]+:AWS::AccountId:schedule\/codexflow-[a-z]+-waits\/\*$/,
    reason: 'a one-off schedule is named by what it is for; those of a stage stand in a group of their own',
  },
  {
    resource: /^arn:aws:sns:[a-z0-9-]+:AWS::AccountId:codexflow-handoffs\*$/,
    reason: 'each workspace has a topic of its own for e-mail, made after the deployment',
  },
  {
    resource: /^arn:aws:s3:::codexflow-[a-z]+-(documents|exports)-AWS::AccountId-[a-z0-9-]+\/\*$/,
    reason: 'S3 copies every object of these buckets to those of the standby region',
  },
  {
    resource: /^arn:aws:kms:[a-z0-9-]+:AWS::AccountId:key\/\*$/,
    reason: 'the id of a key of another region is not known here; a condition asks for its alias',
  },
  {
    resource: /^arn:aws:s3:::codexflow-[a-z]+-evidence-AWS::AccountId-[a-z0-9-]+\/AWSLogs\/AWS::AccountId\/Config\/\*$/,
    reason: 'AWS Config names the objects that it delivers',
  },
  {
    resource: /^Evidence[0-9A-F]{8}\.Arn\/AWSLogs\/AWS::AccountId\/\*$/,
    reason: 'CloudTrail names the objects that it delivers',
  },
]
