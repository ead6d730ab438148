import { parseArgs } from 'node:util'
import { jsonLog } from '../../app/log.ts'
import { fromBundles } from './functions/function-code.ts'
import { openHouse } from './people/open-house.ts'
import { readRun } from './world/run-file.ts'

// The application alone, before a world that runs already in `--dir`: for whoever wants to kill it and start it again
// while the world remembers. With `--bundles` it runs the bundles of that folder. Tells its parent, if that listens, when it is ready, and ends when the parent is gone.

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '.codexflow' },
    port: { type: 'string', default: '3000' },
    bundles: { type: 'string' },
  },
})
const world = readRun(values.dir)
if (world === undefined) throw new Error(`No world runs in ${values.dir}: open one first.`)

const house = await openHouse({
  dir: values.dir,
  world,
  port: Number(values.port),
  log: jsonLog((line) => process.stdout.write(`${line}\n`), { service: 'runtime' }),
  ...(values.bundles === undefined ? {} : { code: fromBundles(values.bundles) }),
})
process.send?.({ ready: house.local })

const askedToEnd = new Promise<void>((resolve) => {
  for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.once(event, () => resolve())
})
await askedToEnd
await house.close()
process.exit(0)
