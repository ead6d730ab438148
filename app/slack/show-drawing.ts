import { cut } from '../handoffs/invisible.ts'
import type { Log } from '../log.ts'
import type { Draw } from '../ports/drawing.ts'
import { err, type Result } from '../result.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Shown } from '../verbs/verb.ts'
import type { CallRefusal } from './call-refusal.ts'
import type { SlackCalls } from './calls.ts'

export type ShowDrawingPorts = {
  readonly draw: Draw
  readonly calls: (workspace: Workspace) => Pick<SlackCalls, 'uploadFile'>
  readonly log: Log
}

/**
 * Draws, and shows the picture where it was asked for: three calls to Slack. Never rejects, for the words are the answer
 * and the picture is beside them; the error says why there is none, as half a sentence.
 */
export async function showDrawing(
  { draw, calls, log }: ShowDrawingPorts,
  wanted: Shown,
): Promise<Result<undefined, string>> {
  const { workspace, channel, thread, drawing, alt } = wanted
  if (channel === '') return err('there is no conversation to show it in')
  if (drawing.tasks.length === 0) return err('there is nothing to draw')
  try {
    const bytes = await draw(drawing)
    const file = { channel, name: 'graph.png', title: cut(drawing.title, 200), alt, bytes }
    const shown = await calls(workspace).uploadFile(thread === undefined ? file : { ...file, thread })
    return shown.ok ? shown : err(whyNot(shown.error))
  } catch (error) {
    log.warn('a picture could not be shown', { error })
    return err('something broke on the way, and it has been logged')
  }
}

/** Shows nothing when a command runs again: the picture may be there already, and its button brings it where it is not. */
export async function mayBeShown(): Promise<Result<undefined, string>> {
  return err('I was interrupted, and it may stand here already')
}

function whyNot({ why, code }: CallRefusal): string {
  if (code === 'not_in_channel' || code === 'channel_not_found') return 'I am not in this conversation; invite me first'
  if (code.startsWith('file_upload')) return 'this workspace does not let me upload files'
  return why === 'gone' ? 'this conversation takes no files any more' : `Slack does not let me (${code})`
}
