import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createColors } from 'picocolors'
import { jsonLog } from '../../app/log.ts'
import { beginAnew } from './fresh.ts'
import { bundledCode } from './functions/bundled-code.ts'
import { fromSource } from './functions/function-code.ts'
import { runningLocal } from './local-file.ts'
import { foundWords } from './people/found.ts'
import { relinkedWords } from './people/inhabit.ts'
import { type House, openHouse } from './people/open-house.ts'
import { residents } from './people/residents.ts'
import { appPort, START_USAGE, startArguments, startTrouble, whereabouts } from './start-words.ts'
import { stopOnSignals } from './stopping.ts'
import { story } from './story/steps.ts'
import { playStory, StoryStopped } from './story/story.ts'
import { keepStory, keptStory } from './story/story-file.ts'
import { timeline } from './story/timeline.ts'
import { divertOutputs, terminal } from './terminal/terminal.ts'
import { openWorld, type World } from './world/world.ts'

// `npm start`: the world (adopted when one is alive), the application before it, the story on the first start; then it
// stays up until it is told to stop. It never returns by itself.

const { print, complain, width, colours } = terminal()
const paint = createColors(colours)
const stop = stopOnSignals()
process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const given = startArguments(process.argv.slice(2))
  if ('wrong' in given) {
    complain(`${given.wrong}.\n\n${START_USAGE}`)
    return 2
  }
  if (given.help) {
    print(START_USAGE)
    return 0
  }
  if (given.live) {
    const { runLive } = await import('./live/run-live.ts')
    const { owner, manifest } = given
    return runLive({ env: process.env, owner, manifest, bundles: given.bundles, print, complain, tellOnce, stop })
  }
  const dir = process.env['CODEXFLOW_DIR'] ?? '.codexflow'
  const running = runningLocal(dir)
  if (running !== undefined) {
    const { process: it, doors } = running
    complain(
      `CodexFlow runs already, at ${doors.url} (process ${it.pid}). Stop it first: Ctrl-C there, or kill ${it.pid}.`,
    )
    return 1
  }
  mkdirSync(dir, { recursive: true })
  if (given.fresh) await beginAnew(dir)
  divertOutputs(join(dir, 'app.log'), tellOnce(dir))
  return run(dir, given.bundles)
}

async function run(dir: string, bundles: boolean): Promise<number> {
  let world: World | undefined
  let house: House | undefined
  let code = 0
  let keepWorld = false
  try {
    let port = 0
    try {
      port = appPort(process.env)
      const from = bundles ? await bundledCode(dir, print) : fromSource
      world = await openWorld({ dir, appUrl: `http://127.0.0.1:${port}` })
      keepWorld = world.adopted
      house = await openHouse({ dir, world, port, log: jsonLog(toLog, { service: 'runtime' }), code: from })
    } catch (error) {
      const words = startTrouble(error, port)
      if (words === undefined) throw error
      complain(words)
      return 1
    }
    keepWorld = false
    stop.throwIfAborted()
    await welcome(dir, world, house)
    code = await ended(world)
  } catch (error) {
    if (!stop.aborted) {
      complain(
        `CodexFlow did not start: ${error instanceof Error ? error.message : String(error)}\nMore in ${dir}/app.log.`,
      )
      toLog(error instanceof Error ? (error.stack ?? '') : String(error))
      code = 1
    }
  } finally {
    if (house !== undefined) print(paint.dim('Stopping…'))
    await house?.close()
    if (!keepWorld) await world?.stop()
    if (house !== undefined) print(`Stopped. What CodexFlow knows is kept in ${dir}; npm start goes on from there.`)
  }
  return code
}

async function welcome(dir: string, world: World, house: House): Promise<void> {
  const { inhabited, found, local } = house
  // Since the process began, its own loading included.
  print(`CodexFlow is ready in ${(performance.now() / 1000).toFixed(1)} s: ${local.doors.url}`)
  if (world.adopted) print('The outside world was still alive: Slack and GitHub remember everything.')
  else if (!inhabited.first)
    print('Slack and GitHub begin empty again, for they live in memory here; CodexFlow remembers.')
  const relinked = relinkedWords(inhabited)
  if (relinked !== undefined) print(relinked)
  if (found !== undefined) print(foundWords(found))
  if (inhabited.first) await play(dir, world.urls, house)
  else cutOff(dir)
  print('')
  print(whereabouts(local, dir, paint))
}

async function play(dir: string, urls: World['urls'], { local }: House): Promise<void> {
  print('\nThe first start plays a story through the doors, with signed requests, as Slack and GitHub would:\n')
  const folk = await residents(urls)
  const render = timeline({
    people: folk.people,
    channels: folk.channels,
    width,
    colours,
    clock: (at) => at.toTimeString().slice(0, 8),
  })
  keepStory(dir, { played: 0, steps: story.length })
  try {
    await playStory({
      folk,
      watchUrl: local.parts.watch,
      steps: story,
      show: (scene) => print(render(scene)),
      done: (played) => keepStory(dir, { played, steps: story.length }),
      signal: stop,
    })
    print(paint.green('\nThe story came true.'))
  } catch (error) {
    if (!(error instanceof StoryStopped)) throw error
    print(paint.red(`\nThe story stopped. ${error.message}\nLook in ${dir}/app.log.`))
  }
}

function cutOff(dir: string): void {
  const kept = keptStory(dir)
  if (kept === undefined || kept.played >= kept.steps) return
  print(`The story of the first start was cut off after step ${kept.played} of ${kept.steps}.`)
  print('To see it whole: npm start -- --fresh')
}

/** Resolves when somebody asks us to stop, with 0, or when the world has ended by itself, with 1. */
async function ended(world: World): Promise<number> {
  let failures = 0
  while (!stop.aborted) {
    await delay(2_000, undefined, { signal: stop }).catch(() => {})
    if (stop.aborted) break
    failures = (await isThere(world)) ? 0 : failures + 1
    if (failures < 3) continue
    complain(
      `The outside world (Slack, GitHub, DynamoDB) has ended: see its world.log in ${world.dir}. Start again: npm start`,
    )
    return 1
  }
  return 0
}

function isThere(world: World): Promise<boolean> {
  return fetch(`${world.urls.bridge}/app`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.body?.cancel()
      return true
    },
    () => false,
  )
}

function toLog(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Says each kind of error once; the log has them all. */
function tellOnce(dir: string): (message: string) => void {
  const told = new Set<string>()
  return (message) => {
    if (told.has(message)) return
    told.add(message)
    print(paint.red(`! ${message}: see ${dir}/app.log`))
  }
}
