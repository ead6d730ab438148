import { CfnOutput, Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Construct } from 'constructs'
import { EDGE_HEADER } from '../../app/edge.ts'
import { secretId } from '../secrets.ts'
import { EDGE_VERSION, type Stage, type StageName } from '../stages.ts'
import { acknowledge } from './acknowledge.ts'
import { EdgeLog } from './edge-log.ts'
import { Firewall } from './firewall.ts'
import type { FrontStack } from './front-stack.ts'
import { nameOf } from './names.ts'

export type EdgeStackProps = StackProps & {
  readonly name: StageName
  readonly stage: Stage
  readonly front: FrontStack
}

/** CloudFront before the API, with a firewall before CloudFront. It caches nothing: every answer is for one asker. */
export class EdgeStack extends Stack {
  readonly url: string
  readonly #distribution: Distribution

  constructor(scope: Construct, id: string, { name, stage, front, ...props }: EdgeStackProps) {
    super(scope, id, props)
    const firewall = new Firewall(this, 'Firewall', { name, stage })
    const distribution = new Distribution(this, 'Distribution', {
      comment: `CodexFlow (${name})`,
      webAclId: firewall.arn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(stage.domain === undefined
        ? {}
        : {
            domainNames: [stage.domain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', stage.domain.certificateArn),
            // Of those that require 1.2 the one that all our callers speak; 1.3 is chosen by whoever can.
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          }),
      defaultBehavior: {
        origin: new HttpOrigin(front.host, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          customHeaders: { [EDGE_HEADER]: this.#mark(name) },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // A webhook that is sent on to another address is a webhook lost: http is refused.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // The signatures are over what comes through; the API answers only to its own name.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: this.#safeHeaders(name),
        compress: false,
      },
    })
    this.#distribution = distribution
    this.url = `https://${stage.domain?.name ?? distribution.distributionDomainName}`
    new EdgeLog(this, 'Log', { name, stage, distribution })
    acknowledge(distribution, 'AwsSolutions-CFR1', 'people of a team may be anywhere, and so may GitHub and Slack')
    acknowledge(
      distribution,
      'AwsSolutions-CFR3',
      'it logs by the newer way (EdgeLog), in which fields are chosen: a query may carry a code',
    )
    if (stage.domain === undefined)
      acknowledge(
        distribution,
        'AwsSolutions-CFR4',
        'under the name that CloudFront gives, AWS alone says which TLS is spoken; a domain of one’s own has 1.2 at least',
      )
    new CfnOutput(this, 'Url', { value: this.url, description: 'Where Slack, GitHub and browsers reach CodexFlow' })
  }

  /** Says what an application at home reads, whether or not there is one. */
  keepExports(): void {
    this.exportValue(this.#distribution.distributionDomainName)
  }

  // As a reference that CloudFormation follows: the template does not hold it. Only another version is another template: without
  // that, CloudFormation would see nothing to do.
  #mark(name: StageName): string {
    const version: unknown = this.node.tryGetContext(EDGE_VERSION)
    return SecretValue.secretsManager(secretId(name, 'edge-header'), {
      jsonField: 'secret',
      ...(typeof version === 'string' ? { versionId: version } : {}),
    }).unsafeUnwrap()
  }

  // Our pages say more and are left to it; this is for whatever says nothing.
  #safeHeaders(name: StageName): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'SafeHeaders', {
      responseHeadersPolicyName: nameOf(name, 'safe-headers'),
      securityHeadersBehavior: {
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: false,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
          override: false,
        },
      },
      removeHeaders: ['Server', 'apigw-requestid'],
    })
  }
}
