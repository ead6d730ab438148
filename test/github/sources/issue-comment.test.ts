import { describe, expect, it } from 'vitest'
import { issueComment } from '../../../app/github/sources/issue-comment.ts'
import { commentPayload } from '../payloads.ts'

function codes(payload: unknown): string[] {
  const result = issueComment.read(payload)
  if (!result.ok) throw new Error(result.error)
  return result.value.flatMap((work) => (work.kind === 'link' ? [work.code] : []))
}

describe('a comment', () => {
  it('brings a code with the login that wrote it', () => {
    expect(issueComment.read(commentPayload('Hello!\n/codexflow link ABCD-1234\n'))).toEqual({
      ok: true,
      value: [
        {
          kind: 'link',
          repository: { id: 1001, fullName: 'northwind/user-api' },
          login: 'dev-gh',
          code: 'ABCD-1234',
          issue: 5,
          comment: 77,
        },
      ],
    })
  })

  it.each([
    ['in the middle of a line', 'please /codexflow link ABCD-1234'],
    ['with more behind it', '/codexflow link ABCD-1234 thanks'],
    ['quoted', '> /codexflow link ABCD-1234'],
    ['indented as code', '    /codexflow link ABCD-1234'],
    ['in a fence', '```\n/codexflow link ABCD-1234\n```'],
    ['in a fence of tildes that never ends', '~~~~\n```\n~~~\n/codexflow link ABCD-1234'],
    ['in a hidden comment', '<!--\n/codexflow link ABCD-1234\n-->'],
    ['as another command', '/codexflow done UAPI-12'],
    ['without a code', '/codexflow link'],
    ['with a strange code', '/codexflow link <script>'],
  ])('says nothing %s', (_, body) => {
    expect(codes(commentPayload(body))).toEqual([])
  })

  it('of a bot, or that somebody else has put into a person’s mouth, proves nothing', () => {
    const body = '/codexflow link ABCD-1234'
    expect(codes(commentPayload(body))).toEqual(['ABCD-1234'])
    expect(codes(commentPayload(body, { type: 'Bot' }))).toEqual([])
    expect(codes(commentPayload(body, { sender: 'renovate[bot]' }))).toEqual([])
    expect(codes(commentPayload(body, { author: 'somebody-else' }))).toEqual([])
  })
})
