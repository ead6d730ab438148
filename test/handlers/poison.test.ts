import type { SQSEvent } from 'aws-lambda'
import nock from 'nock'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { handler as deliver } from '../../handlers/deliver.ts'
import { handler as digest } from '../../handlers/digest.ts'
import { handler as followUp } from '../../handlers/follow-up.ts'
import { handler as githubWorker } from '../../handlers/github-worker.ts'
import { handler as orchestrate } from '../../handlers/orchestrate.ts'
import { handler as publish } from '../../handlers/publish.ts'
import { ENVIRONMENT } from '../support/handler-environment.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'

beforeAll(() => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

// An event of tomorrow's version is what a deployment that was rolled back leaves in the queue.
const ofTomorrow = {
  source: 'codexflow.tasks',
  'detail-type': 'TaskReady',
  detail: { version: 2, workspace: 'T0', taskId: 'UAPI-1' },
}
const POISON = ['', '{', 'null', '[]', '{}', '"text"', '{"order":{"workspace":""}}', JSON.stringify(ofTomorrow)]

describe('a message that cannot be read', () => {
  for (const [name, handler] of Object.entries({ deliver, digest, followUp, githubWorker, orchestrate, publish })) {
    it(`is never dropped by ${name}: it comes again, and is kept among the dead letters in the end`, async () => {
      const Records = POISON.map((body, n) => ({ messageId: `m${n}`, body }))
      const answer = await handler({ Records } as SQSEvent)
      expect(answer.batchItemFailures).toEqual(POISON.map((_, n) => ({ itemIdentifier: `m${n}` })))
    })
  }
})

describe('a command that fails behind the queue', () => {
  const command = packFollowUp({
    type: 'RunCommand',
    text: 'show UAPI-1',
    asked: {
      workspace: WORKSPACE,
      slackUser: 'U1',
      userName: 'max',
      channel: 'C1',
      at: minute(1),
      cause: 'slack:T0:1',
      responseUrl: 'https://hooks.slack.com/commands/1',
    },
  })
  const received = (times: number) => {
    const attributes = { ApproximateReceiveCount: String(times) }
    return followUp({ Records: [{ messageId: 'm1', body: command, attributes }] } as unknown as SQSEvent)
  }
  const failed = { batchItemFailures: [{ itemIdentifier: 'm1' }] }

  it('is tried again without a word, and the last time its asker is told that it broke', async () => {
    const text = 'Something broke on our side, and it has been logged. Please try again in a minute.'
    const told = nock('https://hooks.slack.com')
      .post('/commands/1', { response_type: 'ephemeral', replace_original: true, text })
      .reply(200, 'ok')
    expect([await received(4), told.isDone()]).toEqual([failed, false])
    expect([await received(5), told.isDone()]).toEqual([failed, true])
  })

  it('is not said to have broken where it was done and answered, and only more was to be said', async () => {
    const { type: _, ...done } = JSON.parse(command)
    const body = JSON.stringify({ ...done, type: 'TellMore' })
    const attributes = { ApproximateReceiveCount: '5' }
    expect(await followUp({ Records: [{ messageId: 'm1', body, attributes }] } as unknown as SQSEvent)).toEqual(failed)
    expect(nock.pendingMocks()).toEqual([])
  })

  it('is kept among the dead letters all the same when nobody can be told', async () => {
    nock('https://hooks.slack.com').post('/commands/1').reply(500)
    expect(await received(5)).toEqual(failed)
  })
})
