import { handoffWords } from '../decisions/handoff.ts'
import { type Decide, decideWithoutModel } from '../decisions/spec.ts'
import { words } from '../decisions/verified-handoff.ts'
import type { Words } from '../handoffs/content.ts'
import type { Log } from '../log.ts'
import { blockWords } from './block-words.ts'
import type { Gathered } from './context.ts'

/** Model calls for the hand-offs of one completion; beyond it the template writes. */
const MODEL_CALLS_PER_COMPLETION = 5
/**
 * Turns of one task that a model writes for, in all its life: a check that goes red and green all day, or a script that gives a
 * task to and fro, must not have a model asked each time.
 */
export const MODEL_TURNS_PER_TASK = 20

/**
 * Phase 4: the words. The model proposes, the verifier lets through what the ledger bears out, the template stands in.
 * It never decides who is told or what is true.
 */
export async function decideWords(decide: Decide, gathered: Gathered, log: Log): Promise<Words> {
  if (gathered.notice.subject.kind === 'block') return blockWords(gathered.task, gathered.notice.subject)
  const { readiness, assignment } = gathered.task
  const isWorthIt = gathered.place < MODEL_CALLS_PER_COMPLETION && readiness + assignment <= MODEL_TURNS_PER_TASK
  const decideOrNot = isWorthIt ? decide : decideWithoutModel('over-budget')
  const { answer, by } = await decideOrNot(handoffWords, gathered.words)
  const { dropped, ...shown } = words(answer, gathered.words, by)
  if (dropped.length > 0) {
    // The reasons tell how well the model does; its sentences are foreign text and stay out of the log.
    const reasons = dropped.map(({ reason }) => reason)
    log.warn('sentences of a model fell', { task: gathered.task.id, reasons, writtenBy: shown.writtenBy })
  }
  return shown
}
