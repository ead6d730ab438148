import { NoAccess } from './account.ts'
import { deploy } from './deploy.ts'
import { destroy } from './destroy.ts'
import { diff } from './diff.ts'
import { type Order, orderOf, usageOf, type Verb } from './order.ts'
import type { Surroundings } from './surroundings.ts'

const DEEDS: Readonly<Record<Verb, (order: Order, surroundings: Surroundings) => Promise<number>>> = {
  deploy,
  diff,
  destroy,
}

/** `npm run <verb> -- <args>` from beginning to end. Answers the exit code: 0 done, 1 not done and said why, 2 not understood. */
export async function run(
  verb: Verb,
  args: readonly string[],
  makeSurroundings: (order: Order) => Surroundings,
  say: Pick<Surroundings, 'print' | 'complain'>,
): Promise<number> {
  const order = orderOf(verb, args)
  if (order === 'help') {
    say.print(usageOf(verb))
    return 0
  }
  if ('wrong' in order) {
    say.complain(`${order.wrong}.\n\n${usageOf(verb)}`)
    return 2
  }
  try {
    return await DEEDS[verb](order, makeSurroundings(order))
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    say.complain(`${error.message}. Nothing more was done.`)
    return 1
  }
}
