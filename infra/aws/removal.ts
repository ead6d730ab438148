import { RemovalPolicy } from 'aws-cdk-lib'
import type { Stage } from '../stages.ts'

/**
 * What becomes of a thing that holds something when its stack goes, or when it is replaced: it stays where the stage keeps data.
 * Only where the stack fails while the thing is being made it goes along: it is empty, and its name, which is ours, would be in the way of
 * the next attempt.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function removalOf({ keepData }: Pick<Stage, 'keepData'>): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY
}
