import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Construct } from 'constructs'
import { type FunctionName, type RouteSpec, routes } from '../topology.ts'
import { acknowledge } from './acknowledge.ts'
import type { Ground } from './ground.ts'
import { idOf } from './names.ts'
import { Room } from './room.ts'

/** The room that the world knocks at: the functions of the doors, and the routes of the topology that lead to them. */
export class Doors extends Room {
  constructor(scope: Construct, id: string, ground: Ground) {
    super(scope, id, 'doors', ground)
    ground.api.afterRoutes(...routes.map((route) => this.#open(route, ground)))
  }

  #open({ method, path, function: name }: RouteSpec, { api }: Ground): HttpRoute {
    const route = new HttpRoute(this, idOf(`${method.toLowerCase()}${path}`), {
      httpApi: api.api,
      routeKey: HttpRouteKey.with(path, HttpMethod[method]),
      integration: new HttpLambdaIntegration('To', this.#live(name)),
    })
    acknowledge(route, 'AwsSolutions-APIG4', KNOWN_BY)
    return route
  }

  #live(name: FunctionName) {
    const found = this.functions.get(name)
    if (found === undefined) throw new Error(`The route to ${name} leads into another room.`)
    return found.live
  }
}

const KNOWN_BY =
  'the door verifies the signature over the bytes (Slack, GitHub), or a ticket of ours (browsers), before it reads anything; health tells nothing'
