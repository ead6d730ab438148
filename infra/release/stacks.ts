import type { StageName } from '../stages.ts'

/** The stack of what changes with every version. */
export function applicationStack(stage: StageName): string {
  return `codexflow-${stage}`
}

/** The stack of what lasts. */
export function dataStack(stage: StageName): string {
  return `codexflow-${stage}-data`
}

/** The stacks that hold data: here, its copies and the vault's key in the standby region, and the record of who did what, which is no version's. */
export function dataStacks(stage: StageName): readonly string[] {
  return [dataStack(stage), ...['standby', 'standby-vault', 'audit'].map((of) => `${applicationStack(stage)}-${of}`)]
}

/** What CDK is asked for when it is to take every stack of a stage. */
export function everyStack(stage: StageName): readonly string[] {
  return [applicationStack(stage), `${applicationStack(stage)}-*`]
}

/**
 * How CDK deploys: without a question, and taking up again what a stack that was destroyed has left under its name, which is its logs.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export const DEPLOYING = ['--require-approval', 'never', '--import-existing-resources'] as const
