import { atMost, type Benchmark } from './benchmark.ts'
import { coldStart, ours, program } from './cold.ts'
import { interleave, ratio, spreads } from './harness.ts'
import { delivery } from './requests.ts'
import { startSurroundings } from './surroundings.ts'

/** The GitHub door from nothing: spawn, verify, enqueue, answer. */
export const coldGithub: Benchmark = {
  name: 'cold-github',
  about: 'a fresh process verifies a signed delivery, puts it on the inbox queue and answers',
  async run({ rounds = 25, say }) {
    const { env, stop } = await startSurroundings()
    try {
      const invoke = await program('invoke', 'bundled')
      const door = await ours('github-door')
      const bare = await program('bare-github', 'bundled')
      const measure = (file: string) => () => coldStart({ invoke, file, event: delivery(), env, status: 202 })
      const variants = [
        { name: 'ours', measure: measure(door.file) },
        { name: 'bare Node', measure: measure(bare) },
      ]
      const taken = await interleave(variants, { rounds, warmUp: 2, onRound: (n) => say(`${n}/${rounds}`) })
      return {
        unit: 'ms',
        rounds,
        variants: spreads(taken),
        verdicts: [atMost('times bare Node', ratio(taken, 'ours', 'bare Node'), 3)],
        more: { bundleBytes: door.bytes },
      }
    } finally {
      await stop()
    }
  },
}
