import * as z from 'zod'
import type { PipelineQuestion } from '../ports/releases.ts'

const name = z.string().min(1).max(100)

const notification = z.object({
  approval: z.object({
    pipelineName: name,
    stageName: name,
    actionName: name,
    token: z.string().min(1).max(200),
    expires: z.string().max(64),
    externalEntityLink: z.string().max(2_000).nullish(),
    approvalReviewLink: z.string().max(2_000).nullish(),
    customData: z.string().max(1_000).nullish(),
  }),
})

/**
 * Reads that a pipeline waits for an approval; `undefined` when it is something else. Only CodePipeline's role may write to the topic.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html
 */
export function readPipelineQuestion(body: unknown): PipelineQuestion | undefined {
  const parsed = notification.safeParse(body)
  if (!parsed.success) return undefined
  const { pipelineName, stageName, actionName, token, expires, ...said } = parsed.data.approval
  // It comes without seconds: `2026-12-07T20:22Z`.
  const until = Date.parse(expires)
  if (Number.isNaN(until)) return undefined
  return {
    pipeline: pipelineName,
    stage: stageName,
    action: actionName,
    token,
    what: said.customData || `${pipelineName}, ${stageName}`,
    link: said.externalEntityLink || said.approvalReviewLink || '',
    expires: new Date(until).toISOString(),
  }
}
