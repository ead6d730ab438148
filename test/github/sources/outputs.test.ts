import { describe, expect, it } from 'vitest'
import { actsOn, sourceOf } from '../../../app/github/sources/registry.ts'
import { deliver } from '../deliver.ts'
import { commentPayload, pullPayload } from '../payloads.ts'
import { world } from '../world.ts'

const BLOCK = 'Applied.\n\n```codexflow\noutput: table_name = users\noutput: api = https://api.example\n```\n'
const WORKFLOW = { sender: 'github-actions[bot]', type: 'Bot' }

function comment(body: string, voice: object = WORKFLOW, action = 'created') {
  const said = commentPayload(body, voice)
  return {
    ...said,
    action,
    issue: { number: 12, pull_request: {} },
    comment: { ...said.comment, updated_at: '2026-06-01T09:30:00Z' },
  }
}

/** What the task of pull request #12 has afterwards. */
async function left(payload: { readonly action: string }, pull: object = pullPayload('opened', '09:00:00')) {
  const stage = world()
  await deliver(stage, ['pull_request', pull])
  if (actsOn('issue_comment', payload.action, { ...payload })) await deliver(stage, ['issue_comment', payload])
  return Object.values(stage.tasks.get('UAPI-12')!.resources).map(({ label, value, source }) => [label, value, source])
}

describe('a comment of a workflow', () => {
  const source = 'workflow on pull request northwind/user-api#12'

  it('leaves what is in its block with the tasks of the pull request, also when it is changed later', async () => {
    for (const action of ['created', 'edited']) {
      expect(await left(comment(BLOCK, WORKFLOW, action))).toEqual([
        ['table_name', 'users', source],
        ['api', 'https://api.example', source],
      ])
    }
  })

  it.each([
    ['of a person', comment(BLOCK, { sender: 'mallory' })],
    ['that a person has edited', { ...comment(BLOCK, WORKFLOW, 'edited'), sender: { login: 'mallory', type: 'User' } }],
    ['of another bot', comment(BLOCK, { sender: 'chatty[bot]', type: 'Bot' })],
    ['that was deleted', comment(BLOCK, WORKFLOW, 'deleted')],
    ['on an issue', { ...comment(BLOCK), issue: { number: 12 } }],
    ['without a block', comment('Merging with codexflow')],
    ['with a command and nothing else', comment('/codexflow link ABCD-1234')],
  ])('leaves nothing: one %s', async (_, payload) => {
    expect(await left(payload)).toEqual([])
  })

  it('or of a bot that the project heeds, leaves the same', async () => {
    const stage = world()
    const { directory } = stage.ports
    const heeding = { ...directory, project: async () => ({ bots: ['terraform'] }) as never }
    Object.assign(stage.ports, { directory: heeding })
    const said = comment(BLOCK, { sender: 'terraform[bot]', type: 'Bot' })
    await deliver(stage, ['pull_request', pullPayload('opened', '09:00:00')], ['issue_comment', said])
    const sources = Object.values(stage.tasks.get('UAPI-12')!.resources).map(({ source }) => source)
    expect(sources).toEqual(Array(2).fill('terraform[bot] on pull request northwind/user-api#12'))
  })

  it('leaves nothing on a pull request of a stranger’s fork', async () => {
    const head = { sha: 'b'.repeat(40), ref: 'x', repo: { id: 666 } }
    const fork = { user: { login: 'mallory' }, author_association: 'NONE', head }
    expect(await left(comment(BLOCK), pullPayload('opened', '09:00:00', fork, 'mallory'))).toEqual([])
  })
})

it('what people say in the same place is read as before', () => {
  const read = (payload: object) => sourceOf('issue_comment', 'created')!.read(payload)
  const code = commentPayload('/codexflow link ABCD-1234')
  expect(read(code)).toMatchObject({ ok: true, value: [{ kind: 'link', code: 'ABCD-1234' }] })
  expect(sourceOf('issue_comment', 'edited')!.read({ ...code, action: 'edited' })).toEqual({ ok: true, value: [] })
})
