import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { createColors } from 'picocolors'
import { jsonLog } from '../../../app/log.ts'
import { queueDepth } from '../aws/queues.ts'
import { bundledCode } from '../functions/bundled-code.ts'
import { fromSource } from '../functions/function-code.ts'
import { LOCAL_REGION } from '../functions/function-environment.ts'
import { type House, openHouse } from '../people/open-house.ts'
import { type Residents, residents } from '../people/residents.ts'
import { startTrouble } from '../start-words.ts'
import { divertOutputs, terminal } from '../terminal/terminal.ts'
import { openWorld, type World } from '../world/world.ts'
import { atRest } from './at-rest.ts'
import { type Check, checkStory } from './checks.ts'
import { DEMO_USAGE, demoArguments } from './demo-words.ts'
import { allNews } from './lookout.ts'
import { story } from './steps.ts'
import { playStory, type Scene, StoryStopped } from './story.ts'
import { timeline } from './timeline.ts'

// `npm run demo`: a whole stack of its own on free ports, in memory; plays the story, checks every message that came of
// it, and exits 0, or 1 saying what was missing. Leaves nothing running, and nothing on disk unless something was wrong.

const { print, complain, width, colours } = terminal()
const paint = createColors(colours)
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort(new Error(`ended by ${signal}`))))
}
process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const given = demoArguments(process.argv.slice(2))
  if ('wrong' in given) {
    complain(`${given.wrong}.\n\n${DEMO_USAGE}`)
    return 2
  }
  if (given.help) {
    print(DEMO_USAGE)
    return 0
  }
  const dir = mkdtempSync(join(tmpdir(), 'codexflow-demo-'))
  const log = join(dir, 'app.log')
  const errors: string[] = []
  divertOutputs(log, (message) => errors.push(message))
  let world: World | undefined
  let house: House | undefined
  let failed = true
  try {
    const code = given.bundles ? await bundledCode(dir, print) : fromSource
    world = await openWorld({ dir, ports: 'free', inMemory: true, endWithParent: true })
    house = await openHouse({ dir, world, port: 0, log: jsonLog((line) => process.stdout.write(`${line}\n`)), code })
    print(`A stack of its own is ready in ${(performance.now() / 1000).toFixed(1)} s: ${house.local.doors.url}\n`)
    const checks = await play(world, house, errors)
    failed = checks.some(({ missing }) => missing !== undefined)
    report(checks)
  } catch (error) {
    complain(paint.red(`\n${stop.signal.aborted ? 'The demonstration was interrupted.' : wordsOf(error)}`))
  } finally {
    await house?.close()
    await world?.stop()
  }
  if (!failed) rmSync(dir, { recursive: true, force: true })
  else complain(`What the application wrote: ${log}`)
  return failed ? 1 : 0
}

function wordsOf(error: unknown): string {
  if (error instanceof StoryStopped) return error.message
  return startTrouble(error, 0) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}

async function play(world: World, house: House, errors: readonly string[]): Promise<readonly Check[]> {
  const folk = await residents(world.urls)
  const began = Date.now()
  const seconds = (at: Date) => `${((at.getTime() - began) / 1000).toFixed(1).padStart(5)} s `
  const render = timeline({ people: folk.people, channels: folk.channels, width, colours, clock: seconds })
  const { watch } = house.local.parts
  const scenes = await playStory({
    folk,
    watchUrl: watch,
    steps: story,
    show: (scene) => print(render(scene)),
    signal: stop.signal,
  })
  // Whatever would be told twice has been told by then.
  if (!(await atRest(watch, folk.outside))) throw new StoryStopped('The system does not come to rest after the story.')
  return checkStory(await outcome(scenes, folk, world, house, errors))
}

async function outcome(
  scenes: readonly Scene[],
  folk: Residents,
  world: World,
  { application }: House,
  errors: readonly string[],
) {
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' }
  const sqs = new SQSClient({ region: LOCAL_REGION, endpoint: world.urls.sqs, credentials })
  const depths = await Promise.all(Object.values(application.queues).map(({ deadUrl }) => queueDepth(sqs, deadUrl)))
  sqs.destroy()
  const deadLetters = depths.reduce((all, { visible, inFlight, delayed }) => all + visible + inFlight + delayed, 0)
  return { scenes, told: await allNews(folk), webhooks: await folk.outside.deliveries(), deadLetters, errors }
}

function report(checks: readonly Check[]): void {
  const lines = checks.map(({ what, missing }) =>
    missing === undefined ? `${paint.green('✓')} ${what}` : `${paint.red('✗')} ${what}: ${paint.red(missing)}`,
  )
  const wrong = checks.filter(({ missing }) => missing !== undefined).length
  print(`\nWhat the story promises:\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
  print(
    wrong === 0 ? paint.green(`All ${checks.length} hold.`) : paint.red(`${wrong} of ${checks.length} do not hold.`),
  )
}
