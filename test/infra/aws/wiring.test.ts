import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { createTopics } from '../../../infra/local/aws/topics.ts'
import { type StageName, stages } from '../../../infra/stages.ts'
import { type FunctionName, functions } from '../../../infra/topology.ts'
import { inTemplate } from '../../support/aws/in-template.ts'
import { onLaptop, type Ran } from '../../support/aws/on-laptop.ts'
import { synthesised } from '../../support/aws/synthesis.ts'
import { inTopology } from '../../support/aws/wiring.ts'
import { aws, fauxqs, queues, sqs, start, tableName, tables } from '../../support/runtime.ts'

describe('one wiring, wherever it is realised', () => {
  it.each(Object.keys(stages) as StageName[])('stands in the template of %s', (name) => {
    expect(inTemplate(name, synthesised(name))).toEqual(inTopology())
  })

  it('runs on a laptop, where each function is woken', async () => {
    const ran: Ran[] = []
    const names = Object.keys(functions) as FunctionName[]
    const runtime = await start(
      Object.fromEntries(
        names.map((name) => [
          name,
          async (_: never, { memoryLimitInMB }: { memoryLimitInMB: string }) => {
            ran.push({ name, memoryMb: Number(memoryLimitInMB) })
            return { statusCode: 200, body: name }
          },
        ]),
      ),
      { secrets: { 'github-webhook': { secret: 'of a test' }, keys: { next: 'of a test' } } },
    )
    // Wakes both readers of the stream, if they are there.
    const Item = { pk: { S: 'a' }, kind: { S: 'task' }, owedPropagation: { N: '1' } }
    await tables.send(new PutItemCommand({ TableName: tableName, Item }))
    const sns = new SNSClient({ ...aws, endpoint: `http://127.0.0.1:${fauxqs.port}` })
    await createTopics(sns, queues)
    expect(await onLaptop(runtime, { sqs, sns }, ran)).toEqual(inTopology())
  })
})
