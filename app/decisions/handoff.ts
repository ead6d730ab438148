import * as z from 'zod'
import { shortened } from '../handoffs/invisible.ts'
import prompt from './handoff.md' with { type: 'text' }
import type { HandoffAnswer, HandoffContext } from './handoff-context.ts'
import { templateHandoff } from './handoff-template.ts'
import { type DecisionSpec, dataBlock } from './spec.ts'

const handoffAnswer: z.ZodType<HandoffAnswer> = z.object({
  opening: z.string().min(1).max(600).describe('One or two sentences: what changed, and that the receiver can begin.'),
  body: z.string().max(1600).describe('Up to four sentences about what matters most for this role; may be empty.'),
  nextSteps: z.array(z.string().min(1).max(300)).max(3).describe('Up to three first steps, one sentence each.'),
  priority: z.enum(['high', 'medium', 'low']).describe('A proposal: high if several people wait for this task.'),
})

/** The words of a hand-off. */
export const handoffWords: DecisionSpec<HandoffContext, HandoffAnswer> = {
  name: 'write_handoff',
  prompt,
  ask,
  answer: handoffAnswer,
  fallback: templateHandoff,
  maxTokens: 900,
}

/** Values are shown to the model only so that it knows what a reference stands for; the start is enough. */
const SHOWN_VALUE = 300
const SHOWN_TEXT = 200
const SHOWN_GOALS = 600
const SHOWN_CAUSES = 10

function ask(context: HandoffContext): string {
  const { task, receiver, project } = context
  const short = (text: string) => shortened(text, SHOWN_TEXT)
  const data = {
    task: { id: task.id, title: short(task.title), phase: task.phase },
    receiver: { name: short(receiver.name), role: short(receiver.role) },
    becauseOf: context.becauseOf.slice(0, SHOWN_CAUSES).map((cause) => ({
      taskId: cause.taskId,
      title: short(cause.title),
      phase: cause.phase,
      how: cause.how,
      closedBy: cause.closedBy === undefined ? undefined : short(cause.closedBy),
    })),
    waitingNext: context.waitingNext,
    project: {
      key: project.key,
      name: short(project.name),
      goals: project.goals === undefined ? undefined : shortened(project.goals, SHOWN_GOALS),
    },
    tone: context.tone ?? 'friendly',
    locale: short(context.locale ?? 'en'),
    facts: context.facts.map(({ id, kind, label, value }) => ({
      id,
      kind,
      label,
      value: shortened(value, SHOWN_VALUE),
    })),
  }
  return `Write the hand-off for this task.\n\n${dataBlock('handoff', data)}`
}
