import { marshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import { eachChange } from '../../app/dynamo/stream.ts'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { silentLog } from '../../app/log.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { runBatch } from '../../infra/local/aws/stream-batch.ts'
import type { StreamRecord } from '../../infra/local/aws/stream-records.ts'
import { streams } from '../../infra/topology.ts'
import { aTask } from '../support/tasks.ts'

/** A new task, as the stream tells of it. */
function change(number: number): StreamRecord {
  const item = taskItem(aTask({ id: `UAPI-${number}` }), [])
  const NewImage = marshall(item, { removeUndefinedValues: true }) as NonNullable<StreamRecord['dynamodb']['NewImage']>
  return { dynamodb: { SequenceNumber: `${number}`, NewImage } }
}

/** Works on a batch of changes; one of them can never be worked on. */
async function worked(numbers: readonly number[], poison: number) {
  const done: TaskId[] = []
  const answer = await eachChange(
    { Records: numbers.map(change) },
    async ({ task }) => {
      if (task.id === `UAPI-${poison}`) throw new Error('no')
      done.push(task.id)
    },
    silentLog,
  ).catch((error: Error) => error.message)
  return { answer, done }
}

describe('a change that cannot be worked on', () => {
  it('is reported, and what stands before it is settled', async () => {
    expect(await worked([1, 2, 3], 2)).toEqual({
      answer: { batchItemFailures: [{ itemIdentifier: '2' }] },
      done: ['UAPI-1'],
    })
  })

  it('fails its batch where it is the first of several, so that Lambda halves it', async () => {
    expect(await worked([2, 3], 2)).toEqual({ answer: 'the first of several changes failed', done: [] })
  })

  it('is reported where it stands alone, and where none fails nothing is', async () => {
    expect((await worked([2], 2)).answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
    expect(await worked([1, 2], 9)).toEqual({ answer: { batchItemFailures: [] }, done: ['UAPI-1', 'UAPI-2'] })
  })

  it.each([1, 2, 6, 7])(
    'takes none of its neighbours along when it is given up: the one at place %i',
    async (poison) => {
      const done: TaskId[] = []
      const givenUp: string[] = []
      await runBatch(
        streams.propagate,
        Array.from({ length: 7 }, (_, place) => change(place + 1)),
        {
          invoke: async (_, event) => {
            const { Records } = event as { Records: readonly StreamRecord[] }
            return eachChange(
              { Records: [...Records] },
              async ({ task }) => {
                if (task.id === `UAPI-${poison}`) throw new Error('no')
                if (!done.includes(task.id)) done.push(task.id)
              },
              silentLog,
            )
          },
          done: async () => {},
          giveUp: async ({ record }) => void givenUp.push(record.dynamodb.SequenceNumber),
          pause: async () => {},
          stopping: () => false,
          now: () => 0,
        },
      )
      expect([done, givenUp]).toEqual([
        [1, 2, 3, 4, 5, 6, 7].filter((n) => n !== poison).map((n) => `UAPI-${n}`),
        [`${poison}`],
      ])
    },
  )
})
