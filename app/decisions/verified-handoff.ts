import type { Words } from '../handoffs/content.ts'
import { joinProse, type Prose } from '../handoffs/prose.ts'
import { type DroppedSentence, proseVerifier } from '../handoffs/verify.ts'
import type { HandoffAnswer, HandoffContext } from './handoff-context.ts'
import { templateHandoff } from './handoff-template.ts'

/** Words that may be shown: every fact in them is a reference into the ledger, or verbatim in it. */
export type HandoffWords = Words & {
  /** What fell of the model's words, and why; also when the template took over. */
  readonly dropped: readonly DroppedSentence[]
}

/**
 * Verifies an answer against the ledger. The template takes over if the opening falls, if all the steps fall, or if more
 * falls than stands: what is left then no longer carries the message. `by` tells who wrote the answer.
 */
export function words(
  answer: HandoffAnswer,
  context: HandoffContext,
  by: 'model' | 'fallback' = 'model',
): HandoffWords {
  const checked = check(answer, context)
  if (by === 'fallback') return shown(checked, answer.priority, 'template', checked.dropped)
  const stepsGone = answer.nextSteps.length > 0 && checked.steps.length === 0
  const stands = checked.opening.length > 0 && !stepsGone && checked.dropped.length <= checked.kept
  if (stands) return shown(checked, answer.priority, 'model', checked.dropped)
  const template = templateHandoff(context)
  return shown(check(template, context), template.priority, 'template', checked.dropped)
}

type Checked = Pick<HandoffWords, 'opening' | 'body' | 'steps' | 'dropped'> & { readonly kept: number }

const MOST = { opening: 2, body: 4, steps: 3 } as const

function check(answer: HandoffAnswer, context: HandoffContext): Checked {
  const { receiver, project, becauseOf, facts } = context
  const closers = becauseOf.flatMap((cause) => cause.closedBy ?? [])
  const verify = proseVerifier(facts, [receiver.name, project.name, project.key, ...closers])
  const opening = verify(answer.opening)
  const body = verify(answer.body)
  const steps = answer.nextSteps.slice(0, MOST.steps).map(verify)
  // Half a step misleads: one stays whole or goes.
  const whole = steps.filter((step) => step.dropped.length === 0 && step.sentences.length > 0)
  return {
    opening: joinProse(opening.sentences.slice(0, MOST.opening)),
    body: joinProse(body.sentences.slice(0, MOST.body)),
    steps: whole.map((step) => joinProse(step.sentences)),
    dropped: [opening, body, ...steps].flatMap((part) => part.dropped),
    kept: opening.sentences.length + body.sentences.length + whole.length,
  }
}

/** True in every hand-off; said if even the template had nothing to say. */
const READY: Prose = [{ text: 'Your next task is ready to start.' }]

function shown(
  { opening, body, steps }: Checked,
  priority: HandoffWords['priority'],
  writtenBy: HandoffWords['writtenBy'],
  dropped: readonly DroppedSentence[],
): HandoffWords {
  return { opening: opening.length === 0 ? READY : opening, body, steps, priority, writtenBy, dropped }
}
