import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { logOf, streamsOf } from './log.ts'
import { nameOf } from './names.ts'

export type EdgeLogProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly distribution: Distribution
}

/**
 * A line for each request at the edge. No query, no cookie, no referrer: each may carry a code.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
const FIELDS = [
  ...['timestamp(ms)', 'c-ip', 'c-country', 'cs-method', 'cs-uri-stem', 'cs-bytes', 'sc-status', 'sc-bytes'],
  ...['time-taken', 'x-edge-location', 'x-edge-request-id', 'x-edge-result-type', 'x-edge-detailed-result-type'],
  ...['cs-protocol', 'cs-protocol-version', 'ssl-protocol', 'ssl-cipher'],
]

/** CloudFront's access log. */
export class EdgeLog extends Construct {
  constructor(scope: Construct, id: string, { name, stage, distribution }: EdgeLogProps) {
    super(scope, id)
    const groupName = `/codexflow/${name}/edge`
    const group = logOf(this, 'Group', groupName, stage)
    const allowed = group.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [streamsOf(this, groupName)],
      }),
    )
    const source = new CfnDeliverySource(this, 'Source', {
      name: nameOf(name, 'edge'),
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.distributionArn,
    })
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name: nameOf(name, 'edge'),
      destinationResourceArn: group.logGroupRef.logGroupArn,
      outputFormat: 'json',
    })
    const delivery = new CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: FIELDS,
    })
    delivery.addResourceDependency(source)
    if (allowed.policyDependable !== undefined) delivery.node.addDependency(allowed.policyDependable)
  }
}
