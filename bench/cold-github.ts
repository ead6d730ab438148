import { statSync } from 'node:fs'
import { atMost, type Benchmark } from './benchmark.ts'
import { coldVariants, ours, program } from './cold.ts'
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
      const stock = await program('stock-probot', 'unbundled')
      const stockBundled = await program('stock-probot', 'bundled')
      const start = (file: string) => () => ({ invoke, file, event: delivery(), env, status: 202 })
      const { variants, processor } = coldVariants({
        ours: start(door.file),
        'bare Node': start(bare),
        'stock Probot': start(stock),
        'stock Probot bundled': start(stockBundled),
      })
      const taken = await interleave(variants, { rounds, warmUp: 2, onRound: (n) => say(`${n}/${rounds}`) })
      return {
        unit: 'ms',
        rounds,
        variants: spreads(taken),
        verdicts: [atMost('times bare Node', ratio(taken, 'ours', 'bare Node'), 3)],
        more: {
          processorMs: spreads(processor),
          timesFasterThanStockProbot: ratio(taken, 'stock Probot', 'ours'),
          timesFasterThanStockProbotBundled: ratio(taken, 'stock Probot bundled', 'ours'),
          bundleBytes: door.bytes,
          stockBundleBytes: statSync(stockBundled).size,
        },
      }
    } finally {
      await stop()
    }
  },
}
