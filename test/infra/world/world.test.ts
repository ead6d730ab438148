import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../../infra/local/world/free-port.ts'
import { processStart } from '../../../infra/local/world/processes.ts'
import { readRun, writeRun } from '../../../infra/local/world/run-file.ts'
import { processesGone, type WorldFolder, worldFolder } from '../../support/world-folder.ts'

let folder: WorldFolder
beforeEach(() => {
  folder = worldFolder()
})
afterEach(() => folder.remove())

it('starts a world, adopts it while it is whole, and leaves nothing of it when it is stopped', async () => {
  const first = await folder.open()
  const second = await folder.open()
  expect([first.adopted, second.adopted]).toEqual([false, true])
  expect(second).toEqual({ ...first, adopted: true, stop: expect.any(Function) })

  await second.stop()
  expect([first.pid, first.dynoxidePid].map(processStart)).toEqual([undefined, undefined])
  expect(readRun(folder.dir)).toBeUndefined()
  const answers = await Promise.allSettled(Object.values(first.urls).map((url) => fetch(url)))
  expect(answers.map(({ status }) => status)).toEqual(Object.keys(first.urls).map(() => 'rejected'))
  await first.stop()
})

it('listens on the loopback address and on no other', async () => {
  const world = await folder.open()
  // 127.0.0.2 is this machine as well, but reached only by servers that listen on every address.
  const elsewhere = Object.values(world.urls).map((url) => fetch(url.replace('127.0.0.1', '127.0.0.2')))
  const here = Object.values(world.urls).map((url) => fetch(url))
  expect((await Promise.allSettled(elsewhere)).map(({ status }) => status)).toEqual(elsewhere.map(() => 'rejected'))
  expect((await Promise.allSettled(here)).map(({ status }) => status)).toEqual(here.map(() => 'fulfilled'))
  await world.stop()
})

it('takes dynoxide with it when it is killed, and the next start makes a new world', async () => {
  const first = await folder.open()
  process.kill(first.pid, 'SIGKILL')
  const second = await folder.open()
  expect(second.adopted).toBe(false)
  expect([first.pid, first.dynoxidePid].map(processStart)).toEqual([undefined, undefined])
  await second.stop()
})

it('ends with its dynoxide, for a world without a database is none', async () => {
  const world = await folder.open()
  process.kill(world.dynoxidePid, 'SIGKILL')
  await processesGone(world.pid, world.dynoxidePid)
  expect(readRun(folder.dir)).toBeUndefined()
  expect(readFileSync(join(folder.dir, 'world.log'), 'utf8')).toContain('the world ends: dynoxide ended by itself')
})

it('replaces a world that is frozen', async () => {
  const first = await folder.open()
  process.kill(first.pid, 'SIGSTOP')
  const second = await folder.open()
  expect(second.adopted).toBe(false)
  expect([first.pid, first.dynoxidePid].map(processStart)).toEqual([undefined, undefined])
  await second.stop()
})

it('replaces a world on other ports than those asked for', async () => {
  const first = await folder.open()
  const bridge = await freePort()
  const second = await folder.open({ ports: { github: 0, slack: 0, dynamodb: 0, sqs: 0, bridge } })
  expect([second.adopted, second.urls.bridge]).toEqual([false, `http://127.0.0.1:${bridge}`])
  expect(processStart(first.pid)).toBeUndefined()
  await second.stop()
})

it('never ends a stranger who was given the recorded pid', async () => {
  const stranger = await startStranger()
  const world = await folder.open()
  const run = readRun(folder.dir)
  await world.stop()
  if (run === undefined || stranger.pid === undefined) throw new Error('nothing was recorded')
  const recycled = { pid: stranger.pid, start: 'another time' }
  writeRun(folder.dir, { ...run, ...recycled, dynoxide: recycled })

  const next = await folder.open()
  expect([next.adopted, stranger.exitCode, stranger.signalCode]).toEqual([false, null, null])
  await next.stop()
})

it('survives its starter unless it is told to end with it', async () => {
  const [lasting, passing] = [join(folder.dir, 'lasting'), join(folder.dir, 'passing')]
  await openInKilledProcess(lasting, false)
  await openInKilledProcess(passing, true)
  const passed = JSON.parse(readFileSync(`${passing}.json`, 'utf8')) as { pid: number; dynoxidePid: number }
  await processesGone(passed.pid, passed.dynoxidePid)

  const adopted = await folder.open({ dir: lasting })
  expect(adopted.adopted).toBe(true)
  await adopted.stop()
})

async function startStranger(): Promise<ChildProcess> {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(stranger, 'spawn')
  onTestFinished(() => {
    stranger.kill('SIGKILL')
  })
  return stranger
}

/** A process of its own opens a world and is killed as soon as it has noted down whose. */
async function openInKilledProcess(at: string, endWithParent: boolean): Promise<void> {
  const options = { dir: at, ports: 'free', inMemory: true, endWithParent }
  const script = `
    const { openWorld } = await import(${JSON.stringify(new URL('../../../infra/local/world/world.ts', import.meta.url).href)})
    const { writeFileSync } = await import('node:fs')
    const { pid, dynoxidePid } = await openWorld(${JSON.stringify(options)})
    writeFileSync(${JSON.stringify(`${at}.json`)}, JSON.stringify({ pid, dynoxidePid }))
    process.kill(process.pid, 'SIGKILL')`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  expect((await once(starter, 'exit'))[1]).toBe('SIGKILL')
}
