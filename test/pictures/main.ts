import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withScenes } from './readme.ts'
import { SCENES } from './scenes.ts'
import { chromiumAt, shoot } from './shoot.ts'

/** `npm run pictures`: the README's pictures and their text, anew from the builders. */

const ROOT = join(import.meta.dirname, '../..')
const README = join(ROOT, 'README.md')

writeFileSync(README, withScenes(readFileSync(README, 'utf8'), SCENES))
console.log(`The README says what ${SCENES.length} messages and views say now.`)

const program = chromiumAt(process.env['CHROMIUM'])
if (program === undefined) {
  console.log('Their pictures stay as they were: there is no Chromium here. Install one, or name it in CHROMIUM.')
} else {
  await shoot(SCENES, program, join(ROOT, 'docs/pictures'))
  console.log('Their pictures are in docs/pictures.')
}
