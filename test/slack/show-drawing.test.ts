import { describe, expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import type { Drawing } from '../../app/ports/drawing.ts'
import { err, ok } from '../../app/result.ts'
import type { CallRefusal } from '../../app/slack/call-refusal.ts'
import { showDrawing } from '../../app/slack/show-drawing.ts'
import type { UploadedFile } from '../../app/slack/upload.ts'
import { WORKSPACE } from '../support/tasks.ts'

const drawing: Drawing = {
  title: 'UAPI: what waits for what',
  tasks: [{ id: 'UAPI-1', marked: false, asked: false }],
  lines: [],
  left: 0,
}
const wanted = { workspace: WORKSPACE, channel: 'C0UAPI', thread: '1.2', drawing, alt: 'One task.' }
const bytes = new Uint8Array([1])

function ports(answer: () => Promise<ReturnType<typeof ok<undefined>> | { ok: false; error: CallRefusal }>) {
  const files: UploadedFile[] = []
  const warned: string[] = []
  const uploadFile = async (file: UploadedFile) => {
    files.push(file)
    return answer()
  }
  const log = { ...silentLog, warn: (message: string) => void warned.push(message) }
  return { draw: async () => bytes, calls: () => ({ uploadFile }), log, files, warned }
}

describe('a picture in a conversation', () => {
  it('is shown in the thread in which it was asked for, and described for those who cannot see it', async () => {
    const given = ports(async () => ok(undefined))
    expect(await showDrawing(given, wanted)).toEqual(ok(undefined))
    const { title } = drawing
    expect(given.files).toEqual([
      { channel: 'C0UAPI', thread: '1.2', name: 'graph.png', title, alt: 'One task.', bytes },
    ])
  })

  it.each([
    ['shut-out', 'not_in_channel', 'I am not in this conversation; invite me first'],
    ['gone', 'channel_not_found', 'I am not in this conversation; invite me first'],
    ['gone', 'is_archived', 'this conversation takes no files any more'],
    ['shut-out', 'file_uploads_disabled', 'this workspace does not let me upload files'],
    ['shut-out', 'missing_scope', 'Slack does not let me (missing_scope)'],
  ] as const)('does not come, and it is said why: %s %s', async (why, code, words) => {
    expect(
      await showDrawing(
        ports(async () => err({ why, code })),
        wanted,
      ),
    ).toEqual(err(words))
  })

  it('never keeps the words from coming, whatever breaks', async () => {
    const given = ports(async () => {
      throw new Error('503')
    })
    const words = err('something broke on the way, and it has been logged')
    expect(await showDrawing(given, wanted)).toEqual(words)
    const unable = { ...given, draw: () => Promise.reject(new Error('no font')) }
    expect(await showDrawing(unable, wanted)).toEqual(words)
    expect(given.warned).toHaveLength(2)
  })

  it('is not even drawn where there is no place or nothing to draw', async () => {
    const given = { ...ports(async () => ok(undefined)), draw: () => Promise.reject(new Error('drawn')) }
    expect(await showDrawing(given, { ...wanted, channel: '' })).toEqual(err('there is no conversation to show it in'))
    expect(await showDrawing(given, { ...wanted, drawing: { ...drawing, tasks: [] } })).toEqual(
      err('there is nothing to draw'),
    )
  })
})
