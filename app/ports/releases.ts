import type { TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** A pipeline that waits for people: where it waits, and the token by which its answer is known. The token is told to nobody, and kept sealed. */
export type PipelineWait = {
  readonly pipeline: string
  readonly stage: string
  readonly action: string
  readonly token: string
}

/** What a pipeline asks, as it was heard. */
export type PipelineQuestion = PipelineWait & {
  /** What is to be released, in the words of the pipeline. */
  readonly what: string
  /** Where one can look at it; empty: nowhere. */
  readonly link: string
  /** When the pipeline stops waiting. ISO 8601. */
  readonly expires: string
}

/** Which task stands for which wait of a pipeline. */
export type ReleaseBook = {
  /** Puts it down, once. */
  keep(workspace: Workspace, task: TaskId, wait: PipelineWait): Promise<void>
  find(workspace: Workspace, task: TaskId): Promise<PipelineWait | undefined>
}

/** Tells a pipeline what people decided. `over`: it waits no longer, because it was answered, stopped or changed. */
export type AnswerPipeline = (
  wait: PipelineWait,
  verdict: 'Approved' | 'Rejected',
  summary: string,
) => Promise<'answered' | 'over'>
