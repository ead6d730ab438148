/** What the release scripts ask of an AWS account, in our words. Every call rejects with a `NoAccess` when AWS refuses it. */
export type Account = {
  /** Whose credentials are at hand. */
  readonly caller: () => Promise<{ readonly account: string; readonly arn: string }>
  /** A stack as it stands; nothing when there is none. */
  readonly stack: (region: string, name: string) => Promise<Stack | undefined>
  /** Names of the stacks that begin so, the deleted ones excepted. */
  readonly stacksNamed: (region: string, prefix: string) => Promise<readonly string[]>
  /** The fields of a secret's JSON object that hold something; never what. Nothing when there is no such secret. */
  readonly secretFields: (region: string, id: string) => Promise<readonly string[] | undefined>
  /** The id of the version of a secret that is in force; nothing when there is no such secret. */
  readonly secretVersion: (region: string, id: string) => Promise<string | undefined>
  /** What keeps this account from calling a model; nothing when it may. */
  readonly modelObstacle: (region: string, modelId: string) => Promise<string | undefined>
}

export type Stack = {
  /** As CloudFormation says it: `UPDATE_COMPLETE`. */
  readonly status: string
  readonly outputs: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string>>
}

/** AWS gives no answer: no credentials, no permission, no network. The message says which, and holds no secret. */
export class NoAccess extends Error {
  override readonly name = 'NoAccess'
  readonly kind: 'credentials' | 'permission' | 'region' | 'network'

  constructor(kind: NoAccess['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
