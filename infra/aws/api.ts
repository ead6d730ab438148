import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  type CfnStage,
  DomainName,
  type HttpApi,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Construct, type IDependable } from 'constructs'
import { entrances } from '../entrances.ts'
import type { Stage, StageName } from '../stages.ts'
import { routes } from '../topology.ts'
import type { EdgeStack } from './edge-stack.ts'
import type { FrontStack } from './front-stack.ts'
import { logOf } from './log.ts'

export type ApiProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly front: FrontStack
  readonly edge: Pick<EdgeStack, 'url'> | undefined
}

/** The HTTP API as it is served: its limits, its log, and its name where no CloudFront bears it. */
export class Api extends Construct {
  readonly api: HttpApi
  /** Where people and webhooks reach it: the name of one's own, the edge, or what AWS gave. */
  readonly url: string
  readonly #stage: CfnStage

  constructor(scope: Construct, id: string, { name, stage, front, edge }: ApiProps) {
    super(scope, id)
    this.api = front.api
    this.url = stage.domain === undefined ? (edge?.url ?? `https://${front.host}`) : `https://${stage.domain.name}`
    const log = logOf(this, 'Log', `/codexflow/${name}/access`, stage)
    const own = stage.domain !== undefined && edge === undefined ? this.#named(stage.domain) : undefined
    const served = new HttpStage(this, 'Stage', {
      httpApi: front.api,
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS)),
      },
      ...(own === undefined ? {} : { domainMapping: { domainName: own } }),
    })
    this.#stage = served.node.defaultChild as CfnStage
    this.#stage.routeSettings = Object.fromEntries(
      routes.map(({ method, path }) => [`${method} ${path}`, limitOf(path, stage)]),
    )
  }

  /** API Gateway takes limits only of routes that are there. */
  afterRoutes(...opened: readonly IDependable[]): void {
    this.#stage.node.addDependency(...opened)
  }

  #named(domain: { readonly name: string; readonly certificateArn: string }): DomainName {
    return new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      // The strictest that an HTTP API knows; whoever speaks 1.3 is answered in it.
      securityPolicy: SecurityPolicy.TLS_1_2,
    })
  }
}

function limitOf(path: string, { throttle }: Stage) {
  const own = entrances[path]?.limit ?? throttle
  return {
    ThrottlingRateLimit: Math.min(own.rate, throttle.rate),
    ThrottlingBurstLimit: Math.min(own.burst, throttle.burst),
    DetailedMetricsEnabled: true,
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
