import { text } from 'node:stream/consumers'
import { sourceMapsOf } from './bundle.ts'
import { originalPlaces } from './original-places.ts'

// `npm run where < trace.txt`: says where in the sources the places are that a stack trace of Lambda names. The sources
// have to be those that were deployed.

if (process.stdin.isTTY) process.stderr.write('Paste what the log says, then Ctrl-D.\n')
process.stdout.write(await originalPlaces(await text(process.stdin), sourceMapsOf))
