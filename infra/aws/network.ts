import { Fn, Stack } from 'aws-cdk-lib'
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { ENDPOINTS, ZONES } from '../network.ts'
import type { Stage, StageName } from '../stages.ts'
import { logOf } from './log.ts'
import { accountNameOf, nameOf } from './names.ts'

const HTTPS = Port.tcp(443)
const INSIDE = { subnetType: SubnetType.PRIVATE_WITH_EGRESS }

/**
 * A network of one's own: functions in private subnets that nobody can call, doors to the services of AWS that do not lead over the
 * internet, one way out for Slack and GitHub (HTTPS alone, by a NAT gateway in each zone), and a log of every connection.
 */
export class Network extends Construct {
  /** Where a function stands. */
  readonly place: Required<Pick<FunctionOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>>

  constructor(scope: Construct, id: string, { name, stage }: { readonly name: StageName; readonly stage: Stage }) {
    super(scope, id)
    const made = new Vpc(this, 'Vpc', {
      vpcName: nameOf(name, 'network'),
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      // Which zones an account has is known there alone, and synthesis asks nobody.
      availabilityZones: Array.from({ length: ZONES }, (_, zone) => Fn.select(zone, Fn.getAzs())),
      natGateways: ZONES,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'functions', ...INSIDE, cidrMask: 20 },
      ],
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    })
    // CDK's interfaces and classes differ in what may be undefined.
    const vpc = made as IVpc
    const functions = new SecurityGroup(this, 'Functions', {
      vpc,
      description: 'Functions: they call, over HTTPS, and nobody calls them',
      allowAllOutbound: false,
    })
    functions.addEgressRule(Peer.anyIpv4(), HTTPS, 'Slack, GitHub and AWS')
    const doors = new SecurityGroup(this, 'Endpoints', {
      vpc,
      description: 'Doors to services of AWS: functions call them, and they call nobody',
      allowAllOutbound: false,
    })
    doors.addIngressRule(functions, HTTPS, 'Functions')
    for (const service of ENDPOINTS) {
      vpc.addInterfaceEndpoint(service, {
        service: new InterfaceVpcEndpointAwsService(service),
        subnets: INSIDE,
        securityGroups: [doors],
        open: false,
      })
    }
    this.#log(vpc, name, stage)
    this.place = { vpc, vpcSubnets: INSIDE, securityGroups: [functions] }
  }

  #log(vpc: IVpc, name: StageName, stage: Stage): void {
    const log = logOf(this, 'Log', `/codexflow/${name}/network`, stage)
    const role = new Role(this, 'LogRole', {
      roleName: accountNameOf(this, name, 'network-log'),
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    vpc.addFlowLog('Connections', {
      destination: FlowLogDestination.toCloudWatchLogs(log, role),
      trafficType: FlowLogTrafficType.ALL,
    })
  }
}

/** What Lambda does to put a function into a network. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export const STANDING_IN_A_NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
]

/** Lets Lambda do that for a function, and the code of the function not. */
export function standsInNetwork(functionArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ sid: 'StandInTheNetwork', actions: STANDING_IN_A_NETWORK, resources: ['*'] }),
    new PolicyStatement({
      sid: 'ButNotByItsCode',
      effect: Effect.DENY,
      actions: STANDING_IN_A_NETWORK,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    }),
  ]
}

/** What the log of connections needs. */
export const FLOW_LOG = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams']
