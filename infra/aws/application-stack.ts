import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { EDGE_URL } from '../acting.ts'
import type { Stage, StageName } from '../stages.ts'
import { Acting } from './acting.ts'
import { Api } from './api.ts'
import { awayData } from './away-data.ts'
import { bound } from './boundary.ts'
import { Bus } from './bus.ts'
import { Canary } from './canary.ts'
import { CanaryAlarms } from './canary-alarms.ts'
import type { DataStack } from './data-stack.ts'
import { Doors } from './doors.ts'
import type { EdgeStack } from './edge-stack.ts'
import { environmentOf } from './environment.ts'
import type { FrontStack } from './front-stack.ts'
import type { CodeOf, Data, Ground } from './ground.ts'
import { AWAY } from './names.ts'
import { Network } from './network.ts'
import { Queues } from './queues.ts'
import { Room } from './room.ts'
import { Topics } from './topics.ts'
import { Watch } from './watch.ts'

export type ApplicationStackProps = StackProps & {
  readonly name: StageName
  readonly stage: Stage
  /** Nothing: it stands away from home, and finds copies. */
  readonly data: DataStack | undefined
  readonly front: FrontStack
  readonly edge: EdgeStack | undefined
  readonly code: CodeOf
}

/** What is replaced with every version: the rooms of the picture, from left to right, and what carries between them. */
export class ApplicationStack extends Stack {
  readonly doors: Doors
  readonly tasks: Room
  readonly words: Room
  readonly deliveries: Room
  readonly watch: Room
  readonly topics: Topics

  constructor(
    scope: Construct,
    id: string,
    { name, stage, data: home, front, edge, code, ...props }: ApplicationStackProps,
  ) {
    super(scope, id, props)
    if (home === undefined) this.node.setContext(AWAY, stage.region)
    const data: Data = home ?? awayData(this, name, stage)
    const api = new Api(this, 'Api', { name, stage, front, edge: home === undefined && edge ? this.#told() : edge })
    new CfnOutput(this, 'Url', { value: api.url, description: 'Where Slack, GitHub and browsers reach CodexFlow' })
    bound(this, name, stage)
    const queues = new Queues(this, 'Queues', name)
    const bus = new Bus(this, 'Bus', { name, queues })
    this.topics = new Topics(this, 'Topics', { name, queues })
    // In the environment, so that every function has a new version with every release.
    const release = String(this.node.tryGetContext('release') ?? 'unreleased')
    const canary = new Canary(this, 'Canary', release)
    new CanaryAlarms(this, 'CanaryAlarms', { name, api })
    const environment = { ...environmentOf({ name, api, data, queues, bus, stage }), CODEXFLOW_RELEASE: release }
    const acting = new Acting(this, 'Acting')
    const network = stage.network ? { network: new Network(this, 'Network', { name, stage }) } : {}
    const ground: Ground = { name, stage, data, acting, api, queues, bus, canary, ...network, code, environment }
    this.doors = new Doors(this, 'Doors', ground)
    this.tasks = new Room(this, 'Tasks', 'tasks', ground)
    this.words = new Room(this, 'Words', 'words', ground)
    this.deliveries = new Room(this, 'Deliveries', 'deliveries', ground)
    this.watch = new Room(this, 'Watch', 'watch', ground)
    new Watch(this, 'Watched', { name, stage, api, queues, topics: this.topics })
  }

  // The edge names the API away from home; named in turn, neither could be changed while the other stands.
  #told(): { readonly url: string } {
    const url = new CfnParameter(this, 'AddressOfTheEdge', { description: 'Where the edge answers' })
    url.overrideLogicalId(EDGE_URL)
    return { url: url.valueAsString }
  }
}
