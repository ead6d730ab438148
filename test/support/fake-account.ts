import type { Account, Stack } from '../../infra/release/account.ts'
import type { Surroundings } from '../../infra/release/surroundings.ts'

/** What stands in an account of the imagination. */
export type FakeAccount = {
  account: string
  stacks: Record<string, Stack>
  secrets: Record<string, readonly string[]>
  obstacle: string | undefined
}

/** A stack that was put there well. */
export function aStack(outputs: Stack['outputs'] = {}, parameters: Stack['parameters'] = {}): Stack {
  return { status: 'CREATE_COMPLETE', outputs, parameters }
}

/** Everything there that a deployment needs. Keys of stacks: `region/name`. */
export function readyAccount(stage: string): FakeAccount {
  const secret = (name: string, ...fields: readonly string[]) => [`codexflow/${stage}/${name}`, fields] as const
  return {
    account: '111122223333',
    stacks: { 'us-east-1/CDKToolkit': aStack(), 'us-west-2/CDKToolkit': aStack() },
    secrets: Object.fromEntries([
      ...[secret('slack-signing', 'secret'), secret('slack-app', 'clientSecret')],
      ...[secret('github-webhook', 'secret'), secret('github-app', 'privateKey')],
      ...[secret('github-oauth'), secret('keys', 'next'), secret('edge-header', 'secret')],
    ]),
    obstacle: undefined,
  }
}

export function accountOf(fake: FakeAccount, over: Partial<Account> = {}): Account {
  return {
    caller: async () => ({ account: fake.account, arn: `arn:aws:iam::${fake.account}:user/ada` }),
    stack: async (region, name) => fake.stacks[`${region}/${name}`],
    stacksNamed: async (region, prefix) =>
      Object.keys(fake.stacks).flatMap((key) => {
        const [at, name = ''] = key.split('/')
        return at === region && name.startsWith(prefix) ? [name] : []
      }),
    secretFields: async (_region, id) => fake.secrets[id],
    secretVersion: async (_region, id) => (id in fake.secrets ? 'v7' : undefined),
    modelObstacle: async () => fake.obstacle,
    ...over,
  }
}

/** Surroundings that remember what was run and said. `answer` is what somebody types; nothing: nobody is there. */
export function surroundingsOf(
  account: Account,
  { answer, cdk = () => 0 }: { answer?: string; cdk?: (args: readonly string[]) => number } = {},
): Surroundings & { readonly ran: string[]; readonly said: string[]; readonly asked: string[] } {
  const [ran, said, asked]: string[][] = [[], [], []]
  return {
    ...{ account, ran: ran!, said: said!, asked: asked! },
    cdk: async (args) => {
      ran!.push(args.join(' '))
      return cdk(args)
    },
    print: (text) => void said!.push(text),
    complain: (text) => void said!.push(text),
    ask: async (question) => {
      asked!.push(question)
      return answer
    },
  }
}
