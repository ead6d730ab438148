import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { startDynoxide } from './dynoxide.ts'

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }

it('gives each caller a database of its own, and takes it away', async () => {
  const [first, second] = await Promise.all([startDynoxide(), startDynoxide()])
  const client = new DynamoDBClient({ ...aws, endpoint: first.endpoint })
  await client.send(
    new CreateTableCommand({
      TableName: 'mine',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  )
  const other = new DynamoDBClient({ ...aws, endpoint: second.endpoint })
  expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['mine'])
  expect((await other.send(new ListTablesCommand())).TableNames).toEqual([])
  await Promise.all([first.stop(), second.stop()])
  await expect(client.send(new ListTablesCommand())).rejects.toThrow(/ECONNREFUSED|hang up|ECONNRESET|EPIPE/)
})

it('says why it could not start', async () => {
  const first = await startDynoxide()
  const port = Number(new URL(first.endpoint).port)
  await expect(startDynoxide({ port })).rejects.toThrow(`Port ${port} (dynamodb) is taken`)
  await first.stop()
})

it('dies with the process that started it, even a killed one', async () => {
  const script = `
    const { startDynoxide } = await import(${JSON.stringify(fileURLToPath(new URL('./dynoxide.ts', import.meta.url)))})
    console.log((await startDynoxide()).endpoint)
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
  const endpoint = chunk.toString().trim()
  expect((await fetch(endpoint)).status).toBe(200)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await expect
    .poll(() =>
      fetch(endpoint)
        .then(() => 'alive')
        .catch(() => 'gone'),
    )
    .toBe('gone')
})
