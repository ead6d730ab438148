import { Stack } from 'aws-cdk-lib'
import {
  CfnConfigurationRecorder,
  CfnDeliveryChannel,
  ManagedRule,
  ManagedRuleIdentifiers,
} from 'aws-cdk-lib/aws-config'
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { acknowledge, asFound } from './acknowledge.ts'
import { bucketNameOf, nameOf } from './names.ts'

/** What has to stay as it was deployed, by AWS's own rules: each would be the first thing that somebody asks after a breach. */
const RULES = {
  'buckets-closed': ManagedRuleIdentifiers.S3_BUCKET_PUBLIC_READ_PROHIBITED,
  'buckets-tls': ManagedRuleIdentifiers.S3_BUCKET_SSL_REQUESTS_ONLY,
  'functions-closed': ManagedRuleIdentifiers.LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED,
  'keys-rotate': ManagedRuleIdentifiers.CMK_BACKING_KEY_ROTATION_ENABLED,
  'no-administrators': ManagedRuleIdentifiers.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS,
  'points-in-time': ManagedRuleIdentifiers.DYNAMODB_PITR_ENABLED,
  'trail-runs': ManagedRuleIdentifiers.CLOUD_TRAIL_ENABLED,
} as const

/** AWS Config: records the kinds of things that we have, and holds them to a handful of rules. */
export class ConfigRules extends Construct {
  constructor(scope: Construct, id: string, { name, bucket }: { readonly name: StageName; readonly bucket: IBucket }) {
    super(scope, id)
    const { partition, account } = Stack.of(scope)
    const place = `arn:${partition}:s3:::${bucketNameOf(scope, name, 'evidence')}`
    const objects = `${place}/AWSLogs/${account}/Config/*`
    const role = new Role(this, 'Role', {
      roleName: nameOf(name, 'config'),
      description: 'Looks how the things of this account are set',
      assumedBy: new ServicePrincipal('config.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWS_ConfigRole')],
      inlinePolicies: {
        deliver: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['s3:GetBucketAcl', 's3:ListBucket'], resources: [place] }),
            new PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }),
          ],
        }),
      },
    })
    acknowledge(
      role,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWS_ConfigRole]',
      'AWS keeps what its recorder may look at, which grows with what it can record',
    )
    acknowledge(role, `AwsSolutions-IAM5[Resource::${asFound(objects)}]`, 'Config names the objects that it delivers')
    const recorder = new CfnConfigurationRecorder(this, 'Recorder', {
      name: nameOf(name, 'recorder'),
      roleArn: role.roleArn,
      recordingGroup: {
        allSupported: false,
        resourceTypes: [
          ...['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Lambda::Function', 'AWS::KMS::Key', 'AWS::SQS::Queue'],
          ...['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::CloudTrail::Trail', 'AWS::SecretsManager::Secret'],
        ],
      },
    })
    const channel = new CfnDeliveryChannel(this, 'Channel', { s3BucketName: bucket.bucketName })
    for (const [rule, identifier] of Object.entries(RULES)) {
      const made = new ManagedRule(this, rule, { identifier, configRuleName: nameOf(name, rule) })
      made.node.addDependency(recorder, channel)
    }
  }
}
