/** A sleep that somebody else can end. A nudge that comes while nobody sleeps ends the next sleep at once. */
export type Nudge = { wait(ms: number): Promise<void>; now(): void }

/** Makes one. */
export function createNudge(): Nudge {
  let wake: (() => void) | undefined
  let pending = false
  return {
    wait: (ms) => {
      if (pending) {
        pending = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          wake = undefined
          pending = false
          resolve()
        }
        const timer = setTimeout(end, ms)
        wake = end
      })
    },
    now: () => {
      if (wake === undefined) pending = true
      else wake()
    },
  }
}
