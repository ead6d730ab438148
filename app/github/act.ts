import { unreachable } from '../errors.ts'
import { actOnCheck } from './acts/check.ts'
import { actOnCommand } from './acts/command.ts'
import { checkProposal } from './acts/configuration.ts'
import { actOnDeployment } from './acts/deployment.ts'
import type { ActPorts } from './acts/ground.ts'
import { actOnIssue, actOnIssueMoved } from './acts/issue.ts'
import { actOnIssueEdge } from './acts/issue-edge.ts'
import { actOnLife } from './acts/life.ts'
import { actOnLink, type LinkOutcome } from './acts/link.ts'
import { actOnOutputs } from './acts/outputs.ts'
import { actOnPress } from './acts/press.ts'
import { actOnPull } from './acts/pull.ts'
import { actOnPush } from './acts/push.ts'
import { actOnRelease } from './acts/release.ts'
import { actOnReview } from './acts/review.ts'
import type { LinkWork, Work } from './work.ts'

/** Answers the login that brought a code, where it was brought. */
export type AnswerLink = (work: LinkWork, outcome: LinkOutcome) => Promise<void>

/**
 * Carries out what a delivery asks. Twice does no more than once. Refusals and unknown tasks are dropped with a line in
 * the log; an outage throws, so that the delivery comes back.
 */
export async function act(ports: ActPorts, work: Work, answer: AnswerLink): Promise<void> {
  switch (work.kind) {
    case 'pull':
      return actOnPull(ports, work)
    case 'proposal':
      return checkProposal(ports, work)
    case 'push':
      return actOnPush(ports, work)
    case 'check':
      return actOnCheck(ports, work)
    case 'review':
      return actOnReview(ports, work)
    case 'deployment':
      return actOnDeployment(ports, work)
    case 'release':
      return actOnRelease(ports, work)
    case 'outputs':
      return actOnOutputs(ports, work)
    case 'issue':
      return void (await actOnIssue(ports, work))
    case 'issue-moved':
      return actOnIssueMoved(ports, work)
    case 'issue-edge':
      return void (await actOnIssueEdge(ports, work))
    case 'command':
      return actOnCommand(ports, work)
    case 'press':
      return actOnPress(ports, work)
    case 'link': {
      const outcome = await actOnLink(ports, work)
      if (outcome !== undefined) await answer(work, outcome)
      return
    }
    case 'life':
      return actOnLife(ports, work)
    default:
      return unreachable(work)
  }
}
