import type { Answer, Probe } from './probe.ts'

/** Sends one request to `url`, which may reject in words of the network. */
export type Sender = (send: Probe['send']) => Promise<Answer>

export type Smoked = { readonly what: string; readonly fault: string | undefined; readonly tookMs: number }

/** Tries every probe, one after the other, whatever came before. `clock` gives milliseconds. */
export async function smoke(probes: readonly Probe[], sender: Sender, clock: () => number): Promise<readonly Smoked[]> {
  const tried: Smoked[] = []
  for (const { what, send, fault } of probes) {
    const begun = clock()
    const found = await sender(send).then(fault, (error: unknown) => `did not answer (${reasonOf(error)})`)
    tried.push({ what, fault: found, tookMs: Math.round(clock() - begun) })
  }
  return tried
}

/** A line for each, then the sum. Times are told, and judged by nobody. */
export function smokeWords(url: string, tried: readonly Smoked[]): string {
  const failed = tried.filter(({ fault }) => fault !== undefined)
  const lines = tried.map(({ what, fault, tookMs }) =>
    fault === undefined ? `  ok   ${what} (${tookMs} ms)` : `  FAIL ${what}: ${fault} (${tookMs} ms)`,
  )
  const sum =
    failed.length === 0
      ? `All ${tried.length} hold.`
      : `${failed.length} of ${tried.length} do not hold: ${failed.map(({ what }) => what).join('; ')}.`
  return [`Smoke tests of ${url}`, ...lines, sum].join('\n')
}

/** Over the network; an answer has ten seconds to come, unless `patienceMs` says otherwise. */
export function fetchFrom(url: string, patienceMs = 10_000): Sender {
  return async ({ method, path, headers, body }) => {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string }
  return cause?.code ?? name ?? 'unknown'
}
