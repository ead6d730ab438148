import { type Answers, answers } from '../../app/github/answers.ts'
import { wiring } from '../wiring.ts'
import { github } from './github.ts'
import { keys } from './secret.ts'
import { tablePorts } from './table.ts'

let made: Answers | undefined

/** Signs and answers to comments on GitHub, of this process. */
export function githubAnswers(): Answers {
  made ??= make()
  return made
}

function make(): Answers {
  const { config, clock, log } = wiring()
  const { appSlug } = config.github
  const { ledger } = tablePorts()
  return answers({ client: github(), ledger, appSlug, keys, now: clock, log })
}
