import { NoAccess } from '../account.ts'
import { findingWords } from '../finding.ts'
import { afterwards } from './afterwards.ts'
import { type FailoverSurroundings, looks, NotDeployed, type StepState } from './plan.ts'
import { ready } from './ready.ts'
import type { FailoverOrder, Route } from './route.ts'
import { type FailoverStep, steps } from './steps.ts'

/** So often the same step may be done in vain, one time after the other. */
const IN_VAIN = 3
/** Looks that may pass while nothing changes but time: a quarter of a minute each, three hours together. */
const LOOKS = 720

/**
 * Moves a stage to its other region. Before each deed every step is looked at anew, from the first: the new region is woken only
 * while the old one is fenced, whoever else is at work, and the same command goes on from wherever it was left. Answers the exit code.
 */
export async function failover({ route, go, yes }: FailoverOrder, surroundings: FailoverSurroundings): Promise<number> {
  const { print, complain, ask } = surroundings
  const findings = await ready(route, surroundings)
  print(`${route.name}, from ${route.from} to ${route.to}:\n${findingWords(findings)}\n`)
  if (findings.some(({ state }) => state === 'missing')) {
    complain('Nothing was moved. Do what the arrows say, then run the same command again.')
    return 1
  }
  if (!go) {
    print(await planWords(route, surroundings))
    return 0
  }
  if (!yes && (await ask(`${DOWN(route)}\nType ${route.name} to go on: `))?.trim() !== route.name) {
    complain('Nothing was moved.')
    return 1
  }
  return move(route, surroundings)
}

async function move(route: Route, surroundings: FailoverSurroundings): Promise<number> {
  const { print, complain, pause } = surroundings
  let last: { readonly id: string; times: number } = { id: '', times: 0 }
  for (let look = 0; look < LOOKS; look++) {
    const next = await firstOpen(route, surroundings)
    if (next === undefined) {
      print(`${route.to} acts.\n\n${await afterwards(route, surroundings)}`)
      return 0
    }
    const { step, state } = next
    if (state.kind === 'stuck') {
      complain(`${step.title}: ${state.why}. Run the same command again when that is mended.`)
      return 1
    }
    if (state.kind === 'waits') {
      print(`${step.title}: waiting, ${state.why}.`)
      await pause()
      continue
    }
    last = last.id === step.id ? { id: step.id, times: last.times + 1 } : { id: step.id, times: 1 }
    if (last.times > IN_VAIN) {
      complain(
        `${step.title}: done ${IN_VAIN} times, and still ${state.why}. Look at it, then run the same command again.`,
      )
      return 1
    }
    print(`${step.title}: ${state.why}; at work.`)
    try {
      await state.act()
    } catch (error) {
      if (!(error instanceof NotDeployed)) throw error
      complain(`${step.title}: ${error.message}. The same command goes on from there.`)
      return 1
    }
  }
  complain('It has waited for three hours. The same command goes on from there.')
  return 1
}

type Standing = { readonly step: FailoverStep; readonly state: Exclude<StepState, { kind: 'done' }> }

async function firstOpen(route: Route, surroundings: FailoverSurroundings): Promise<Standing | undefined> {
  for (const step of steps) {
    const state = await looked(step, route, surroundings)
    if (state !== 'owed' && state.kind !== 'done') return { step, state }
  }
  return undefined
}

// Where the old region does not answer, whoever says that it is lost takes the consequences; where it answers, it is fenced.
async function looked(step: (typeof steps)[number], route: Route, surroundings: FailoverSurroundings) {
  try {
    return await looks[step.id](route, surroundings)
  } catch (error) {
    if (!(error instanceof NoAccess && error.kind === 'network' && step.fences)) throw error
    if (route.lost) return 'owed'
    return {
      kind: 'stuck',
      why: `${route.from} does not answer (${error.message}); --lost goes on without it`,
    } as const
  }
}

async function planWords(route: Route, surroundings: FailoverSurroundings): Promise<string> {
  const lines: string[] = []
  for (const [at, step] of steps.entries()) {
    // What comes after a step that is not done yet cannot be told.
    const state = step.id === 'smoke' ? undefined : await looked(step, route, surroundings)
    lines.push(`  ${at + 1}. ${step.title}: ${step.does}${standingWords(state)}`)
  }
  return ['What would be done, and what is already:', ...lines, '', 'Nothing was changed. --go does it.'].join('\n')
}

function standingWords(state: StepState | 'owed' | undefined): string {
  if (state === undefined) return ''
  if (state === 'owed') return '\n     OWED: the old region does not answer'
  return state.kind === 'done' ? `\n     done: ${state.found}` : `\n     to do: ${state.why}`
}

const DOWN = ({ name, from, to, lost }: Route) =>
  lost
    ? `${name} is moved to ${to} even if ${from} does not answer: what that had not replicated is lost, or comes back beneath what is written since.`
    : `${name} answers nobody from the moment that ${from} is stopped until ${to} is deployed: a quarter of an hour, perhaps.`
