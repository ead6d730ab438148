import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import type { Log } from '../../../app/log.ts'
import { silentLog } from '../../../app/log.ts'
import { fileCheckpoints } from '../../../infra/local/aws/checkpoints.ts'
import { startDynoxide } from '../../support/dynoxide.ts'
import { connectTo, createTable, dir, dynoxide, start, tableName, tables, write } from '../../support/stream-source.ts'

describe('a stream source that was stopped, or whose database was', () => {
  it('goes on after a restart exactly behind the last saved record', async () => {
    await createTable()
    await write('a', 'b')
    const first: string[] = []
    const source = start((names) => void first.push(...names), { checkpoints: await fileCheckpoints(dir) })
    await source.drained()
    await source.stop()
    await write('c', 'd')
    const second: string[] = []
    await start((names) => void second.push(...names), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect([first, second]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('goes on there behind more records than nine, too: the tenth is newer than the ninth', async () => {
    await createTable()
    const many = Array.from({ length: 12 }, (_, n) => `n${n}`)
    await write(...many)
    const source = start(() => {}, { checkpoints: await fileCheckpoints(dir) })
    await source.drained()
    await source.stop()
    await write('c')
    const names: string[] = []
    await start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect(names).toEqual(['c'])
  })

  it('delivers again what was handled but not saved before a crash', async () => {
    await createTable()
    await write('a', 'b')
    const cursors = await fileCheckpoints(dir)
    const first: string[] = []
    const crashing = start((names) => void first.push(...names), {
      checkpoints: { ...cursors, save: () => Promise.reject(new Error('the disk is full')) },
    })
    await expect.poll(() => first.length).toBeGreaterThan(0)
    await crashing.stop()
    const second: string[] = []
    await start((names) => void second.push(...names), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect(second).toEqual(['a', 'b'])
  })

  it('lets two consumers go each at its own pace', async () => {
    await createTable()
    await write('a', 'b')
    const checkpoints = await fileCheckpoints(dir)
    const fast: string[] = []
    const slow: string[] = []
    const gate = Promise.withResolvers<void>()
    const stuck = start(
      async (names) => {
        await gate.promise
        slow.push(...names)
      },
      { checkpoints, name: 'slow' },
    )
    await start((names) => void fast.push(...names), { checkpoints, name: 'fast' }).drained()
    expect([fast, slow]).toEqual([['a', 'b'], []])
    gate.resolve()
    await stuck.drained()
    expect(slow).toEqual(['a', 'b'])
    expect(Object.keys(JSON.parse(await readFile(join(dir, 'cursors.json'), 'utf8'))).sort()).toEqual(['fast', 'slow'])
  })

  it('reads a stream that was begun anew from its start, and says so', async () => {
    await createTable()
    await write('a')
    const source = start(() => {}, { checkpoints: await fileCheckpoints(dir) })
    await source.drained()
    await source.stop()
    await tables.send(new DeleteTableCommand({ TableName: tableName }))
    await createTable()
    await write('b')
    const names: string[] = []
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message, data) => warnings.push(`${message}: ${data?.['reason']}`) }
    await start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir), log }).drained()
    expect(names).toContain('b')
    expect(warnings).toEqual([
      'a saved stream cursor cannot be used: reading from the oldest record: it belongs to another stream',
    ])
  })

  it('does not believe a cursor that is newer than the stream', async () => {
    await createTable()
    await write('a')
    const checkpoints = await fileCheckpoints(dir)
    const first = start(() => {}, { checkpoints })
    await first.drained()
    await first.stop()
    const cursor = await checkpoints.load('relay')
    await checkpoints.save('relay', { streamArn: cursor?.streamArn ?? '', sequenceNumber: '999999' })
    const names: string[] = []
    await start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect(names).toEqual(['a'])
  })

  it('outlives the database, and notices that it came back empty', async () => {
    const own = await startDynoxide()
    connectTo(own)
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message) => warnings.push(message) }
    try {
      await createTable()
      await write('a', 'b', 'c')
      const names: string[] = []
      const source = start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir), log })
      await source.drained()
      await own.stop()
      const again = await startDynoxide({ port: Number(new URL(own.endpoint).port) })
      try {
        await createTable()
        await write('d')
        await expect.poll(() => names).toEqual(['a', 'b', 'c', 'd'])
        expect(warnings).toContain('a saved stream cursor cannot be used: reading from the oldest record')
        await source.stop()
      } finally {
        await again.stop()
      }
    } finally {
      connectTo(dynoxide)
    }
  })
})
