import { Stack, type StackProps } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import { nameOf } from './names.ts'

export type FrontStackProps = StackProps & { readonly name: StageName; readonly stage: Stage }

/**
 * The HTTP API, still without routes. A stack of its own: the address is pasted into Slack and GitHub and must last, the
 * edge has to know it before the functions are there, and they have to know the edge.
 */
export class FrontStack extends Stack {
  readonly api: HttpApi
  /** Where it is reached without an edge or a name of one's own. */
  readonly host: string

  constructor(scope: Construct, id: string, { name, stage, ...props }: FrontStackProps) {
    super(scope, id, props)
    this.api = new HttpApi(this, 'Api', {
      apiName: nameOf(name, 'api'),
      description: 'Where Slack, GitHub and browsers reach CodexFlow',
      // Its stage names limits of routes, so it is made beside them.
      createDefaultStage: false,
      // CloudFront comes by this address; with a name of one's own and no CloudFront, nobody does.
      disableExecuteApiEndpoint: stage.domain !== undefined && !stage.edge,
    })
    this.host = `${this.api.apiId}.execute-api.${this.region}.${this.urlSuffix}`
  }
}
