import { RemovalPolicy } from 'aws-cdk-lib'
import { type CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { nameOf } from './names.ts'

/** The HTTP API, still without routes: the functions behind it have to know its address. */
export class Api extends Construct {
  readonly api: HttpApi
  /** Where people and webhooks reach it: the name of one's own, or the one that AWS gave. */
  readonly url: string

  constructor(scope: Construct, id: string, { name, stage }: { readonly name: StageName; readonly stage: Stage }) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', {
      apiName: nameOf(name, 'api'),
      description: 'Where Slack, GitHub and browsers reach CodexFlow',
    })
    this.url = stage.domain === undefined ? this.api.apiEndpoint : `https://${stage.domain.name}`
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/codexflow/${name}/access`,
      retention: stage.logDays as number as RetentionDays,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const defaultStage = this.api.defaultStage!.node.defaultChild as CfnStage
    defaultStage.defaultRouteSettings = {
      throttlingRateLimit: stage.throttle.rate,
      throttlingBurstLimit: stage.throttle.burst,
      detailedMetricsEnabled: true,
    }
    defaultStage.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(ACCESS) }
  }
}

/** A line for each request. No query, because it may carry a code. */
const ACCESS = {
  at: '$context.requestTime',
  id: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integration: '$context.integrationStatus',
  error: '$context.error.message',
  source: '$context.identity.sourceIp',
}
