import type { Account } from './account.ts'

/** What the release scripts are given: the world, as functions. */
export type Surroundings = {
  readonly account: Account
  /** Runs the command line of CDK, which speaks to the same terminal; answers its exit code. */
  readonly cdk: (args: readonly string[]) => Promise<number>
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  /** Asks the person at the terminal, and answers what they typed; nothing when nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | undefined>
}
