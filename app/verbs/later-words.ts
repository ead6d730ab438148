/**
 * What a verb says that answers later. Loaded when it answers, which is behind the queue: a door carries these words for
 * nobody.
 */
export const laterWords = () => import('./words/later.ts')
