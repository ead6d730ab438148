import type { StageName } from './stages.ts'

/**
 * The way of a version from its source to everybody: what CodePipeline (`infra/aws/pipeline-stack.ts`) and its twin in GitHub
 * Actions (`.github/workflows/release.yml`) run, in this order. Both run these very scripts, and so can a laptop.
 */
export type PipelineStep =
  | {
      readonly name: string
      readonly runs: readonly string[]
      /** The stage that it changes or asks: its credentials may do that there, and nothing elsewhere. */
      readonly stage?: StageName
      /** It writes to the repository on GitHub, with GITHUB_TOKEN. */
      readonly writesToGitHub?: true
    }
  /** Product manager and tech lead say yes: by CodexFlow's own buttons in Slack. */
  | { readonly name: 'approval'; readonly approves: StageName }

export const pipelineSteps = [
  { name: 'check', runs: ['bash .ci/run'] },
  { name: 'scan', runs: ['npm run scan'] },
  { name: 'synth', runs: ['npm run synth'] },
  {
    name: 'staging',
    stage: 'staging',
    runs: ['npm run ship -- --stage staging', 'npm run smoke -- --stage staging'],
  },
  // Behind staging: they say yes to what they could try.
  { name: 'approval', approves: 'production' },
  {
    name: 'production',
    stage: 'production',
    runs: ['npm run ship -- --stage production', 'npm run smoke -- --stage production'],
  },
  {
    name: 'record',
    stage: 'production',
    writesToGitHub: true,
    runs: ['npm run record -- --stage production'],
  },
] as const satisfies readonly PipelineStep[]

/** Where the source is, and whose account builds it. */
export type PipelineSpec = {
  /** `owner/name` on GitHub. */
  readonly repository: string
  readonly branch: string
  /** The connection of AWS to GitHub: made once in the console (Developer Tools, Connections), because somebody has to log in there. */
  readonly connectionArn: string
  readonly account: string
  /** That of the stage that `asks`: CodePipeline writes to no topic elsewhere, and is answered nowhere else. */
  readonly region: string
  /** The stage whose CodexFlow asks for the approval in Slack, by its topic `approvals`. */
  readonly asks: StageName
}

/** Fill it in to have a pipeline: `npx cdk deploy codexflow-pipeline` then makes it. Without it there is none. */
export const pipeline: PipelineSpec | undefined = undefined
