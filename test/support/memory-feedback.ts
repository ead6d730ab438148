import type { Feedback, FeedbackEntry } from '../../app/ports/feedback.ts'

/** What people said, in memory, in one page. */
export function feedbackMemory(): Feedback {
  const entries = new Map<string, FeedbackEntry>()
  return {
    put: async (workspace, entry, cause) => void entries.set(`${workspace} ${entry.at} ${cause}`, entry),
    read: async (workspace) => ({
      items: [...entries].flatMap(([key, entry]) => (key.startsWith(`${workspace} `) ? [entry] : [])).reverse(),
    }),
  }
}
