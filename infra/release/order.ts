import { type StageName, stages } from '../stages.ts'

/** What somebody asks of a stage, from the command line. */
export type Order = {
  readonly stage: StageName
  /** No questions: somebody has decided already, or a pipeline asks. */
  readonly yes: boolean
  /** `destroy` only: the data too. */
  readonly withData: boolean
}

export type Verb = keyof typeof VERBS

const VERBS = {
  deploy: {
    does: 'looks whether everything is there, then puts this version on AWS and prints what to paste where',
    flags: { '--yes': 'does not ask before production' },
  },
  diff: { does: 'shows what a deployment would change', flags: {} },
  destroy: {
    does: 'takes the application down; tables, buckets and keys stay',
    flags: { '--with-data': 'the data too, for good', '--yes': 'does not ask' },
  },
} as const satisfies Record<string, { readonly does: string; readonly flags: Readonly<Record<string, string>> }>

/** How a verb is used, for a person who has it wrong, or asks. */
export function usageOf(verb: Verb): string {
  const { does, flags } = VERBS[verb]
  const names = Object.keys(flags)
  return [
    `npm run ${verb} -- --stage ${Object.keys(stages).join('|')}${names.map((name) => ` [${name}]`).join('')}`,
    `  ${does}`,
    ...Object.entries(flags).map(([name, says]) => `  ${name.padEnd(12)} ${says}`),
  ].join('\n')
}

/** Reads the arguments of `npm run <verb> -- …`; `wrong` says in words what they lack. */
export function orderOf(verb: Verb, args: readonly string[]): Order | 'help' | { readonly wrong: string } {
  const known = Object.keys(VERBS[verb].flags)
  let stage: string | undefined
  const given = new Set<string>()
  for (let at = 0; at < args.length; at++) {
    const [name, inline] = parted(args[at]!)
    if (name === '--help' || name === '-h') return 'help'
    if (name === '--stage') stage = inline ?? args[++at] ?? ''
    else if (known.includes(name) && inline === undefined) given.add(name)
    else return { wrong: `${verb} does not know ${name}` }
  }
  if (stage === undefined) return { wrong: `${verb} needs --stage: one of ${Object.keys(stages).join(', ')}` }
  if (!Object.hasOwn(stages, stage))
    return { wrong: `There is no stage "${stage}" in infra/stages.ts: only ${Object.keys(stages).join(', ')}` }
  return { stage: stage as StageName, yes: given.has('--yes'), withData: given.has('--with-data') }
}

function parted(arg: string): [string, string | undefined] {
  const at = arg.indexOf('=')
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)]
}
