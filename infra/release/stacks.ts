import type { StageName } from '../stages.ts'

/** The stack of what changes with every version. */
export function applicationStack(stage: StageName): string {
  return `codexflow-${stage}`
}

/** The stack of what lasts. */
export function dataStack(stage: StageName): string {
  return `codexflow-${stage}-data`
}

/** The stacks that hold data: here, and its copies in the standby region. */
export function dataStacks(stage: StageName): readonly string[] {
  return [dataStack(stage), `${applicationStack(stage)}-standby`]
}

/** What CDK is asked for when it is to take every stack of a stage. */
export function everyStack(stage: StageName): readonly string[] {
  return [applicationStack(stage), `${applicationStack(stage)}-*`]
}
