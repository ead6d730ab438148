/** Aborted when somebody asks this process to stop; whoever asks twice does not want to wait, and it ends at once. */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController()
  let askedAt = 0
  const asked = (signal: NodeJS.Signals) => {
    if (!stop.signal.aborted) {
      askedAt = performance.now()
      stop.abort(new Error('asked to stop'))
      return
    }
    // Not so npm: it passes on a signal that the whole process group has got.
    if (performance.now() - askedAt > 1_000) process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked(signal))
  return stop.signal
}
