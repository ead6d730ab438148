import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { type FunctionName, type RouteSpec, routes } from '../topology.ts'
import { acknowledge } from './acknowledge.ts'
import type { Ground } from './ground.ts'
import { idOf, nameOf } from './names.ts'
import { Room } from './room.ts'

/** The room that the world knocks at: the functions of the doors behind one HTTP API with the routes of the topology. */
export class Doors extends Room {
  readonly api: HttpApi

  constructor(scope: Construct, id: string, ground: Ground) {
    super(scope, id, 'doors', ground)
    const { name, stage } = ground
    this.api = new HttpApi(this, 'Api', {
      apiName: nameOf(name, 'api'),
      description: 'Where Slack, GitHub and browsers reach CodexFlow',
      createDefaultStage: true,
    })
    for (const route of routes) this.#open(route)
    const log = new LogGroup(this, 'AccessLog', {
      logGroupName: `/codexflow/${name}/access`,
      retention: stage.logDays as number as RetentionDays,
    })
    const defaultStage = this.api.defaultStage!.node.defaultChild as CfnStage
    defaultStage.defaultRouteSettings = {
      throttlingRateLimit: stage.throttle.rate,
      throttlingBurstLimit: stage.throttle.burst,
      detailedMetricsEnabled: true,
    }
    defaultStage.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(ACCESS) }
  }

  #open({ method, path, function: name }: RouteSpec): void {
    const [made] = this.api.addRoutes({
      path,
      methods: [method === 'GET' ? HttpMethod.GET : HttpMethod.POST],
      integration: new HttpLambdaIntegration(idOf(`${method.toLowerCase()}${path}`), this.#live(name)),
    })
    if (made !== undefined) acknowledge(made, 'AwsSolutions-APIG4', KNOWN_BY)
  }

  #live(name: FunctionName) {
    const found = this.functions.get(name)
    if (found === undefined) throw new Error(`The route to ${name} leads into another room.`)
    return found.live
  }
}

const KNOWN_BY =
  'the door verifies the signature over the bytes (Slack, GitHub), or a ticket of ours (browsers), before it reads anything; health tells nothing'

/** One line for each request: no path parameters, no query (it may carry a code), no address of a person's machine but the one that limits are counted by. */
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
