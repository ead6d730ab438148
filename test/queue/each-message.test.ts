import type { SQSEvent } from 'aws-lambda'
import { expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import { eachMessage, type Receive } from '../../app/queue/each-message.ts'

it('says whether a message came before, and whether it will not come again', async () => {
  const told: Receive[] = []
  const Records = [undefined, '1', '2', '5'].map((times, at) => {
    return { messageId: `m${at}`, body: '', attributes: times && { ApproximateReceiveCount: times } }
  })
  const work = async (_: string, receive: Receive) => void told.push(receive)
  expect(await eachMessage({ Records } as unknown as SQSEvent, work, silentLog)).toEqual({ batchItemFailures: [] })
  expect(told).toEqual([
    { isAgain: false, isLast: false },
    { isAgain: false, isLast: false },
    { isAgain: true, isLast: false },
    { isAgain: true, isLast: true },
  ])
})
