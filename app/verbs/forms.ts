/** The forms of verbs, for surfaces that have forms. */
export const FORM_IDS = [
  ...(['task.new', 'project.new', 'task.done', 'task.block', 'task.assign', 'settings'] as const),
  ...(['handoff.need', 'handoff.notmine', 'approval.reject'] as const),
] as const
export type FormId = (typeof FORM_IDS)[number]
