import { type Fact, type FactLedger, taskFact } from '../handoffs/facts.ts'
import { reference } from '../handoffs/prose.ts'
import { verifyProse } from '../handoffs/verify.ts'
import type { HandoffAnswer, HandoffContext, ReadyCause, ReleasedBy } from './handoff-context.ts'
import { firstSteps } from './handoff-steps.ts'

/**
 * Good words without a model, from the facts alone. They obey the same rules as a model's, so that the same verifier
 * passes them; what they would have to state and no fact says, they leave out.
 */
export function templateHandoff(context: HandoffContext): HandoffAnswer {
  return {
    opening: opening(context),
    body: [taskSentence(context), documentSentence(context.facts), waitingSentence(context.waitingNext)]
      .filter((sentence) => sentence !== undefined)
      .join(' '),
    nextSteps: firstSteps(context),
    priority: context.waitingNext >= 3 ? 'high' : context.waitingNext >= 1 ? 'medium' : 'low',
  }
}

const DID: Readonly<Record<ReleasedBy, string>> = {
  completed: 'finished',
  merged: 'merged',
  checked: 'brought the checks to green for',
  deployed: 'deployed',
  approved: 'approved',
  cancelled: 'cancelled',
  removed: 'took away the need to wait for',
}

const DONE: Readonly<Record<ReleasedBy, string>> = {
  completed: 'is finished',
  merged: 'is merged',
  checked: 'has passed its checks',
  deployed: 'is deployed',
  approved: 'is approved',
  cancelled: 'was cancelled',
  removed: 'no longer has to come first',
}

function opening(context: HandoffContext): string {
  const { becauseOf, facts } = context
  const [cause, ...others] = becauseOf
  if (cause === undefined) return 'Your next task is ready to start.'
  if (others.length > 0) return severalCauses(becauseOf, facts)
  const fact = taskFact(facts, cause.taskId)
  const who = cause.closedBy === undefined ? undefined : speakable(cause.closedBy, facts)
  const end = cause.how === 'cancelled' || cause.how === 'removed' ? 'you no longer wait for it' : WAY_IS_FREE
  if (who !== undefined) {
    return `${who} ${DID[cause.how]} ${fact === undefined ? 'the work before yours' : reference(fact)}, so ${end}.`
  }
  return `${fact === undefined ? 'The work before yours' : reference(fact)} ${DONE[cause.how]}, so ${end}.`
}

const WAY_IS_FREE = 'nothing stands in your way now'

function severalCauses(causes: readonly ReadyCause[], facts: FactLedger): string {
  const known = causes.flatMap((cause) => taskFact(facts, cause.taskId) ?? [])
  const finished = causes.every((cause) => cause.how !== 'cancelled' && cause.how !== 'removed')
  const verb = finished ? 'are finished' : 'are out of the way'
  const subject = known.length < 2 ? 'All the tasks that you waited for' : enumeration(known, causes.length)
  return `${subject} ${verb}, so ${WAY_IS_FREE}.`
}

/** At most three by reference; that there are more is said in words. */
function enumeration(facts: readonly Fact[], of: number): string {
  const named = facts.slice(0, 3).map(reference)
  const parts = of > named.length ? [...named, 'others'] : named
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** A person by reference, or by a name made of ordinary letters; nobody's display name writes our sentences. */
function speakable(name: string, facts: FactLedger): string | undefined {
  const person = facts.find((fact) => fact.kind === 'person' && fact.value === name)
  if (person !== undefined) return reference(person)
  const { sentences, dropped } = verifyProse(`${name} finished the work.`, facts, [name])
  const plain = name.length <= 60 && /^\p{Lu}[\p{L}\p{M}'’ -]*$/u.test(name)
  return plain && dropped.length === 0 && sentences.length === 1 ? name : undefined
}

function taskSentence({ task, facts }: HandoffContext): string | undefined {
  const fact = taskFact(facts, task.id)
  return fact === undefined ? undefined : `Your task is ${reference(fact)}.`
}

function documentSentence(facts: FactLedger): string | undefined {
  const documents = facts.filter((fact) => fact.kind === 'document')
  const [only] = documents
  if (only === undefined) return undefined
  if (documents.length === 1) return `${reference(only)} holds the details.`
  return `${enumeration(documents, documents.length)} hold the details.`
}

function waitingSentence(waitingNext: number): string | undefined {
  if (waitingNext < 1) return undefined
  return waitingNext === 1 ? 'One colleague waits for what you make.' : 'Others wait for what you make.'
}
