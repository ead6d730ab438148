import { parseTaskId } from '../tasks/ids.ts'
import { after } from './after.ts'
import { assign } from './assign.ts'
import { audit } from './audit.ts'
import { block } from './block.ts'
import { cancel } from './cancel.ts'
import { approve, reject } from './decide-approval.ts'
import { done } from './done.ts'
import { feedback, feedbackList } from './feedback.ts'
import { got } from './got.ts'
import { graph } from './graph.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { link } from './link.ts'
import { list } from './list.ts'
import { mine } from './mine.ts'
import { need } from './need.ts'
import { next } from './next.ts'
import { notmine } from './notmine.ts'
import { type Line, wordText } from './parse.ts'
import { people } from './people.ts'
import { projectArchive, projectRestore } from './project-archive.ts'
import { projectConnect } from './project-connect.ts'
import { projectList } from './project-list.ts'
import { projectNew } from './project-new.ts'
import { projectSettings } from './project-settings.ts'
import { projectShow } from './project-show.ts'
import { reopen } from './reopen.ts'
import { request } from './request.ts'
import { settings } from './settings.ts'
import { isBareNumber } from './short.ts'
import { show } from './show.ts'
import { simulate } from './simulate.ts'
import { start } from './start.ts'
import { suggest } from './suggest.ts'
import { taskAdd } from './task-add.ts'
import { trace } from './trace.ts'
import { unblock } from './unblock.ts'
import { unlink } from './unlink.ts'
import { type ListedVerb, listed } from './verb.ts'
import { namesOf } from './verb-card.ts'
import { why } from './why.ts'

/** Every verb, in the order in which `help` tells of them. A new one is one line here. */
export const VERBS: readonly ListedVerb[] = [
  listed(start),
  listed(done),
  listed(reopen),
  listed(block),
  listed(unblock),
  listed(got),
  listed(need),
  listed(notmine),
  listed(request),
  listed(approve),
  listed(reject),
  listed(next),
  listed(mine),
  listed(list),
  listed(show),
  listed(why),
  listed(graph),
  listed(simulate),
  listed(history),
  listed(trace),
  listed(taskAdd),
  listed(assign),
  listed(after),
  listed(cancel),
  listed(projectNew),
  listed(projectConnect),
  listed(projectList),
  listed(projectShow),
  listed(projectSettings),
  listed(projectArchive),
  listed(projectRestore),
  listed(people),
  listed(link),
  listed(unlink),
  listed(audit),
  listed(feedback),
  listed(feedbackList),
  listed(settings),
  listed(help(() => VERBS, nearVerbs)),
]

/** A verb and what stands behind its name; `typed` is what could not be found. */
export type Found = { readonly verb: ListedVerb; readonly rest: Line } | { readonly typed: string }

/**
 * Finds the verb that a line begins with, by its two words or its one, or by another name of it. No word at all asks for
 * help, and a task alone to be shown.
 */
export function findVerb(line: Line): Found {
  const [first, second] = line.words.slice(0, 2).map((word) => (word.kind === 'text' ? word.text.toLowerCase() : ''))
  const name = first ?? 'help'
  for (const [candidate, words] of [
    [`${name} ${second}`, 2],
    [name, 1],
  ] as const) {
    const verb = VERBS.find((each) => namesOf(each).includes(candidate))
    if (verb !== undefined) return { verb, rest: { ...line, words: line.words.slice(words) } }
  }
  const [word] = line.words
  if (word !== undefined && (isBareNumber(word) || parseTaskId(wordText(word)) !== undefined)) {
    const verb = VERBS.find((each) => each.name === 'show')
    if (verb !== undefined) return { verb, rest: line }
  }
  const isFamily = VERBS.some((each) => namesOf(each).some((known) => known.startsWith(`${name} `)))
  return {
    typed: line.words
      .slice(0, isFamily ? 2 : 1)
      .map(wordText)
      .join(' '),
  }
}

/** The verbs that somebody may have meant. */
export function nearVerbs(typed: string): ListedVerb[] {
  const near = suggest(typed, VERBS.flatMap(namesOf))
  return [...new Set(near.flatMap((name) => VERBS.filter((verb) => namesOf(verb).includes(name))))].slice(0, 3)
}
