/** What a release asks of CloudFormation and CloudWatch while it takes over. All reject with `NoAccess` when AWS refuses. */
export type Shifting = {
  /** Begins an update of parameters alone; watched by `alarms` (ARNs) for `minutes` after it is through. */
  readonly turn: (stack: string, turn: Turn) => Promise<void>
  /** Has CloudFormation go back from what it is doing, if it still can. */
  readonly cancel: (stack: string) => Promise<void>
  /** The state of each alarm that exists, by name: `OK`, `ALARM`, `INSUFFICIENT_DATA`; and its ARN. */
  readonly alarms: (names: readonly string[]) => Promise<readonly AlarmState[]>
  /** The latest reasons that CloudFormation gives for what failed. */
  readonly reasons: (stack: string) => Promise<readonly string[]>
}

export type Turn = {
  readonly parameters: Readonly<Record<string, string>>
  /** Names of all parameters of the stack: the others keep their values. */
  readonly all: readonly string[]
  readonly alarms: readonly string[]
  readonly minutes: number
}

export type AlarmState = { readonly name: string; readonly arn: string; readonly state: string }
