import { AwsError } from '../aws/error.ts'
import { awsWire, type WireSettings } from '../aws/wire.ts'
import type { AnswerPipeline } from '../ports/releases.ts'

/** Longest that CodePipeline takes. */
const SUMMARY = 512

/** It was answered already, its token is an older one, or what waited is not there any more. */
const OVER = new Set([
  'ApprovalAlreadyCompletedException',
  'InvalidApprovalTokenException',
  'ActionNotFoundException',
  'PipelineNotFoundException',
  'StageNotFoundException',
])

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html */
export function codePipeline(settings: WireSettings): AnswerPipeline {
  const call = awsWire({ name: 'codepipeline', target: 'CodePipeline_20150709', json: '1.1' }, settings)
  return async ({ pipeline, stage, action, token }, status, summary) => {
    try {
      await call('PutApprovalResult', {
        ...{ pipelineName: pipeline, stageName: stage, actionName: action, token },
        result: { summary: summary.slice(0, SUMMARY), status },
      })
      return 'answered'
    } catch (error) {
      if (error instanceof AwsError && OVER.has(error.name)) return 'over'
      throw error
    }
  }
}
